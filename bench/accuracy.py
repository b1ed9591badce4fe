"""Masked dense PyTorch: argument a folder of IDX files; each line asks for a run of that seed, answered in JSON."""

import json
import os
import sys

import numpy as np
import torch

WIDTHS = [784, 1000, 1000, 1000, 10]
EPSILON = 20
BATCH = 128
EPOCHS = 5


def read(folder, part):
    with open(os.path.join(folder, f"{part}-images-idx3-ubyte"), "rb") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    with open(os.path.join(folder, f"{part}-labels-idx1-ubyte"), "rb") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return torch.tensor(images, dtype=torch.float32), torch.tensor(labels, dtype=torch.long)


def mask_of(inputs, outputs):
    """An exact number of links, every set of them equally likely."""
    links = min(EPSILON * (inputs + outputs), inputs * outputs)
    mask = torch.zeros(inputs * outputs)
    mask[torch.randperm(inputs * outputs)[:links]] = 1
    return mask.reshape(outputs, inputs)


def accuracy_of(seed, train, test):
    torch.manual_seed(seed)
    layers = [torch.nn.Linear(a, b) for a, b in zip(WIDTHS, WIDTHS[1:])]
    masks = [mask_of(a, b) for a, b in zip(WIDTHS, WIDTHS[1:])]
    with torch.no_grad():
        for layer, mask in zip(layers, masks):
            layer.weight.mul_(mask)
    steps = [step for layer in layers for step in (layer, torch.nn.ReLU())][:-1]
    model = torch.nn.Sequential(*steps)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    images, labels = train
    for _ in range(EPOCHS):
        order = torch.randperm(len(images))
        for chosen in order.split(BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(images[chosen]), labels[chosen]).backward()
            for layer, mask in zip(layers, masks):
                layer.weight.grad.mul_(mask)
            optimizer.step()
    with torch.no_grad():
        right = sum(
            (model(x).argmax(1) == y).sum().item() for x, y in zip(test[0].split(1000), test[1].split(1000))
        )
    return right / len(test[0])


def main():
    train, test = (read(sys.argv[1], part) for part in ("train", "t10k"))
    mean, deviation = train[0].mean(), train[0].std()
    train, test = (((images - mean) / deviation, labels) for images, labels in (train, test))
    for line in sys.stdin:
        print(json.dumps({"accuracy": accuracy_of(int(line), train, test)}), flush=True)


main()
