"""The only way from one situation to the next.

State is the fold of the journal: whoever applies its entries in their order gets the
situation that the desk had, whether live, in a simulation or in a replay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from zaslin.domain.control import Control, PinnedEngagement
from zaslin.domain.defence import FireUnit
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Corrected,
    Decided,
    Entry,
    Event,
    Expired,
    Fired,
    Forecast,
    Identified,
    Lost,
    Nominated,
    Opened,
    Planned,
    Released,
    Reloaded,
    Reported,
    Resupplied,
    UnitReported,
    Withdrawn,
)
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.picture import Picture
from zaslin.ops.deciding import decided, nominated, released, withdrawn
from zaslin.ops.engaged import engagement_step, planned
from zaslin.ops.situation import Situation, unit_of
from zaslin.ops.sky import identified, lost, reported
from zaslin.ops.stock import correct, load, supply

__all__ = ["Situation", "apply", "fold", "name_of", "steps"]


def apply(situation: Situation | None, entry: Entry) -> Situation:
    """The situation after one more entry; None: before the first one.

    Raises
    ------
    ValueError
        If the entry is not the next one, or names something that is not there.
        Nothing else is ever raised, and nothing is changed.
    """
    event = entry.event
    if situation is None:
        if not isinstance(event, Opened) or entry.number != 0:
            raise ValueError(
                f"entry {entry.number} is {name_of(event)}; accepted: entry 0, Opened, "
                "as the first one"
            )
        return _opened(event.picture, entry.at_s)
    if entry.number != situation.entries:
        raise ValueError(
            f"entry number is {entry.number}; accepted: {situation.entries}"
        )
    if entry.at_s < situation.at_s:
        raise ValueError(
            f"entry {entry.number} is of {entry.at_s} s; accepted: not before the one "
            f"in front of it, {situation.at_s} s"
        )
    after = _after(situation, event, entry.at_s)
    changed = after is not situation
    return replace(
        after,
        revision=situation.revision + changed,
        entries=situation.entries + 1,
        at_s=entry.at_s,
    )


def fold(entries: Iterable[Entry]) -> Situation | None:
    """The situation after all entries; None if there are none."""
    situation = None
    for _, _, situation in steps(entries):  # noqa: B007  (the last one is wanted)
        pass
    return situation


def steps(
    entries: Iterable[Entry],
) -> Iterator[tuple[Situation | None, Entry, Situation]]:
    """Each entry with the situations before and after it.

    Raises
    ------
    ValueError
        With the number of the entry that does not fit those before it.
    """
    before: Situation | None = None
    for entry in entries:
        try:
            after = apply(before, entry)
        except ValueError as error:
            what = f"entry {entry.number}, {name_of(entry.event)}"
            raise ValueError(f"{what}: {error}") from None
        yield before, entry, after
        before = after


def name_of(event: Event) -> str:
    """What kind of event it is."""
    return type(event).__name__


def _opened(picture: Picture, at_s: float) -> Situation:
    return Situation(
        opened=replace(
            picture, tracks=(), fire_units=(), control=Control(), forecast=(), shown=()
        ),
        revision=picture.revision,
        entries=1,
        at_s=at_s,
        tracks={track.id: track for track in picture.tracks},
        fire_units={unit.id: unit for unit in picture.fire_units},
        control=picture.control,
        forecast=picture.forecast,
        shown=picture.shown,
        shown_revision=None,
        engagements={},
        pins={},
        downed={},
        dropped={},
    )


def _after(situation: Situation, event: Event, at_s: float) -> Situation:
    """The situation after an event; the same object if the event changes nothing."""
    match event:
        case Reported():
            return reported(situation, event.tracks)
        case Lost():
            return lost(situation, event.tracks)
        case Identified():
            return identified(situation, event, at_s)
        case Forecast() | Controlled() | UnitReported():
            return measures(situation, event)
        case Reloaded() | Resupplied() | Corrected():
            return stocked(situation, event)
        case Planned():
            return planned(situation, event)
        case Fired() | Aborted() | Expired() | Assessed():
            return engagement_step(situation, event)
        case Opened():
            raise ValueError("the desk is open; accepted: Opened as the first entry")
        case _:
            return _of_people(situation, event)


def _of_people(
    situation: Situation, event: Decided | Nominated | Withdrawn | Released
) -> Situation:
    """What people decide about shots."""
    match event:
        case Decided():
            return decided(situation, event)
        case Nominated():
            return nominated(situation, event)
        case Withdrawn():
            return withdrawn(situation, event)
        case Released():
            return released(situation, event)


def measures(
    situation: Situation, event: Forecast | Controlled | UnitReported
) -> Situation:
    match event:
        case Forecast():
            after = replace(situation, forecast=event.tracks)
        case Controlled():
            held = situation.control
            control = replace(
                event.control, pinned=held.pinned, forbidden=held.forbidden
            )
            # Its entry is the next one.
            after = replace(
                situation, control=control, controlled_entry=situation.entries
            )
        case UnitReported():
            after = _with_unit(situation, event.fire_unit)
    # Its references are checked here, so that no picture fails later.
    replace(
        after.opened,
        fire_units=tuple(after.fire_units.values()),
        control=after.control,
        forecast=after.forecast,
    )
    return after


def _with_unit(situation: Situation, unit: FireUnit) -> Situation:
    """A unit as reported; orders for a position it no longer has are for where it is.

    It has arrived there, or will not drive there any more.
    """
    unit_of(situation, unit.id)
    places = {CURRENT_POSITION, *(place.id for place in unit.prepared_positions)}

    def placed(pin: PinnedEngagement) -> PinnedEngagement:
        if pin.fire_unit != unit.id or pin.position in places:
            return pin
        return replace(pin, position=CURRENT_POSITION)

    pins = {name: placed(pin) for name, pin in situation.pins.items()}
    moved = {
        name: replace(situation.engagements[name], pin=pin)
        for name, pin in pins.items()
        if pin is not situation.pins[name]
    }
    pinned = tuple(placed(pin) for pin in situation.control.pinned)
    return replace(
        situation,
        fire_units={**situation.fire_units, unit.id: unit},
        control=replace(situation.control, pinned=pinned),
        engagements={**situation.engagements, **moved},
        pins=pins,
    )


def stocked(
    situation: Situation, event: Reloaded | Resupplied | Corrected
) -> Situation:
    """The rounds of one magazine changed."""
    unit = unit_of(situation, event.fire_unit)
    kind = event.interceptor_type
    match event:
        case Reloaded():
            changed = load(unit, kind, event.rounds)
        case Resupplied():
            changed = supply(unit, kind, event.rounds)
        case Corrected():
            changed = correct(unit, kind, event.rounds_ready, event.rounds_stored)
    return replace(situation, fire_units={**situation.fire_units, unit.id: changed})
