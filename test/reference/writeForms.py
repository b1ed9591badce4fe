"""Writes one random matrix in every form that `scipy.sparse.save_npz` has, into the folder given.

Prints {rows, columns, entries: [[row, column, value]], read: [names], refused: [names]}, entries by column, then row.
"""

import json
import sys

import numpy
from scipy import sparse

folder = sys.argv[1]
generator = numpy.random.default_rng(20200614)
rows, columns = 37, 23
dense = numpy.where(generator.random((rows, columns)) < 0.2, generator.integers(-8, 9, (rows, columns)) / 4, 0)
dense[5] = 0
dense[:, 7] = 0

read, refused = [], []


def save(name, matrix, names=read):
    for compressed in (False, True):
        names.append(f"{name}-{'deflated' if compressed else 'stored'}.npz")
        sparse.save_npz(f"{folder}/{names[-1]}", matrix, compressed=compressed)


def with_indices(matrix, dtype):
    # SciPy narrows indices on construction; a file with wide ones comes from a large matrix or another machine.
    for part in ("indices", "indptr") if hasattr(matrix, "indptr") else ("row", "col"):
        setattr(matrix, part, getattr(matrix, part).astype(dtype))
    return matrix


for form in ("csr", "csc", "coo"):
    for index in ("int32", "int64"):
        for data in ("float16", "float32", "float64", ">f8"):
            matrix = sparse.coo_matrix(dense).asformat(form)
            matrix.data = matrix.data.astype(data)
            save(f"{form}-{index}-{data.replace('>', 'big-')}", with_indices(matrix, index))
    save(f"{form}-array", sparse.coo_array(dense).asformat(form))

for form in ("csr", "csc"):
    # SciPy does not promise the indices of a row in order.
    shuffled = sparse.coo_matrix(dense).asformat(form)
    for begin, end in zip(shuffled.indptr, shuffled.indptr[1:]):
        order = generator.permutation(end - begin) + begin
        shuffled.indices[begin:end] = shuffled.indices[order]
        shuffled.data[begin:end] = shuffled.data[order]
    shuffled.has_sorted_indices = False
    save(f"{form}-unsorted", shuffled)

for form in ("csr", "csc", "coo"):
    # Entries that are stored and zero.
    row, column = numpy.nonzero(dense)
    padded = sparse.coo_matrix(
        (numpy.append(dense[row, column], [0, 0]), (numpy.append(row, [5, 5]), numpy.append(column, [7, 8]))),
        shape=(rows, columns),
    ).asformat(form)
    assert (padded.data == 0).sum() == 2
    save(f"{form}-zeros", padded)

save("bsr", sparse.bsr_matrix(dense), refused)
save("dia", sparse.dia_matrix(dense), refused)
twice = sparse.coo_matrix(([1.0, 2.0], ([3, 3], [4, 4])), shape=(rows, columns))
save("coo-twice", twice, refused)

column, row = numpy.nonzero(dense.T)
entries = [[int(r), int(c), float(dense[r, c])] for r, c in zip(row, column)]
print(json.dumps({"rows": rows, "columns": columns, "entries": entries, "read": read, "refused": refused}))
