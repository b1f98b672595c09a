"""A small journal with an event of every kind, to be written, read and spoilt."""

from dataclasses import replace
from functools import cache

from tests.desks import (
    Scripted,
    amendment_of,
    authorised,
    decision_on,
    desk_on,
    entered,
    firm,
    journal_of,
    launch_of,
    saturated_plan,
)
from tests.pictures import (
    MISSILE,
    NOW_S,
    hostile,
    saturated,
    with_forecast,
    with_pins_and_shown,
)
from zaslin.domain.decision import Verdict
from zaslin.domain.defence import EffectorKind
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Corrected,
    Entry,
    Forecast,
    Identified,
    Lost,
    Released,
    Reloaded,
    Resupplied,
    UnitReported,
    Withdrawn,
)
from zaslin.domain.ids import CURRENT_POSITION, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.space import Position
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity
from zaslin.ops.authorise import confirm, nominate

ABOUT = {"policy": "priced", "params": "fast", "decision_lead_s": "0.0", "seed": "1"}


def crowded() -> Picture:
    """The saturated sky over everything else that a picture can hold."""
    rich = with_pins_and_shown()
    (zone,) = rich.control.zones
    kinds = frozenset({EffectorKind.GUN, EffectorKind.MISSILE})
    zones = (replace(zone, kinds=kinds, floor_m=20_000.0),)
    return replace(
        saturated(),
        fire_units=(*saturated().fire_units, *rich.fire_units),
        assets=rich.assets,
        populated_areas=rich.populated_areas,
        control=replace(rich.control, zones=zones, priorities={rich.assets[0].id: 1.1}),
        forecast=with_forecast().forecast,
        shown=rich.shown,
    )


@cache
def every_kind() -> tuple[Entry, ...]:
    """Entries of a desk through which everything passed once, in a valid order."""
    plan = saturated_plan()
    desk = desk_on(crowded(), Scripted(plan, plan, RuntimeError("the end")))
    desk.tick(NOW_S)
    first, second, third = (authorised(desk, NOW_S, which=n) for n in range(3))
    refused = firm(plan)[3]
    assert desk.shown is not None
    revision = desk.shown.revision
    waiting = nominate(desk, decision_on(refused, revision, NOW_S), NOW_S)
    desk.record(Withdrawn(decision=waiting), NOW_S, by="Maj Bondar")
    entered(desk, decision_on(refused, revision, NOW_S, Verdict.REFUSE))
    third_of = 1.0 / 3.0
    desk.receive(
        [replace(hostile("T50"), position=Position(third_of, 2e-300, 1e4))], NOW_S + 0.1
    )
    desk.record(suspect("T50"), NOW_S + 0.5, by="Capt Koval")
    desk.record(Lost(tracks=(TrackId("T50"),)), NOW_S + 1.0, by="radar/1")
    desk.record(Released(forbidden=desk.situation.control.forbidden[-1]), NOW_S + 1.5)
    desk.record(Controlled(control=crowded().control), NOW_S + 2.0)
    desk.record(Forecast(tracks=with_forecast().forecast[:1]), NOW_S + 3.0)
    unit = desk.situation.fire_units[second.pin.fire_unit]
    desk.record(UnitReported(fire_unit=replace(unit, channels=3)), NOW_S + 4.0)
    supply = Resupplied(fire_unit=unit.id, interceptor_type=MISSILE.id, rounds=2)
    desk.record(supply, NOW_S + 5.0)
    (magazine,) = unit.magazines
    desk.record(
        Corrected(
            fire_unit=unit.id,
            interceptor_type=MISSILE.id,
            rounds_ready=magazine.rounds_ready,
            rounds_stored=magazine.rounds_stored + 1,
            why="counted by hand",
        ),
        NOW_S + 5.5,
    )
    desk.record(Aborted(engagement=second.id, why="mist — туман"), NOW_S + 6.0)
    desk.record(launch_of(first), first.pin.launch_s)
    load = Reloaded(
        fire_unit=first.pin.fire_unit, interceptor_type=MISSILE.id, rounds=1
    )
    if first.pin.fire_unit != unit.id:
        desk.record(replace(supply, fire_unit=first.pin.fire_unit), first.pin.launch_s)
    desk.record(load, first.pin.launch_s)
    desk.record(
        Assessed(engagement=first.id, outcome=Outcome.UNKNOWN), first.pin.assessed_s
    )
    # By now the third one has expired.
    desk.tick(NOW_S + 80.0)
    desk.tick(NOW_S + 120.0)
    assert third.pin.position == CURRENT_POSITION
    return journal_of(desk)


def suspect(name: str) -> Identified:
    """Captain Koval takes a track for a suspect."""
    return Identified(
        track=TrackId(name),
        identity=StandardIdentity.SUSPECT,
        method=IdentificationMethod.PROCEDURAL,
        authority="Capt Koval",
        evidence="no flight plan — без плану",
        expires_s=NOW_S + 600.0,
        crew=Crew.POSSIBLY_CREWED,
    )


@cache
def every_verdict() -> tuple[Entry, ...]:
    """Entries of a desk at which two people signed, one amended, one held fire."""
    desk = desk_on(saturated(), Scripted(saturated_plan()))
    desk.tick(NOW_S)
    assert desk.shown is not None
    revision = desk.shown.revision
    one, two, three, four = firm(desk.shown)
    waiting = nominate(desk, decision_on(one, revision, NOW_S), NOW_S)
    confirm(desk, waiting, "Col Shevchuk", NOW_S + 1.0, by="Col Shevchuk")
    entered(desk, amendment_of(two, revision, NOW_S + 1.0))
    entered(desk, decision_on(three, revision, NOW_S + 1.0, Verdict.HOLD))
    entered(
        desk, replace(decision_on(four, revision, NOW_S + 1.0), why="as the plan says")
    )
    return journal_of(desk)
