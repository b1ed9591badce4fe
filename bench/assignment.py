"""The peer of assignment.bench.ts: min_weight_full_bipartite_matching with slack columns. Prints JSON.

Arguments: runs, then a file of 32-bit integers with both layers: neurons, inputs, links, indptr and indices of each.
Building the weights is not part of the time.
"""

import json
import sys
import time

import numpy as np
import scipy
import scipy.sparse as sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching


def layers(path):
    data = np.fromfile(path, dtype=np.int32)
    while len(data):
        neurons, inputs, links = data[:3]
        indptr, indices = data[3 : 4 + neurons], data[4 + neurons : 4 + neurons + links]
        yield sparse.csr_matrix((np.ones(links, np.int32), indices, indptr), shape=(neurons, inputs))
        data = data[4 + neurons + links :]


runs = int(sys.argv[1])
a, b = layers(sys.argv[2])
n, m = a.shape[0], b.shape[0]
shared = (a @ b.T).tocoo()
union = np.diff(a.indptr)[shared.row] + np.diff(b.indptr)[shared.col] - shared.data
similarity = shared.data / union
# Every weight is raised by 1, since every row takes exactly one column: zeros would not be entries.
weights = sparse.csr_matrix(
    (
        np.concatenate([similarity + 1, np.ones(n)]),
        (np.concatenate([shared.row, np.arange(n)]), np.concatenate([shared.col, m + np.arange(n)])),
    ),
    shape=(n, m + n),
)
times = []
for _ in range(runs):
    begin = time.perf_counter()
    rows, columns = min_weight_full_bipartite_matching(weights, maximize=True)
    times.append((time.perf_counter() - begin) * 1e3)
cost = n - float(np.asarray(weights[rows, columns]).sum() - n)
json.dump({"timesMs": times, "cost": cost, "scipy": scipy.__version__}, sys.stdout)
