"""The format of Sonuç, Şen and Bayir 2017: square, one round each.

``n``, then n values, then n x n probabilities, row by row: a row is a weapon, a
column a target.  Numbers are separated by blanks or line breaks.
"""

from typing import IO

import numpy as np

from zaslin.adapters.wta.number_text import number_text
from zaslin.adapters.wta.plain import PROBABILITY, VALUE, number, unfit_extras
from zaslin.adapters.wta.size import MOST_WEAPONS, accept_size
from zaslin.assignment.wta.instance import WtaInstance, wta_instance

_WANTED = "a WTA instance: n, n values, n x n probabilities"


def decode(data: bytes, source: str) -> WtaInstance:
    """The instance of a file.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    text = number_text(data, source, _WANTED)
    (n,) = text.header((MOST_WEAPONS,))
    accept_size(source, text.line(0), n, n)
    most = 1 + n + n * n
    what = f"n = {n}, {n} values, {n} x {n} probabilities"
    text.accept_length(most, what)
    numbers = text.numbers(most)
    values, pk = numbers[1 : 1 + n], numbers[1 + n : most]
    text.accept_each((values >= 0.0) & np.isfinite(values), 1, VALUE)
    text.accept_each((pk >= 0.0) & (pk <= 1.0), 1 + n, PROBABILITY)
    if len(numbers) > most:
        raise text.rejected(most, f"the end of the file after {most} numbers: {what}")
    if len(numbers) < most:
        raise text.short(len(numbers), f"{most}: {what}")
    return wta_instance(values, pk.reshape(n, n), np.ones(n))


def unfit(instance: WtaInstance) -> str:
    """Why the format cannot hold an instance; empty if it can."""
    weapons, targets = instance.pk.shape
    if weapons != targets:
        return f"{weapons} weapons, {targets} targets; accepted: as many of each"
    if (instance.rounds != 1).any():
        return "more or less than one round; accepted: one round each"
    return unfit_extras(instance)


def write(file: IO[bytes], instance: WtaInstance) -> None:
    """The file of an instance that fits; it reads back to the last bit."""
    lines = [f"{instance.target_count}", *map(number, instance.values.tolist())]
    file.write(("\n".join(lines) + "\n").encode())
    for row in instance.pk:
        file.write(("\n".join(map(number, row.tolist())) + "\n").encode())
