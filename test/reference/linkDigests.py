"""Digests of the links of `topo/<net>/epoch_NNN/weight_lK.npz` files as SciPy reads them.

Takes folders, prints {folder: [{inputs, outputs, links, sha256}]}: of each layer, its last row (the bias) and its
zeros left out, the digest of indptr and indices (uint32) and values (float32) by column.
"""

import glob
import hashlib
import json
import sys

import numpy
from scipy import sparse


def layer(path):
    matrix = sparse.load_npz(path).tocsr()[:-1, :].tocsc()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    assert matrix.has_canonical_format
    digest = hashlib.sha256()
    digest.update(matrix.indptr.astype("<u4").tobytes())
    digest.update(matrix.indices.astype("<u4").tobytes())
    digest.update(matrix.data.astype("<f4").tobytes())
    inputs, outputs = matrix.shape
    return {"inputs": inputs, "outputs": outputs, "links": matrix.nnz, "sha256": digest.hexdigest()}


def layers(folder):
    return [layer(f"{folder}/weight_l{k}.npz") for k in range(len(glob.glob(f"{folder}/weight_l*.npz")))]


print(json.dumps({folder: layers(folder) for folder in sys.argv[1:]}))
