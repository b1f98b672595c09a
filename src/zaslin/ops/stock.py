"""Rounds of a fire unit: spent, put on its rails, brought to its store, counted."""

from dataclasses import replace

from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import InterceptorTypeId


def spend(unit: FireUnit, kind: InterceptorTypeId, rounds: int) -> FireUnit:
    """The unit after a launch; an emptied rail stays one.

    Raises
    ------
    ValueError
        If so many rounds are not on the rails.
    """
    magazine = _magazine(unit, kind)
    if rounds > magazine.rounds_ready:
        raise ValueError(
            f"launch of fire unit {unit.id!r} takes {rounds} rounds of {kind!r}; "
            f"accepted: at most the {magazine.rounds_ready} that are ready"
        )
    return _with(
        unit,
        replace(
            magazine,
            rounds_ready=magazine.rounds_ready - rounds,
            # Unstated, the number of rails would sink with each round that leaves.
            rails=magazine.rail_count,
        ),
    )


def load(unit: FireUnit, kind: InterceptorTypeId, rounds: int) -> FireUnit:
    """The unit after rounds went from its store onto its rails.

    Raises
    ------
    ValueError
        If so many are not stored, or so many rails are not empty.
    """
    magazine = _magazine(unit, kind)
    most = min(
        magazine.rounds_stored, max(0, magazine.rail_count - magazine.rounds_ready)
    )
    if rounds > most:
        raise ValueError(
            f"reload of fire unit {unit.id!r} is {rounds} rounds of {kind!r}; "
            f"accepted: at most {most}, as {magazine.rounds_stored} are stored and "
            f"{magazine.rounds_ready} of {magazine.rail_count} rails are full"
        )
    return _with(
        unit,
        replace(
            magazine,
            rounds_ready=magazine.rounds_ready + rounds,
            rounds_stored=magazine.rounds_stored - rounds,
        ),
    )


def supply(unit: FireUnit, kind: InterceptorTypeId, rounds: int) -> FireUnit:
    """The unit after rounds came into its store.

    They are stored even where rails are empty: that they were loaded takes time and
    is reported by itself.
    """
    magazine = _magazine(unit, kind)
    return _with(unit, replace(magazine, rounds_stored=magazine.rounds_stored + rounds))


def correct(
    unit: FireUnit, kind: InterceptorTypeId, ready: int, stored: int
) -> FireUnit:
    """The unit with as many rounds as somebody has counted.

    Raises
    ------
    ValueError
        If more are ready than it has rails, where their number is stated.
    """
    magazine = _magazine(unit, kind)
    rails = magazine.rails
    if rails is not None and ready > rails:
        raise ValueError(
            f"count of fire unit {unit.id!r} is {ready} ready rounds of {kind!r}; "
            f"accepted: at most its {rails} rails"
        )
    if rails is None:
        # As when rounds leave: rails do not vanish with them.
        rails = max(magazine.rail_count, ready) or None
    return _with(
        unit, replace(magazine, rounds_ready=ready, rounds_stored=stored, rails=rails)
    )


def _magazine(unit: FireUnit, kind: InterceptorTypeId) -> Magazine:
    for magazine in unit.magazines:
        if magazine.interceptor_type == kind:
            return magazine
    known = ", ".join(repr(each.interceptor_type) for each in unit.magazines)
    raise ValueError(
        f"interceptor type of fire unit {unit.id!r} is {kind!r}; accepted: "
        f"{known or 'none, it has no magazine'}"
    )


def _with(unit: FireUnit, changed: Magazine) -> FireUnit:
    return replace(
        unit,
        magazines=tuple(
            changed if each.interceptor_type == changed.interceptor_type else each
            for each in unit.magazines
        ),
    )
