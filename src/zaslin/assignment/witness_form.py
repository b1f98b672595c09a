"""What the arrays of a witness must be before a sum over them means anything.

Comparisons with what is no number are always false, so a sum over a stranger's arrays
believes anything. Here each array is read in the shape of the table in
docs/mathematics.md, section 9, and each entry is within its range, or is a fault.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_ROUNDING = 1e-9
"""By which a product of probabilities may exceed one."""

_MOST_SHOTS = 3
"""Shots in a stage that planning parameters permit; all of them are enumerated."""

_MOST_MONEY_MEUR = 1e12
"""Beyond all money, and small enough that no sum overflows."""


class NoWitness(ValueError):  # noqa: N818  (a verdict, not a fault of the program)
    """Arrays that are missing, or that hold something else in some other shape."""

    def __init__(self, array: str, value: str, accepted: str) -> None:
        super().__init__(f"{array} is {value}; accepted: {accepted}")
        self.array = array
        self.value = value
        self.accepted = accepted


class _Column(NamedTuple):
    """One array: its dimensions by name, and the range of its entries.

    ``below`` names the dimension that an index runs over.
    """

    dimensions: tuple[str, ...]
    whole: bool
    low: float
    high: float = math.inf
    below: str = ""


def _index(dimension: str, over: str, low: int = 0) -> _Column:
    return _Column((dimension,), whole=True, low=low, below=over)


def _count(*dimensions: str, low: int = 0, high: float = math.inf) -> _Column:
    return _Column(dimensions, whole=True, low=low, high=high)


def _money(*dimensions: str) -> _Column:
    return _Column(dimensions, whole=False, low=0.0, high=_MOST_MONEY_MEUR)


def _probability(*dimensions: str) -> _Column:
    return _Column(dimensions, whole=False, low=0.0, high=1.0)


_COLUMNS: dict[str, _Column] = {
    "option_track": _index("options", "tracks"),
    "option_mount": _index("options", "mounts"),
    "option_launch": _index("options", "slots"),
    "option_end": _count("options", low=1),
    "option_salvo": _count("options", low=1),
    "option_rounds": _count("options"),
    "option_p_kill": _probability("options"),
    "option_money": _money("options"),
    "option_debris": _money("options"),
    "option_keep": _money("options"),
    "track_value": _money("tracks"),
    "track_weight": _probability("tracks"),
    "constant": _money(),
    "max_shots_per_stage": _count(low=1, high=_MOST_SHOTS),
    "mount_station": _index("mounts", "stations"),
    "mount_rounds": _count("mounts"),
    "mount_rail_row": _index("mounts", "rail rows", low=-1),
    "mount_reload_slots": _count("mounts"),
    "station_unit": _count("stations"),
    "channels": _count("stations", "slots"),
    "rails": _count("rail rows", "slots"),
    # What stands behind the length of a chain is no option.
    "chain": _Column(("tracks", "longest chain"), whole=True, low=-math.inf),
    "chain_length": _count("tracks"),
    "price_rounds": _money("mounts"),
    "price_channels": _money("stations", "slots"),
    "price_rails": _money("rail rows", "slots"),
    "value": _Column((), whole=False, low=-math.inf),
    "bound": _Column((), whole=False, low=-math.inf),
}

# Which array says how long a dimension is, and along which of its axes.
_LENGTHS = {
    "options": ("option_track", 0),
    "tracks": ("track_value", 0),
    "mounts": ("mount_station", 0),
    "stations": ("channels", 0),
    "slots": ("channels", 1),
    "rail rows": ("rails", 0),
    "longest chain": ("chain", 1),
}


def accept_form(arrays: Mapping[str, object]) -> dict[str, NDArray[Any]]:
    """The arrays of a witness, whole numbers and real ones, in their shapes.

    Raises :class:`NoWitness` at the first that is missing or is something else.
    """
    found = {name: _accept_numbers(arrays, name) for name in _COLUMNS}
    for name, column in _COLUMNS.items():
        if found[name].ndim != len(column.dimensions):
            value = f"an array of {found[name].ndim} dimensions"
            raise NoWitness(name, value, f"{len(column.dimensions)}")
    lengths = {name: found[of].shape[axis] for name, (of, axis) in _LENGTHS.items()}
    for name, column in _COLUMNS.items():
        for axis, dimension in enumerate(column.dimensions):
            size, wanted = found[name].shape[axis], lengths[dimension]
            if size != wanted:
                accepted = f"{wanted}, one for each of the {dimension}"
                raise NoWitness(name, f"{size} long on axis {axis}", accepted)
    return found


def _accept_numbers(arrays: Mapping[str, object], name: str) -> NDArray[Any]:
    if name not in arrays:
        raise NoWitness(name, "missing", "every array of a witness")
    array, whole = arrays[name], _COLUMNS[name].whole
    wanted = "an array of whole numbers" if whole else "an array of numbers"
    if not isinstance(array, np.ndarray | np.generic):
        raise NoWitness(name, "no array", wanted)
    array = np.asarray(array)
    if array.dtype.kind not in ("iu" if whole else "iuf"):
        raise NoWitness(name, f"an array of {array.dtype.name}", wanted)
    return array if whole else array.astype(np.float64)


def entry_faults(arrays: Arrays) -> Iterator[str]:
    """For each array the first entry that is out of its range, if any is.

    The arrays have the form that :func:`accept_form` demands.
    """
    for name, column in _COLUMNS.items():
        high = column.high
        if column.below:
            of, axis = _LENGTHS[column.below]
            high = arrays[of].shape[axis] - 1
        array = arrays[name]
        slack = 0.0 if column.whole else _ROUNDING
        fine = np.isfinite(array) & (array >= column.low) & (array <= high + slack)
        accepted = _range(column.low, high)
        if not column.whole and math.inf in (high, -column.low):
            accepted = "a finite number"
        yield from _first_fault(name, array, fine, accepted)
    longest = arrays["chain"].shape[1]
    lengths = arrays["chain_length"]
    yield from _first_fault(
        "chain_length", lengths, lengths <= longest, f"at most {longest}"
    )
    options = len(arrays["option_track"])
    used = np.arange(longest) < lengths[:, np.newaxis]
    fine = ~used | ((arrays["chain"] >= 0) & (arrays["chain"] < options))
    yield from _first_fault("chain", arrays["chain"], fine, _range(0, options - 1))


def relation_faults(arrays: Arrays) -> Iterator[str]:
    """Where the look comes before the launch, or a shot spends no round.

    Only electronic warfare spends none; it costs no money and has no rails.
    The entries are in their ranges.
    """
    launch, end = arrays["option_launch"], arrays["option_end"]
    salvo, rounds = arrays["option_salvo"], arrays["option_rounds"]
    mount = arrays["option_mount"]
    yield from _first_fault("option_end", end, end > launch, "later than its launch")
    spending = rounds > 0
    yield from _first_fault(
        "option_rounds", rounds, ~spending | (rounds == salvo), "0 or option_salvo"
    )
    spends = np.zeros(len(arrays["mount_rounds"]), dtype=np.bool_)
    spends[mount[spending]] = True
    must = (
        spends[mount]
        | (arrays["option_money"] > 0.0)
        | (arrays["mount_rail_row"][mount] >= 0)
    )
    accepted = "option_salvo, as the mount spends rounds"
    yield from _first_fault("option_rounds", rounds, spending | ~must, accepted)


def _range(low: float, high: float) -> str:
    if high == math.inf:
        return f"at least {low:g}"
    return f"{low:g} to {high:g}" if low <= high else "none, there is nothing to name"


def _first_fault(
    name: str, array: NDArray[Any], fine: NDArray[np.bool_], accepted: str
) -> Iterator[str]:
    if fine.all():
        return
    wrong = np.argwhere(~fine)
    where = "".join(f"[{axis}]" for axis in wrong[0].tolist())
    value = array[tuple(wrong[0])].item()
    others = f", and {len(wrong) - 1:,} more like it" if len(wrong) > 1 else ""
    yield f"{name}{where} is {value}{others}; accepted: {accepted}"
