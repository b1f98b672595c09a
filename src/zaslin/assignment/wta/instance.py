"""An instance of the static problem: what is given, checked once at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy import bool_, float64, int64
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[float64]
Ints = NDArray[int64]

MOST_VALUE = 1e100
"""Of a target or a round's cost; sums and ratios of such figures stay finite."""
MOST_ROUNDS = 1_000_000
"""Rounds of one weapon; far above any magazine, and far below an overflow."""

_FORBIDDEN = "accepted: truth values (weapons, targets), or pairs (weapon, target)"
_PINNED = "accepted: pairs (weapon, target), or triples with a number of rounds"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WtaInstance:
    """Weapons, targets and what may not be done.

    Minimise ``Σ_j v_j Π_i (1 − p_ij)^x_ij + Σ_ij c_ij x_ij`` over whole numbers
    ``x_ij ≥ 0`` (Manne 1958, with the side constraints that users of it have).

    Arrays
    ------
    values : (targets,)
        ``v_j`` ≥ 0, in any unit.
    pk : (weapons, targets)
        ``p_ij`` in [0, 1]: the chance that one round of weapon i stops target j.
    rounds : (weapons,)
        ``w_i`` ≥ 0: Σ_j x_ij ≤ w_i.
    round_cost : (weapons, 1) or (weapons, targets)
        ``c_ij`` ≥ 0, in the unit of the values.
    forbidden : (weapons, targets), bool
        Where x_ij = 0.
    pinned : (pins, 3)
        Rows (weapon, target, rounds): at least so many rounds, each pair once.
    max_per_target : (targets,)
        The most rounds at a target, pinned ones included.
    max_per_pair
        The most rounds of one weapon at one target.
    min_survival : (targets,)
        ``s_j`` in [0, 1]: the least probability with which what target j threatens
        has to survive, Π_i (1 − p_ij)^x_ij ≤ 1 − s_j; 0 asks for nothing.
    """

    values: Floats
    pk: Floats
    rounds: Ints
    round_cost: Floats
    forbidden: NDArray[bool_] | None
    pinned: Ints
    max_per_target: Ints
    max_per_pair: int
    min_survival: Floats

    @property
    def weapon_count(self) -> int:
        """Number of rows of inventory."""
        return len(self.rounds)

    @property
    def target_count(self) -> int:
        """Number of targets."""
        return len(self.values)


def wta_instance(
    values: ArrayLike,
    pk: ArrayLike,
    rounds: ArrayLike,
    *,
    round_cost: ArrayLike | None = None,
    forbidden: ArrayLike | Iterable[tuple[int, int]] | None = None,
    pinned: Iterable[tuple[int, ...]] | None = None,
    max_per_target: ArrayLike | None = None,
    max_per_pair: int | None = None,
    min_survival: ArrayLike | None = None,
) -> WtaInstance:
    """Check what a caller brings and put it into one form.

    Parameters
    ----------
    values, pk, rounds
        As in :class:`WtaInstance`.
    round_cost
        One number, one for each weapon, or one for each pair.
    forbidden
        A matrix of truth values (weapons, targets), or pairs (weapon, target).
    pinned
        Pairs (weapon, target) for one round, or triples with a number of rounds.
    max_per_target
        One number for all targets or one for each.
    max_per_pair
        One number for all pairs.
    min_survival
        One number for all targets or one for each.

    Raises
    ------
    ValueError
        Naming what is wrong, where, its value and what is accepted.
    """
    value = _vector("values", values)
    left = _whole("rounds", rounds, MOST_ROUNDS)
    weapons, targets = len(left), len(value)
    chance = _matrix("pk", pk, weapons, targets)
    affordable = (value >= 0.0) & (value <= MOST_VALUE)
    _accept("values", value, affordable, "a finite number, 0 to 1e+100")
    _accept("pk", chance, (chance >= 0.0) & (chance <= 1.0), "0 to 1")
    total = max(1, int(left.sum()))
    most = _per_target("max_per_target", max_per_target, targets, total)
    survival = _per_target("min_survival", min_survival, targets, 0.0)
    _accept("min_survival", survival, (survival >= 0.0) & (survival <= 1.0), "0 to 1")
    most_of_pair = total
    if max_per_pair is not None:
        most_of_pair = int(_whole("max_per_pair", [max_per_pair], 2**62)[0])
    instance = WtaInstance(
        values=value,
        pk=chance,
        rounds=left,
        round_cost=_costs(round_cost, weapons, targets),
        forbidden=_forbidden(forbidden, weapons, targets),
        pinned=_pins(pinned, weapons, targets),
        max_per_target=_whole("max_per_target", most, 2**62),
        max_per_pair=most_of_pair,
        min_survival=survival,
    )
    _accept_pins(instance)
    return instance


