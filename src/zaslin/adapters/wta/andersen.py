"""The format of Andersen, Pavlikov and Toffolo 2022: the same rounds for all weapons.

``weapons targets rounds``, then the values of the targets, then a line ``i j p`` for
each pair, counted from 0, in any order.  A pair without a line has p = 0.
"""

from typing import IO

import numpy as np
from numpy import bool_, float64, int64
from numpy.typing import NDArray

from zaslin.adapters.wta.number_text import NumberText, number_text
from zaslin.adapters.wta.plain import PROBABILITY, VALUE, number, unfit_extras
from zaslin.adapters.wta.size import MOST_TARGETS, MOST_WEAPONS, accept_size
from zaslin.assignment.wta.instance import MOST_ROUNDS, WtaInstance, wta_instance
from zaslin.wire.rejected import Rejected

_WANTED = "a WTA instance: weapons, targets, rounds, the values, lines of i j p"
_PAIR = "a line of 3: weapon, target, probability"


def decode(data: bytes, source: str) -> WtaInstance:
    """The instance of a file.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    text = number_text(data, source, _WANTED)
    n, m, rounds = text.header((MOST_WEAPONS, MOST_TARGETS, MOST_ROUNDS))
    accept_size(source, text.line(0), n, m)
    first = 3 + m
    what = f"the header, {m} values"
    text.accept_length(first, what)
    # One pair more than there are is a pair too many, whichever it is.
    numbers = text.numbers(first + 3 * n * m + 3)
    values = numbers[3:first]
    text.accept_each((values >= 0.0) & np.isfinite(values), 3, VALUE)
    if len(numbers) < first:
        raise text.short(len(numbers), f"at least {first}: {what}")
    pk = np.zeros((n, m))
    if len(numbers) > first:
        text.accept_lines(first, 3, _PAIR)
        # Reading stops behind the most there can be, maybe within a line.
        count = (len(numbers) - first) // 3
        _fill(pk, numbers[first : first + 3 * count].reshape(-1, 3), text, first)
    return wta_instance(values, pk, np.full(n, rounds))


def _fill(
    pk: NDArray[float64], rows: NDArray[float64], text: NumberText, first: int
) -> None:
    """Each line into its place."""
    n, m = pk.shape
    weapon, target, p = rows.T
    good = [_index(weapon, n), _index(target, m), (p >= 0.0) & (p <= 1.0)]
    accepted = [_index_words("weapon", n), _index_words("target", m), PROBABILITY]
    for column in range(3):
        if not good[column].all():
            row = int(np.argmin(good[column]))
            raise text.rejected(first + 3 * row + column, accepted[column])
    pair = weapon.astype(int64) * m + target.astype(int64)
    seen = np.zeros(n * m, dtype=bool_)
    seen[pair] = True
    if int(np.count_nonzero(seen)) < len(pair):
        row = _first_repeated(pair)
        value = f"weapon {pair[row] // m}, target {pair[row] % m} stated twice"
        place = text.line(first + 3 * row)
        raise Rejected(text.source, place, value, "each pair once")
    pk.ravel()[pair] = p


def _index(column: NDArray[float64], count: int) -> NDArray[bool_]:
    # The rest of infinity by one would be warned of.
    whole = np.floor(column) == column
    good: NDArray[bool_] = (column >= 0) & (column < count) & whole
    return good


def _index_words(what: str, count: int) -> str:
    if count == 0:
        return f"no pair, as there is no {what}"
    return f"a {what}: a whole number, 0 to {count - 1}"


def _first_repeated(pair: NDArray[int64]) -> int:
    """The first row whose pair stands in a row before it."""
    order = np.argsort(pair, kind="stable")
    again = np.flatnonzero(np.diff(pair[order]) == 0) + 1
    return int(order[again].min())


def unfit(instance: WtaInstance) -> str:
    """Why the format cannot hold an instance; empty if it can."""
    if len(np.unique(instance.rounds)) > 1:
        low, high = int(instance.rounds.min()), int(instance.rounds.max())
        return f"rounds of {low} to {high}; accepted: the same rounds for all weapons"
    return unfit_extras(instance)


def write(file: IO[bytes], instance: WtaInstance) -> None:
    """The file of an instance that fits; it reads back to the last bit."""
    n, m = instance.pk.shape
    rounds = int(instance.rounds[0]) if n else 0
    lines = [f"{n} {m} {rounds}", *map(number, instance.values.tolist())]
    file.write(("\n".join(lines) + "\n").encode())
    for i, row in enumerate(instance.pk):
        reached = np.flatnonzero(row)
        pairs = zip(reached.tolist(), row[reached].tolist(), strict=True)
        file.write("".join(f"{i} {j} {number(p)}\n" for j, p in pairs).encode())
