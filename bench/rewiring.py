"""sparselab's SET for rewiring.bench.ts. For each line on standard input it changes the links of all sparse layers once, and
prints the seconds that took, by the clock and of processor time, as JSON.
"""

import json
import sys
import time

import sparselab
import torch

WIDTHS = (784, 1000, 1000, 1000, 10)
EPSILON, FRACTION = 20, 0.3


def main():
    torch.manual_seed(1)
    algorithm = sparselab.SET(sparsity=0.9, drop_fraction=FRACTION, update_freq=1, seed=1)
    # The output layer is full in all of them.
    for inputs, outputs in list(zip(WIDTHS, WIDTHS[1:]))[:-1]:
        density = EPSILON * (inputs + outputs) / (inputs * outputs)
        sparselab.SparseLinear(inputs, outputs, sparsity=1 - density).apply(algorithm)
    for _ in sys.stdin:
        begin, cpu_begin = time.perf_counter(), time.process_time()
        algorithm.update()
        seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - cpu_begin
        print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds}), flush=True)


main()
