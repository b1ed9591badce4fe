"""The peers of pair.bench.ts, matrices in memory. Prints JSON.

dense: a sparse product and linear_sum_assignment. sparse: the same product, and min_weight_full_bipartite_matching on the
pairs with a common input, every neuron with a slack column.
"""

import json
import sys
import time

import numpy as np
import scipy
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import min_weight_full_bipartite_matching


def load(folder, layers):
    matrices = []
    for k in range(layers):
        matrix = sparse.load_npz(f"{folder}/weight_l{k}.npz").tocsr()[:-1]
        matrix.data = (matrix.data != 0).astype(np.float64)
        matrix.eliminate_zeros()
        matrices.append(matrix)
    return matrices


def assign_dense(first, second):
    inter = (first.T @ second).toarray()
    union = first.getnnz(axis=0)[:, None] + second.getnnz(axis=0)[None, :] - inter
    cost = np.divide(union - inter, union, out=np.zeros_like(inter), where=union > 0)
    rows, match = linear_sum_assignment(cost)
    return cost[rows, match].sum(), match


def assign_sparse(first, second):
    shared = (first.T @ second).tocoo()
    fan_in_1, fan_in_2 = first.getnnz(axis=0), second.getnnz(axis=0)
    n, m = first.shape[1], second.shape[1]
    similarity = shared.data / (fan_in_1[shared.row] + fan_in_2[shared.col] - shared.data)
    # Every weight is raised by 1, since every row takes exactly one column: zeros would not be entries.
    weights = sparse.csr_matrix(
        (
            np.concatenate([similarity + 1, np.ones(n)]),
            (np.concatenate([shared.row, np.arange(n)]), np.concatenate([shared.col, m + np.arange(n)])),
        ),
        shape=(n, m + n),
    )
    rows, columns = min_weight_full_bipartite_matching(weights, maximize=True)
    gained = float(np.asarray(weights[rows, columns]).sum()) - n
    match = np.full(n, -1)
    match[rows] = np.where(columns < m, columns, -1)
    # Those left share nothing; empty ones cost nothing against each other.
    left_1, left_2 = np.flatnonzero(match < 0), np.setdiff1d(np.arange(m), match)
    left_1 = left_1[np.argsort(fan_in_1[left_1] > 0, kind="stable")]
    left_2 = left_2[np.argsort(fan_in_2[left_2] > 0, kind="stable")]
    match[left_1] = left_2
    empty = min((fan_in_1 == 0).sum(), (fan_in_2 == 0).sum())
    return n - gained - empty, match


def distances(assign, a, b):
    found, match = [], None
    for first, second in zip(a, b):
        if match is not None:
            second = second[match]
        cost, match = assign(first, second)
        found.append(cost / first.shape[1])
    return found


def measure(assign, a, b, runs):
    found = distances(assign, a, b)
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        distances(assign, a, b)
        times.append((time.perf_counter() - begin) * 1000)
    return {"timesMs": times, "distances": found}


def main():
    folder_a, folder_b, layers, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    a, b = load(folder_a, layers), load(folder_b, layers)
    json.dump(
        {
            "dense": measure(assign_dense, a, b, runs),
            "sparse": measure(assign_sparse, a, b, runs),
            "scipy": scipy.__version__,
        },
        sys.stdout,
    )


main()
