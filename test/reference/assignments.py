"""A thousand small assignment problems, each with several best matchings, and the one of them that SciPy takes.

Prints what `assignments.json` holds; to make it anew:
    python test/reference/assignments.py > test/reference/assignments.json
Costs are normalised edit distances, (union - shared) / union, of four kinds: of neurons that share a few inputs; of one
or two sizes of the union; one here and there below 1; and 0 or 1.
"""

import json
import random

import numpy
import scipy
from scipy.optimize import linear_sum_assignment

PROBLEMS = 1000
WIDTHS = range(4, 13)
SYMBOLS = "0123456789abcdefghijklmnopqrstuvwxyz"

# Python promises the sequence of random() for a seed, and of nothing else that its generator offers.
generator = random.Random(20200614)


def below(n):
    return int(generator.random() * n)


def overlapping_neurons(n):
    inputs, fan_in = 2 + below(6), 1 + below(4)
    first, second = ([{below(inputs) for _ in range(below(fan_in + 1))} for _ in range(n)] for _ in range(2))
    return [(len(a ^ b), len(a | b)) for a in first for b in second]


def few_unions(n):
    unions = [1 + below(7) for _ in range(1 + below(2))]
    return [(below(union + 1), union) for union in (unions[below(len(unions))] for _ in range(n * n))]


def mostly_one(n):
    return [(1 + below(9), 10) if below(4) == 0 else (1, 1) for _ in range(n * n)]


def zero_or_one(n):
    return [(below(2), 1) for _ in range(n * n)]


def candidate(kind):
    n = WIDTHS[below(len(WIDTHS))]
    pairs = kind(n)
    costs = numpy.array([differing / union if union else 0 for differing, union in pairs]).reshape(n, n)
    return pairs, costs


def matching(costs):
    return linear_sum_assignment(costs)[1]


def has_ties(costs):
    """Whether SciPy takes another best matching when the columns are turned round."""
    return (matching(costs) != len(costs) - 1 - matching(costs[:, ::-1])).any()


def problem(kind):
    pairs, costs = candidate(kind)
    while not has_ties(costs):
        pairs, costs = candidate(kind)
    distinct = sorted(set(pairs))
    return {
        "costs": [f"{differing}/{union}" for differing, union in distinct],
        "cells": "".join(SYMBOLS[distinct.index(pair)] for pair in pairs),
        "matching": "".join(SYMBOLS[column] for column in matching(costs)),
    }


kinds = (overlapping_neurons, few_unions, mostly_one, zero_or_one)
made = {
    "note": "By test/reference/assignments.py. costs: differing / union; cells: the index of the cost, row after row;"
    f" matching: the column of each row. Indices and columns are digits in base {len(SYMBOLS)}.",
    "versions": {"scipy": scipy.__version__, "numpy": numpy.__version__},
}
problems = ",\n".join(json.dumps(problem(kinds[at % len(kinds)]), separators=(",", ":")) for at in range(PROBLEMS))
print(f'{json.dumps(made, indent=2)[:-2]},\n  "problems": [\n{problems}\n]}}')