def _numbers(name: str, given: ArrayLike) -> Floats:
    try:
        array = np.asarray(given, dtype=float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is not an array of numbers") from None
    return array


def _vector(name: str, given: ArrayLike) -> Floats:
    array = _numbers(name, given)
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions; accepted: 1")
    return array


def _matrix(name: str, given: ArrayLike, weapons: int, targets: int) -> Floats:
    array = _numbers(name, given)
    # Nobody can write down a matrix without rows that still has columns.
    if array.size == 0 and weapons * targets == 0:
        return np.zeros((weapons, targets))
    if array.shape != (weapons, targets):
        raise ValueError(
            f"{name} has the shape {array.shape}; accepted: (weapons, targets) = "
            f"{(weapons, targets)}, from the lengths of rounds and values"
        )
    return array


def _accept(name: str, array: NDArray[Any], good: NDArray[bool_], what: str) -> None:
    """Name the first element that is not good; NaN and infinity never are."""
    good = good & np.isfinite(array)
    if good.all():
        return
    where = np.unravel_index(int(np.argmin(good)), good.shape)
    place = ", ".join(str(int(each)) for each in where)
    raise ValueError(f"{name}[{place}] is {array[where].item()!r}; accepted: {what}")


def _whole(name: str, given: ArrayLike, most: int) -> Ints:
    array = _vector(name, given)
    what = f"a whole number, 0 to {most:,}"
    _accept(name, array, (array >= 0) & (array <= most) & _is_whole(array), what)
    return array.astype(int64)


def _is_whole(array: NDArray[Any]) -> NDArray[bool_]:
    whole: NDArray[bool_] = np.floor(array) == array
    return whole


def _per_target(
    name: str, given: ArrayLike | None, targets: int, otherwise: float
) -> Floats:
    array = _numbers(name, otherwise if given is None else given)
    if array.ndim == 0:
        array = np.full(targets, float(array))
    if array.shape != (targets,):
        raise ValueError(
            f"{name} has the shape {array.shape}; accepted: one number, or one for "
            f"each of the {targets} targets"
        )
    return array


def _costs(given: ArrayLike | None, weapons: int, targets: int) -> Floats:
    array = _numbers("round_cost", 0.0 if given is None else given)
    if array.ndim == 0:
        array = np.full((weapons, 1), float(array))
    elif array.shape == (weapons,):
        array = array.reshape(weapons, 1)
    elif array.shape not in ((weapons, 1), (weapons, targets)):
        raise ValueError(
            f"round_cost has the shape {array.shape}; accepted: one number, "
            f"({weapons},) or ({weapons}, {targets})"
        )
    affordable = (array >= 0.0) & (array <= MOST_VALUE)
    _accept("round_cost", array, affordable, "a finite number, 0 to 1e+100")
    return array


def _table(
    name: str, given: ArrayLike | Iterable[tuple[int, ...]], accepted: str
) -> NDArray[Any]:
    """Rows of numbers or truth values, from an array or anything that yields rows."""
    try:
        rows = given if isinstance(given, np.ndarray) else list(given)  # type: ignore[arg-type]
        array = np.asarray(rows)
    except (TypeError, ValueError):
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} is no table of numbers; {accepted}")
    return array


