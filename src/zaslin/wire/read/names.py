"""Ids that occur twice and references to what the picture does not hold."""

from collections.abc import Iterable, Iterator, Set
from difflib import get_close_matches

from zaslin.domain.ids import CURRENT_POSITION
from zaslin.wire.form.picture import Picture
from zaslin.wire.rejected import Rejected, member, one_of, shown

Named = tuple[str, str]
"""An id, and the place where it stands."""


def accept_names(given: Picture, source: str) -> None:
    """Raise :class:`Rejected` at the first id or reference that is not right."""
    for named in _unique_groups(given):
        _accept_unique(source, named)
    types = {kind.id for kind in given.interceptor_types}
    units = {unit.id for unit in given.fire_units}
    assets = {asset.id for asset in given.assets}
    _accept_known(source, _type_references(given), types, "an interceptor type")
    _accept_known(source, _unit_references(given), units, "a fire unit")
    priorities = (
        (name, member("$.control.priorities", name))
        for name in given.control.priorities
    )
    _accept_known(source, priorities, assets, "an asset")
    _accept_positions(given, source)


def _unique_groups(given: Picture) -> Iterator[list[Named]]:
    """Groups within which each id may stand once."""
    tracks = [(each.id, f"$.tracks[{at}].id") for at, each in enumerate(given.tracks)]
    ghosts = enumerate(given.forecast)
    yield tracks + [
        (each.track.id, f"$.forecast[{at}].track.id") for at, each in ghosts
    ]
    for field in ("fire_units", "interceptor_types", "assets", "populated_areas"):
        items = enumerate(getattr(given, field))
        yield [(each.id, f"$.{field}[{at}].id") for at, each in items]
    for number, unit in enumerate(given.fire_units):
        place = f"$.fire_units[{number}]"
        yield [
            (each.interceptor_type, f"{place}.magazines[{at}].interceptor_type")
            for at, each in enumerate(unit.magazines)
        ]
        if unit.prepared_positions:
            yield [
                (CURRENT_POSITION, f"{place}, for where it stands"),
                *(
                    (each.id, f"{place}.prepared_positions[{at}].id")
                    for at, each in enumerate(unit.prepared_positions)
                ),
            ]


def _type_references(given: Picture) -> Iterator[Named]:
    for number, unit in enumerate(given.fire_units):
        for at, magazine in enumerate(unit.magazines):
            place = f"$.fire_units[{number}].magazines[{at}].interceptor_type"
            yield magazine.interceptor_type, place
    for at, order in enumerate(given.control.reserves):
        yield order.interceptor_type, f"$.control.reserves[{at}].interceptor_type"
    for at, pin in enumerate(given.control.pinned):
        yield pin.interceptor_type, f"$.control.pinned[{at}].interceptor_type"


def _unit_references(given: Picture) -> Iterator[Named]:
    for at, order in enumerate(given.control.reserves):
        if order.fire_unit is not None:
            yield order.fire_unit, f"$.control.reserves[{at}].fire_unit"
    for at, pin in enumerate(given.control.pinned):
        yield pin.fire_unit, f"$.control.pinned[{at}].fire_unit"


def _accept_positions(given: Picture, source: str) -> None:
    """Each pinned engagement is from where its unit stands or may drive to."""
    places = {
        unit.id: {CURRENT_POSITION, *(each.id for each in unit.prepared_positions)}
        for unit in given.fire_units
    }
    for at, pin in enumerate(given.control.pinned):
        named = (pin.position, f"$.control.pinned[{at}].position")
        what = f"a position of fire unit {shown(pin.fire_unit)}"
        _accept_known(source, [named], places[pin.fire_unit], what)


def _accept_unique(source: str, named: list[Named]) -> None:
    if len({name for name, _ in named}) == len(named):
        return
    seen: dict[str, str] = {}
    for name, place in named:
        if name in seen:
            accepted = f"an id that is not used at {seen[name]}"
            raise Rejected(source, place, shown(name), accepted)
        seen[name] = place


def _accept_known(
    source: str, references: Iterable[Named], known: Set[str], what: str
) -> None:
    for name, place in references:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            choice = shown(close[0]) if close else one_of(sorted(map(shown, known)))
            accepted = f"{what} of this picture: {choice}"
            raise Rejected(source, place, shown(name), accepted)
