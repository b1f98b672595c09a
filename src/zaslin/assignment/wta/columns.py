"""The patterns found so far, each once."""

import numpy as np
from numpy import int32, int64
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats
from zaslin.assignment.wta.kernel_account import fingerprints, own_costs
from zaslin.assignment.wta.kernel_pattern import Patterns
from zaslin.assignment.wta.reduced import Reduced


class Columns:
    """Patterns of all targets, in the order in which they came.

    Parameters
    ----------
    width
        Rounds that there is room for; the room grows on demand.
    dearest
        A pattern that costs more is not kept: it alone costs more than an assignment
        that is known, and beside such figures the others would be lost in rounding.

    Attributes
    ----------
    target, length, cost : (columns,)
        ``cost`` is what the pattern leaves and its rounds cost, without prices.
    item : (columns, width)
        Rows of the rounds; the first ``length`` count.
    """

    def __init__(self, width: int, dearest: float) -> None:
        self._dearest = dearest * (1.0 + 1e-9)
        self.target: NDArray[int32] = np.zeros(0, dtype=int32)
        self.length: NDArray[int32] = np.zeros(0, dtype=int32)
        self.item: NDArray[int32] = np.zeros((0, width), dtype=int32)
        self.cost: Floats = np.zeros(0)
        self._known: set[tuple[int, int, int]] = set()

    def __len__(self) -> int:
        return len(self.target)

    def add(self, reduced: Reduced, patterns: Patterns) -> int:
        """Add one pattern of each target where it is new; how many were."""
        targets = np.arange(len(patterns.length), dtype=int32)
        return self.append(reduced, targets, patterns.length, patterns.item)

    def append(
        self,
        reduced: Reduced,
        target: NDArray[int32],
        length: NDArray[int32],
        item: NDArray[int32],
        *,
        are_distinct: bool = False,
    ) -> int:
        """Add patterns of any targets where they are new; how many were.

        ``are_distinct`` says that they are new, so that no two of them can be taken for
        one by their marks.
        """
        cost = own_costs(reduced, target, length, item)
        marks = fingerprints(length, item).tolist()
        new = []
        # Two patterns with the same mark and length would cost only a column.
        for n, key in enumerate(
            zip(target.tolist(), length.tolist(), marks, strict=True)
        ):
            is_new = are_distinct or key not in self._known
            if is_new and cost[n] <= self._dearest:
                self._known.add(key)
                new.append(n)
        if new:
            self._widen(item.shape[1])
            more = np.full((len(new), self.item.shape[1]), -1, dtype=int32)
            more[:, : item.shape[1]] = item[new]
            self.item = np.concatenate((self.item, more))
            self.target = np.concatenate((self.target, target[new]))
            self.length = np.concatenate((self.length, length[new]))
            self.cost = np.concatenate((self.cost, cost[new]))
        return len(new)

    def priced(self, prices: Floats) -> Floats:
        """The cost of each pattern at given prices, its own cost included."""
        inside = np.arange(self.item.shape[1]) < self.length[:, None]
        owed: Floats = np.where(inside, prices[self.item], 0.0).sum(axis=1)
        return self.cost + owed

    def uses(self, column: int) -> list[tuple[int, float]]:
        """Rows that a pattern takes rounds of, with how many."""
        rows = self.item[column, : self.length[column]].tolist()
        return [(row, float(rows.count(row))) for row in dict.fromkeys(rows)]

    def rounds_of(self, row: int) -> NDArray[int64]:
        """Rounds of a row in each pattern."""
        inside = np.arange(self.item.shape[1]) < self.length[:, None]
        count: NDArray[int64] = ((self.item == row) & inside).sum(axis=1)
        return count

    def only(self, columns: NDArray[int64]) -> "Columns":
        """A selection of the patterns."""
        selected = Columns(self.item.shape[1], self._dearest)
        selected.target = self.target[columns]
        selected.length = self.length[columns]
        selected.item = self.item[columns]
        selected.cost = self.cost[columns]
        return selected

    def chosen(self, columns: NDArray[np.intp], targets: int) -> Patterns:
        """The given columns, one of each target, as an assignment."""
        patterns = Patterns(
            np.zeros(targets, dtype=int32),
            np.full((targets, self.item.shape[1]), -1, dtype=int32),
            np.zeros(targets),
            np.zeros(targets),
        )
        patterns.length[self.target[columns]] = self.length[columns]
        patterns.item[self.target[columns]] = self.item[columns]
        return patterns

    def _widen(self, width: int) -> None:
        missing = width - self.item.shape[1]
        if missing > 0:
            self.item = np.pad(self.item, ((0, 0), (0, missing)), constant_values=-1)
