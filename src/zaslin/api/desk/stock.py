"""What crews and stores report of fire units, as entries of the journal."""

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request

from zaslin.api.desk.documents import etag_of
from zaslin.api.desk.found import Found
from zaslin.api.desk.states import one_unit, unit_in
from zaslin.api.endpoint import same_revision
from zaslin.api.errors import invalid, rejected
from zaslin.domain.defence import FireUnit
from zaslin.domain.event import Corrected, Entry, Reloaded, Resupplied, UnitReported
from zaslin.domain.ids import InterceptorTypeId
from zaslin.domain.space import Position
from zaslin.geometry.frames import LocalFrame
from zaslin.ops.desk import Desk
from zaslin.ops.ledger import Receipts
from zaslin.ops.situation import Situation
from zaslin.wire.form.defence import DefendedAsset
from zaslin.wire.form.stock import Counted, Moved, OneUnit, ReportedReadiness
from zaslin.wire.places import positions, seconds
from zaslin.wire.rejected import Rejected

Write = Callable[[Desk, float, Receipts], Entry]


def moved(
    kind: type[Resupplied] | type[Reloaded], here: Found, name: str, rounds: Moved
) -> Resupplied | Reloaded:
    """Rounds that came in, or went onto rails; raises :class:`ProblemError`."""
    unit = unit_in(here.board.situation, name)
    return kind(
        fire_unit=unit.id,
        interceptor_type=_stocked(unit, rounds.interceptor_type),
        rounds=rounds.rounds,
    )


def corrected(here: Found, name: str, counted: Counted) -> Corrected:
    """A count that differs; raises :class:`ProblemError`."""
    unit = unit_in(here.board.situation, name)
    return Corrected(
        fire_unit=unit.id,
        interceptor_type=_stocked(unit, counted.interceptor_type),
        rounds_ready=counted.rounds_ready,
        rounds_stored=counted.rounds_stored,
        why=counted.why,
    )


def reported(
    name: str, readiness: ReportedReadiness, by: str, request: Request
) -> Write:
    """Writes what a crew reports over what is there when it is written."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        situation = desk.situation
        unit = unit_in(situation, name)
        if "if-match" in request.headers:
            stated = one_unit(situation, unit, now_s).fire_unit.unit
            same_revision(request, etag_of(stated))
        event = UnitReported(fire_unit=_as_reported(unit, readiness, situation))
        return desk.ledger.write(event, now_s, by=by, receipt=receipt)

    return write


def unit_after(name: str) -> Callable[[Entry, Situation], OneUnit]:
    """The unit as it is after an entry."""

    def document(entry: Entry, after: Situation) -> OneUnit:
        return one_unit(after, unit_in(after, name), entry.at_s)

    return document


def _as_reported(
    unit: FireUnit, readiness: ReportedReadiness, situation: Situation
) -> FireUnit:
    ready_at = readiness.ready_at
    reaction_s, channels = readiness.reaction_time_s, readiness.channels
    return replace(
        unit,
        channels=unit.channels if channels is None else channels,
        ready_at_s=unit.ready_at_s if ready_at is None else seconds(ready_at),
        reaction_time_s=unit.reaction_time_s if reaction_s is None else reaction_s,
        position=_place(unit, readiness, situation),
    )


def _place(
    unit: FireUnit, readiness: ReportedReadiness, situation: Situation
) -> Position:
    """Where the unit stands now."""
    latitude, longitude = readiness.latitude_deg, readiness.longitude_deg
    altitude = readiness.altitude_m
    if latitude is None or longitude is None:
        if (latitude, longitude, altitude) != (None, None, None):
            missing = "longitude_deg" if longitude is None else "latitude_deg"
            raise invalid(f"$.{missing}", "missing", "both, latitude and longitude")
        return unit.position
    at = DefendedAsset(
        id=unit.id,
        latitude_deg=latitude,
        longitude_deg=longitude,
        altitude_m=unit.position.altitude_m if altitude is None else altitude,
        value_meur=0.0,
    )
    frame = LocalFrame(situation.opened.origin)
    try:
        (position,) = positions(frame, [at], "body", lambda _: "$.latitude_deg")
    except Rejected as fault:
        raise rejected(fault) from None
    return position


def _stocked(unit: FireUnit, kind: str) -> InterceptorTypeId:
    names = [each.interceptor_type for each in unit.magazines]
    if kind not in names:
        accepted = ", ".join(names) or "none, it has no magazine"
        raise invalid("$.interceptor_type", kind, accepted)
    return InterceptorTypeId(kind)
