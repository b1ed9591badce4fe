"""Clusters and maps of distance matrices on standard input, by SciPy and NumPy.

Reads a JSON list of square matrices; prints [{heights, cophenetic, eigenvalues, points}]: the heights of average
linkage, the cophenetic distance of every pair (row by row), all eigenvalues of classical scaling in descending order,
and the coordinates along its first three axes.
"""

import json
import sys

import numpy
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.spatial.distance import squareform


def arrange(rows):
    distances = numpy.array(rows, float)
    merges = linkage(squareform(distances, checks=False), "average")
    size = len(distances)
    centring = numpy.eye(size) - 1 / size
    values, vectors = numpy.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    points = vectors[:, ::-1][:, :3] * numpy.sqrt(numpy.maximum(values[::-1][:3], 0))
    return {
        "heights": merges[:, 2].tolist(),
        "cophenetic": squareform(cophenet(merges)).tolist(),
        "eigenvalues": values[::-1].tolist(),
        "points": points.tolist(),
    }


print(json.dumps([arrange(rows) for rows in json.load(sys.stdin)]))
