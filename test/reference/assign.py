"""Solves the assignment problems on standard input, a JSON list of square matrices, with SciPy.

Prints [{matching, cost}]: the column of each row, and the sum of the costs there.
"""

import json
import sys

import numpy
from scipy.optimize import linear_sum_assignment


def solve(rows):
    costs = numpy.array(rows, float)
    chosen = linear_sum_assignment(costs)
    return {"matching": chosen[1].tolist(), "cost": float(costs[chosen].sum())}


print(json.dumps([solve(rows) for rows in json.load(sys.stdin)]))