def _forbidden(
    given: ArrayLike | Iterable[tuple[int, int]] | None, weapons: int, targets: int
) -> NDArray[bool_] | None:
    if given is None:
        return None
    array = _table("forbidden", given, _FORBIDDEN)
    if array.size == 0:
        return None
    if array.dtype == bool_:
        if array.shape != (weapons, targets):
            raise ValueError(
                f"forbidden has the shape {array.shape}; accepted: "
                f"({weapons}, {targets}), or pairs (weapon, target)"
            )
        return array
    is_matrix = isinstance(given, np.ndarray) and array.shape == (weapons, targets)
    if array.ndim != 2 or array.shape[1] != 2 or is_matrix:
        # Zeros and ones for two targets would pass for pairs.
        raise ValueError(
            f"forbidden has numbers in the shape {array.shape}; {_FORBIDDEN}"
        )
    _accept_indices("forbidden", array, weapons, targets)
    matrix = np.zeros((weapons, targets), dtype=bool_)
    matrix[array[:, 0].astype(int64), array[:, 1].astype(int64)] = True
    return matrix


def _pins(given: Iterable[tuple[int, ...]] | None, weapons: int, targets: int) -> Ints:
    if given is None:
        return np.zeros((0, 3), dtype=int64)
    array = _table("pinned", given, _PINNED)
    if array.size == 0:
        return np.zeros((0, 3), dtype=int64)
    if array.ndim != 2 or array.shape[1] not in (2, 3):
        raise ValueError(f"pinned has the shape {array.shape}; {_PINNED}")
    if array.shape[1] == 2:
        array = np.column_stack((array, np.ones(len(array))))
    _accept_indices("pinned", array[:, :2], weapons, targets)
    wanted = array[:, 2]
    _accept(
        "pinned rounds",
        wanted,
        (wanted >= 1) & _is_whole(wanted),
        "at least 1",
    )
    if len(np.unique(array[:, :2], axis=0)) != len(array):
        raise ValueError("pinned names a pair twice; accepted: each pair once")
    return array.astype(int64)


def _accept_indices(name: str, pairs: NDArray[Any], weapons: int, targets: int) -> None:
    for column, (what, count) in enumerate((("weapon", weapons), ("target", targets))):
        index = pairs[:, column]
        good = (index >= 0) & (index < count) & _is_whole(index)
        _accept(f"{name} {what}", index, good, f"a whole number below {count}")


def _accept_pins(instance: WtaInstance) -> None:
    """Pins that break another rule contradict the caller, not the optimiser."""
    weapon, target, wanted = instance.pinned.T
    spent = np.bincount(weapon, wanted, instance.weapon_count)
    aimed = np.bincount(target, wanted, instance.target_count)
    over = np.flatnonzero(spent > instance.rounds)
    if len(over):
        i = int(over[0])
        raise ValueError(
            f"pinned takes {int(spent[i])} rounds of weapon {i}; accepted: at most "
            f"its {int(instance.rounds[i])}"
        )
    many = np.flatnonzero(aimed > instance.max_per_target)
    if len(many):
        j = int(many[0])
        raise ValueError(
            f"pinned spends {int(aimed[j])} rounds on target {j}; accepted: at most "
            f"max_per_target = {int(instance.max_per_target[j])}"
        )
    if len(wanted) and wanted.max() > instance.max_per_pair:
        raise ValueError(
            f"pinned spends {int(wanted.max())} rounds of one weapon on one target; "
            f"accepted: at most max_per_pair = {instance.max_per_pair}"
        )
    if instance.forbidden is not None and instance.forbidden[weapon, target].any():
        raise ValueError("pinned names a forbidden pair; accepted: permitted pairs")
