"""The peer of pair.bench.ts: a sparse product and linear_sum_assignment, matrices in memory. Prints JSON."""

import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import linear_sum_assignment
from scipy.sparse import load_npz


def load(folder, layers):
    matrices = []
    for k in range(layers):
        matrix = load_npz(f"{folder}/weight_l{k}.npz").tocsr()[:-1]
        matrix.data = (matrix.data != 0).astype(np.float64)
        matrix.eliminate_zeros()
        matrices.append(matrix)
    return matrices


def distances(a, b):
    found, assignment_seconds, match = [], 0.0, None
    for first, second in zip(a, b):
        if match is not None:
            second = second[match]
        inter = (first.T @ second).toarray()
        union = first.getnnz(axis=0)[:, None] + second.getnnz(axis=0)[None, :] - inter
        cost = np.divide(union - inter, union, out=np.zeros_like(inter), where=union > 0)
        begin = time.perf_counter()
        rows, match = linear_sum_assignment(cost)
        assignment_seconds += time.perf_counter() - begin
        found.append(cost[rows, match].sum() / cost.shape[0])
    return found, assignment_seconds


def main():
    folder_a, folder_b, layers, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    a, b = load(folder_a, layers), load(folder_b, layers)
    times, assignment = [], []
    found, _ = distances(a, b)
    for _ in range(runs):
        begin = time.perf_counter()
        found, seconds = distances(a, b)
        times.append((time.perf_counter() - begin) * 1000)
        assignment.append(seconds * 1000)
    json.dump(
        {"timesMs": times, "assignmentMs": assignment, "distances": found, "scipy": scipy.__version__, "numpy": np.__version__},
        sys.stdout,
    )


main()
