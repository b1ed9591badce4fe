"""The peers of epoch.bench.ts. Argument: which one. For each line on standard input it trains some steps, as many as the
line says, and prints the seconds they took, by the clock and of processor time, and the process's peak resident memory in MiB,
as JSON.

All have the same shapes, numbers of links, batch and momentum, and take random samples of float32 from memory.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np

WIDTHS = (784, 1000, 1000, 1000, 10)
EPSILON, BATCH, SAMPLES = 20, 128, 60_000
RATE, MOMENTUM = 0.01, 0.9
SHAPES = list(zip(WIDTHS, WIDTHS[1:]))


def links(inputs, outputs):
    return min(round(EPSILON * (inputs + outputs)), inputs * outputs)


def random_mask(inputs, outputs, rng):
    """[outputs, inputs] with the exact number of links."""
    mask = np.zeros(inputs * outputs, dtype=bool)
    mask[rng.choice(mask.size, links(inputs, outputs), replace=False)] = True
    return mask.reshape(outputs, inputs)


def batches(steps, rng):
    order = rng.permutation(SAMPLES)
    for k in range(steps):
        start = k * BATCH % (SAMPLES - BATCH + 1)
        yield order[start : start + BATCH]


def torch_trainer(kind, rng):
    import torch
    from torch import nn
    from torch.nn import functional

    data = torch.from_numpy(rng.standard_normal((SAMPLES, WIDTHS[0]), dtype=np.float32))
    labels = torch.from_numpy(rng.integers(0, WIDTHS[-1], SAMPLES))
    def mask_of(inputs, outputs):
        full = np.ones((outputs, inputs), dtype=bool)
        return torch.from_numpy(full if kind == "dense" else random_mask(inputs, outputs, rng))

    masks = [mask_of(*shape) for shape in SHAPES]

    class MaskedLinear(nn.Linear):
        def forward(self, x):
            return functional.linear(x, self.weight * self.mask, self.bias)

    class CsrLinear(nn.Module):
        """y = W x with x as [features, batch], as torch.sparse wants it."""

        def __init__(self, mask):
            super().__init__()
            dense = torch.randn(mask.shape) * mask * (2 / mask.sum(1, keepdim=True).clamp(min=1)).sqrt()
            self.weight = dense.to_sparse_csr().requires_grad_()
            self.bias = nn.Parameter(torch.zeros(mask.shape[0], 1))
            self.velocity = torch.zeros(self.weight.values().shape)

        def forward(self, x):
            return torch.sparse.mm(self.weight, x) + self.bias

        def step(self):
            with torch.no_grad():
                self.velocity.mul_(MOMENTUM).add_(self.weight.grad.values())
                self.weight.values().add_(self.velocity, alpha=-RATE)
            self.weight.grad = None

    def layer(k, mask):
        outputs, inputs = mask.shape
        if kind == "sparselab" and not mask.all():
            import sparselab

            return sparselab.SparseLinear(inputs, outputs, sparsity=1 - float(mask.float().mean()))
        if kind == "csr" and not mask.all():
            return CsrLinear(mask)
        linear = (MaskedLinear if kind == "mask in forward" else nn.Linear)(inputs, outputs)
        if kind != "sparselab":
            linear.register_buffer("mask", mask.float())
            with torch.no_grad():
                linear.weight.mul_(linear.mask)
        return linear

    layers = [layer(k, mask) for k, mask in enumerate(masks)]
    own = [module for module in layers if isinstance(module, CsrLinear)]
    parameters = [p for module in layers for p in module.parameters()]
    optimizer = torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM)

    def forward(x):
        x = x.t() if own else x
        for k, module in enumerate(layers):
            if own and not isinstance(module, CsrLinear):
                x = x.t()
            x = module(x)
            if k < len(layers) - 1:
                x = functional.relu(x)
        return x

    def train(steps):
        for chosen in batches(steps, rng):
            picked = torch.from_numpy(chosen)
            loss = functional.cross_entropy(forward(data[picked]), labels[picked])
            optimizer.zero_grad()
            loss.backward()
            if kind == "masked gradients":
                for module in layers:
                    module.weight.grad.mul_(module.mask)
            optimizer.step()
            for module in own:
                module.step()
        if not np.isfinite(loss.item()):
            raise ArithmeticError("the loss is not finite")

    return train


def scipy_trainer(rng):
    """SET on CSR matrices: products by SciPy, the gradient of each link from its row and column."""
    import scipy.sparse as sparse

    data = rng.standard_normal((SAMPLES, WIDTHS[0]), dtype=np.float32)
    labels = rng.integers(0, WIDTHS[-1], SAMPLES)
    network = []
    for inputs, outputs in SHAPES:
        mask = random_mask(inputs, outputs, rng)
        dense = rng.standard_normal(mask.shape, dtype=np.float32) * mask
        dense *= np.sqrt(2 / np.maximum(1, mask.sum(1, keepdims=True))).astype(np.float32)
        weights = sparse.csr_matrix(dense)
        rows = np.repeat(np.arange(outputs), np.diff(weights.indptr))
        bias = np.zeros((outputs, 1), np.float32)
        network.append((weights, rows, np.zeros_like(weights.data), bias, np.zeros_like(bias)))

    def gradient_of_links(above, below, rows, columns, chunk=1024):
        gradient = np.empty(len(rows), np.float32)
        for start in range(0, len(rows), chunk):
            part = slice(start, start + chunk)
            gradient[part] = np.einsum("ij,ij->i", above[rows[part]], below[columns[part]])
        return gradient

    def train(steps):
        for chosen in batches(steps, rng):
            signals = [np.ascontiguousarray(data[chosen].T)]
            for k, (weights, _, _, bias, _) in enumerate(network):
                out = weights @ signals[-1] + bias
                signals.append(np.maximum(out, 0) if k < len(network) - 1 else out)
            shifted = signals[-1] - signals[-1].max(0)
            gradient = np.exp(shifted)
            gradient /= gradient.sum(0)
            gradient[labels[chosen], np.arange(len(chosen))] -= 1
            gradient /= len(chosen)
            for k in range(len(network) - 1, -1, -1):
                weights, rows, velocity, bias, bias_velocity = network[k]
                of_links = gradient_of_links(gradient, signals[k], rows, weights.indices)
                of_bias = gradient.sum(1, keepdims=True)
                if k > 0:
                    gradient = (weights.T @ gradient) * (signals[k] > 0)
                velocity *= MOMENTUM
                velocity += of_links
                weights.data -= RATE * velocity
                bias_velocity *= MOMENTUM
                bias_velocity += of_bias
                bias -= RATE * bias_velocity

    return train


def main():
    warnings.simplefilter("ignore")
    kind = sys.argv[1]
    rng = np.random.default_rng(1)
    train = scipy_trainer(rng) if kind == "scipy" else torch_trainer(kind, rng)
    for line in sys.stdin:
        begin, cpu_begin = time.perf_counter(), time.process_time()
        train(int(line))
        seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - cpu_begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "peakMb": peak}), flush=True)


main()
