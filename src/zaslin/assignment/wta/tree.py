"""A proof without an integer programme: a small search tree with prices at its leaves.

The programme that closes the gap has to be believed.  A tree does not: each branch
splits the rounds of one weapon at one target into few and many, and at each leaf prices
prove, over the patterns that could still matter and that the leaf allows, that nothing
is better.  So the certificate needs only arithmetic to be checked.
"""

from typing import NamedTuple

import numpy as np
from numpy import bool_
from numpy.typing import NDArray

from zaslin.assignment.solvers.pattern_model import PatternModel
from zaslin.assignment.wta.closing import list_columns
from zaslin.assignment.wta.columns import Columns
from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.search import Leaf, Search

MOST_NODES = 400
_FRACTIONAL = 1e-6
_ANY = 2**31 - 1
"""More rounds than there are of any weapon."""
_PARAMETERS = (
    "use_preprocessing:false use_dual_simplex:true "
    "primal_feasibility_tolerance:1e-9 dual_feasibility_tolerance:1e-10"
)

Branch = tuple[int, int, int, int]
"""Row, target, and from how many to how many rounds."""


class Split(NamedTuple):
    """Rounds of a row at a target, split below ``at`` and from it on."""

    row: int
    target: int
    at: int


class Node(NamedTuple):
    """A part of the search space: what was branched on, and which columns it allows."""

    branches: tuple[Branch, ...]
    allowed: NDArray[bool_]


def grow_tree(search: Search, slack: float) -> None:
    """Put leaves that prove the value into ``search``; none if there are too many.

    ``slack`` is how far beyond the gap a verifier may look: to it a leaf has to hold
    over patterns that only rounding tells from those within the gap.
    """
    least = search.price(search.prices, search.blank())[0].least
    floor = float(least.sum()) - float(search.prices @ search.reduced.rounds)
    if search.value - floor <= slack:
        # The prices prove it by themselves.
        return
    kept = list_columns(search, least, search.value - floor + slack)
    if kept is None:
        return
    # Slightly less than the value, which the prices of a leaf only approach.
    wanted = search.value - 0.1 * search.gap * (search.value + search.constant)
    relaxation = Relaxation(search, kept)
    open_nodes = [Node((), np.ones(len(kept), dtype=bool_))]
    leaves: list[Leaf] = []
    proven = np.inf
    for _ in range(MOST_NODES):
        if not open_nodes or search.is_late():
            break
        node = open_nodes.pop()
        prices, taken = relaxation.solve(node.allowed, search.left_s())
        if taken is None:
            break
        bound = relaxation.bound(node.allowed, prices)
        if bound >= wanted:
            leaves.append(Leaf(node.branches, prices))
            proven = min(proven, bound)
            continue
        split = relaxation.split(node.allowed, taken)
        if split is None:
            break
        open_nodes.extend(_children(kept, node, split))
    else:
        return
    if not open_nodes and leaves and proven >= wanted:
        search.leaves = tuple(leaves)
        search.bound = min(search.value, proven)
        search.note("tree")


def _children(columns: Columns, node: Node, split: Split) -> list[Node]:
    """Few rounds and many; the one looked at first comes last."""
    row, target, at = split
    here = columns.target == target
    count = columns.rounds_of(row)
    few: Branch = (row, target, 0, at - 1)
    many: Branch = (row, target, at, _ANY)
    return [
        Node((*node.branches, few), node.allowed & ~(here & (count >= at))),
        Node((*node.branches, many), node.allowed & ~(here & (count < at))),
    ]


class Relaxation:
    """The linear programme over the columns that a node allows.

    Every target may also stay without a column, at a cost above any gap: the programme
    then has an answer, and prices, in every part of the search space.
    """

    def __init__(self, search: Search, columns: Columns) -> None:
        reduced = search.reduced
        self._columns = columns
        self._rounds = reduced.rounds
        self._targets = len(reduced.value)
        self._scale = max(search.value / max(1, self._targets), 1e-300)
        self._model = PatternModel(
            self._targets,
            reduced.rounds.tolist(),
            integer=False,
            parameters=_PARAMETERS,
        )
        for n in range(len(columns)):
            cost = float(columns.cost[n]) / self._scale
            self._model.add(int(columns.target[n]), cost, columns.uses(n))
        for target in range(self._targets):
            self._model.add(target, 2.0 * search.value / self._scale, ())
        self._now = np.ones(len(columns), dtype=bool_)

    def solve(
        self, allowed: NDArray[bool_], seconds: float | None
    ) -> tuple[Floats, Floats | None]:
        """Prices and shares at the optimum; no shares if there was no time for it."""
        for n in np.flatnonzero(allowed != self._now).tolist():
            self._model.permit(n, permitted=bool(allowed[n]))
        self._now = allowed
        solved = self._model.solve(seconds)
        if solved is None:
            return np.zeros(len(self._rounds)), None
        return solved.row_price * self._scale, solved.taken[: len(self._columns)]

    def bound(self, allowed: NDArray[bool_], prices: Floats) -> float:
        """What the prices prove over the allowed columns; infinite without any."""
        columns = self._columns
        least = np.full(self._targets, np.inf)
        priced = columns.priced(prices)
        np.minimum.at(least, columns.target[allowed], priced[allowed])
        return float(least.sum() - prices @ self._rounds)

    def split(self, allowed: NDArray[bool_], taken: Floats) -> Split | None:
        """The most undecided number of rounds of a row at a target."""
        columns = self._columns
        share: dict[Split, float] = {}
        for n in np.flatnonzero(allowed & (taken > _FRACTIONAL)).tolist():
            target = int(columns.target[n])
            for row, count in columns.uses(n):
                for at in range(1, int(count) + 1):
                    key = Split(row, target, at)
                    share[key] = share.get(key, 0.0) + float(taken[n])
        undecided = {
            key: abs(part - 0.5)
            for key, part in share.items()
            if _FRACTIONAL < part < 1.0 - _FRACTIONAL
        }
        return min(undecided, key=lambda key: (undecided[key], key), default=None)
