"""Random instances: the families that the literature publishes on, and a layered one.

Each is drawn in a fixed order (values first, then the weapons), so a family, a size
and a seed name one instance.
"""

from typing import NamedTuple

import numpy as np
from numpy import bool_, float64, int64
from numpy.typing import NDArray

from zaslin.assignment.wta.instance import Floats, Ints, WtaInstance, wta_instance


class Layer(NamedTuple):
    """A notional layer of a defence.

    ``share`` of the unit types belong to it; each of them covers a part ``reach`` of
    the front, holds ``rounds_low`` to ``rounds_high`` rounds, and stops a target with
    ``p_low`` to ``p_high``, which depends on the class of the target.
    """

    share: float
    reach: float
    rounds_low: int
    rounds_high: int
    p_low: float
    p_high: float


LAYERS = (
    Layer(0.15, 0.50, 4, 12, 0.60, 0.90),
    Layer(0.25, 0.25, 8, 24, 0.50, 0.80),
    Layer(0.30, 0.12, 12, 36, 0.30, 0.70),
    Layer(0.30, 0.06, 40, 120, 0.10, 0.40),
)
"""From few long-range missiles to many guns; no figure describes a real weapon."""

TARGET_CLASSES = 3


def ahuja(
    weapons: int, targets: int, rng: np.random.Generator, rounds: int = 1
) -> WtaInstance:
    """The family of Ahuja, Kumar, Jha and Orlin (Operations Research 55(6), 2007).

    Values are whole numbers 25 to 100, probabilities uniform in [0.6, 0.9], each
    weapon has one round.  The files of Sonuç, Şen and Bayir (IJACSA 8(4), 2017) are
    of this family, with as many weapons as targets.

    Parameters
    ----------
    weapons, targets
        How many of each.
    rng
        What is drawn comes from it.
    rounds
        Of each weapon.
    """
    values = rng.integers(25, 101, targets)
    pk = rng.uniform(0.6, 0.9, (weapons, targets))
    return wta_instance(values, pk, np.full(weapons, rounds))


def andersen(
    weapons: int, targets: int, rng: np.random.Generator, rounds: int = 1
) -> WtaInstance:
    """The family of Andersen, Pavlikov and Toffolo (Annals of OR 312, 2022).

    Values are whole numbers 1 to 99, probabilities uniform in [0, 1); published with
    twice as many targets as weapons, and with 1, 2 or 3 rounds each.

    Parameters
    ----------
    weapons, targets
        How many of each.
    rng
        What is drawn comes from it.
    rounds
        Of each weapon.
    """
    values = rng.integers(1, 100, targets)
    pk = rng.uniform(0.0, 1.0, (weapons, targets))
    return wta_instance(values, pk, np.full(weapons, rounds))


def layered(
    weapons: int, targets: int, rng: np.random.Generator, rounds: int | None = None
) -> WtaInstance:
    """A layered defence: few unit types, deep magazines, sparse reach.  Notional.

    A weapon is a unit type, of one of :data:`LAYERS`; with as many types as layers or
    more, every layer has one.  Unit types and targets stand along a closed front, and
    a type reaches the targets in its part of it; some may be reached by none.  The
    probability is that of the type against the class of the target, of which there
    are three, so that equal pairs abound, as in a real table.  Values are whole
    numbers 1 to 99.

    Parameters
    ----------
    weapons, targets
        Number of unit types, and of targets.
    rng
        What is drawn comes from it.
    rounds
        Of each type; by default what its layer holds.
    """
    values = rng.integers(1, 100, targets)
    target_at = rng.uniform(0.0, 1.0, targets)
    target_class = rng.integers(0, TARGET_CLASSES, targets)
    layer = _layer_of(weapons)
    weapon_at = rng.uniform(0.0, 1.0, weapons)
    low_rounds, high_rounds = _rounds(layer)
    magazines = rng.integers(low_rounds, high_rounds + 1)
    low, high = _field("p_low")[layer, None], _field("p_high")[layer, None]
    p_class = rng.uniform(low, high, (weapons, TARGET_CLASSES)).round(2)
    reached = _reached(weapon_at, target_at, _field("reach")[layer])
    pk = np.where(reached, p_class[:, target_class], 0.0)
    held = magazines if rounds is None else np.full(weapons, rounds)
    return wta_instance(values, pk, held)


def _layer_of(weapons: int) -> Ints:
    """The layer of each type: the types in order, cut by the shares."""
    cuts = np.cumsum(_field("share"))[:-1]
    middle = (np.arange(weapons) + 0.5) / max(weapons, 1)
    layer: Ints = np.searchsorted(cuts, middle).astype(int64)
    return layer


def _reached(weapon_at: Floats, target_at: Floats, reach: Floats) -> NDArray[bool_]:
    """Which targets stand in a type's part of the front, round its closing point."""
    apart = np.abs(weapon_at[:, None] - target_at[None, :])
    near: NDArray[bool_] = np.minimum(apart, 1.0 - apart) <= reach[:, None] / 2.0
    return near


def _rounds(layer: Ints) -> tuple[Ints, Ints]:
    low = _field("rounds_low")[layer].astype(int64)
    return low, _field("rounds_high")[layer].astype(int64)


def _field(name: str) -> Floats:
    return np.array([getattr(layer, name) for layer in LAYERS], dtype=float64)
