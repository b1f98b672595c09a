"""Control measures and identities that people set, as entries of the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec
from starlette.requests import Request

from zaslin.api.desk.documents import control_etag, control_in_force, moment
from zaslin.api.desk.lines import need_of
from zaslin.api.desk.states import accept_track
from zaslin.api.desk.widening import Pending
from zaslin.api.endpoint import same_revision
from zaslin.api.errors import Code, ProblemError, invalid, rejected
from zaslin.api.service import Service
from zaslin.domain.control import Control, NoEngagementZone, WeaponsControlStatus
from zaslin.domain.event import Controlled, Entry, Identified
from zaslin.geometry.frames import LocalFrame
from zaslin.ops.desk import Desk
from zaslin.ops.identity import accuses, protection
from zaslin.ops.ledger import Receipts
from zaslin.ops.situation import Situation
from zaslin.wire.form import control as control_form
from zaslin.wire.form import measures as wire
from zaslin.wire.form.coded import By, Coded
from zaslin.wire.moment import written
from zaslin.wire.places import seconds
from zaslin.wire.read.control import control_from_wire
from zaslin.wire.read.zone import Ground, zones_from_wire
from zaslin.wire.rejected import Rejected
from zaslin.wire.write.live_picture import live_tracks, measures_to_wire, seen_of

Made = TypeVar("Made")
Write = Callable[[Desk, float, Receipts], Entry]

LONGEST_IDENTIFICATION_S = 3600.0
"""How long an identity may be declared for at once."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who sets measures, under which policy of the house."""

    by: str
    service: Service


class NeedsSecond(Exception):  # noqa: N818  (an answer, not a fault)
    """Measures that two people have to sign; nothing was entered."""

    def __init__(self, over: int, control: Control, need: Coded) -> None:
        super().__init__(need.code)
        self.over, self.control, self.need = over, control, need


def control_document(entry: Entry, after: Situation) -> wire.ControlInForce:
    """Control measures as they are after an entry."""
    return control_in_force(after.picture_at(entry.at_s))


def set_control(new: wire.NewMeasures, order: Order, request: Request) -> Write:
    """Writes control measures over those that the request's ``If-Match`` names."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        same_revision(request, _etag(desk, now_s))
        control = _read(new, desk.situation)
        return _enter(desk, control, now_s, order, receipt)

    return write


def sign_control(pending: Pending, second: str) -> Write:
    """Writes measures that a first person asked for, with a second one's signature."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        if desk.situation.controlled_entry != pending.over:
            raise ProblemError(
                Code.REVISION_CHANGED,
                "control measures were changed meanwhile; accepted: ask for them anew",
            )
        # Both signatures; neither name can hold the sign between them.
        by = f"{pending.by}+{second}"
        return _control(desk, pending.control, now_s, by, receipt)

    return write


def hold_all(by: str) -> tuple[Write, Callable[[Entry, Situation], wire.HeldAll]]:
    """Writes weapons HOLD everywhere, whatever holds; and says what it came to."""
    was: list[WeaponsControlStatus] = []

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        before = desk.situation.control
        was.append(before.weapons_control)
        held = replace(before, weapons_control=WeaponsControlStatus.HOLD)
        return _control(desk, held, now_s, by, receipt)

    def document(entry: Entry, after: Situation) -> wire.HeldAll:
        return wire.HeldAll(
            revision=after.revision,
            held=By(by=entry.by, at=written(entry.at_s)),
            was=was[-1],
            engagements=tuple(
                name for name, pin in after.pins.items() if not pin.launched
            ),
        )

    return write, document


def set_zone(
    name: str, zone: control_form.NoEngagementZone, order: Order, request: Request
) -> Write:
    """Writes a zone in the place of the one of that name, or as a new one."""
    if zone.id != name:
        raise invalid("$.id", zone.id, f"{name}, as in the path")

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        same_revision(request, _etag(desk, now_s), required=False)
        before = desk.situation.control
        ground = Ground(LocalFrame(desk.situation.opened.origin), "body")
        made = _reading(lambda: zones_from_wire([zone], ground, "$"))
        left = tuple(each for each in before.zones if not _is_part(each, name))
        control = replace(before, zones=(*left, *made))
        return _enter(desk, control, now_s, order, receipt)

    return write


def drop_zone(name: str, order: Order, request: Request) -> Write:
    """Writes control measures without a zone; 404 if it is not there."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        same_revision(request, _etag(desk, now_s), required=False)
        before = desk.situation.control
        left = tuple(each for each in before.zones if not _is_part(each, name))
        if len(left) == len(before.zones):
            names = ", ".join(each.id for each in before.zones) or "there is none"
            raise ProblemError(Code.NOT_FOUND, f"zone: {name}; accepted: {names}")
        control = replace(before, zones=left)
        return _enter(desk, control, now_s, order, receipt)

    return write


def identify(name: str, said: wire.Identified, by: str) -> Write:
    """Writes an identity as its person declared it."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        track = accept_track(desk.situation, name)
        expires_s = seconds(said.expires)
        if not now_s < expires_s <= now_s + LONGEST_IDENTIFICATION_S:
            latest = written(now_s + LONGEST_IDENTIFICATION_S)
            accepted = f"later than {written(now_s)}, up to {latest}"
            raise invalid("$.expires", str(moment(expires_s)), accepted)
        event = Identified(
            track=track,
            identity=said.identity,
            method=said.method,
            authority=by,
            evidence=said.evidence,
            expires_s=expires_s,
            crew=said.crew,
        )
        return desk.ledger.write(event, now_s, by=by, receipt=receipt)

    return write


def declared_document(
    service: Service,
) -> Callable[[Entry, Situation], wire.Declared]:
    """What the track is, now that it was declared."""

    def document(entry: Entry, after: Situation) -> wire.Declared:
        event = entry.event
        if not isinstance(event, Identified):
            raise TypeError(f"entry {entry.number} is no identification")
        reported = after.tracks[event.track]
        picture = after.picture_at(entry.at_s)
        (track,) = (each for each in picture.tracks if each.id == event.track)
        seen = seen_of(picture, service.params, after.identified, [track])
        (stated,) = live_tracks(LocalFrame(picture.origin), seen)
        return wire.Declared(
            revision=after.revision,
            declared=By(by=entry.by, at=written(entry.at_s)),
            track=stated,
            overruled=accuses(event) and protection(reported) is not None,
        )

    return document


def _etag(desk: Desk, now_s: float) -> str:
    situation = desk.situation
    return control_etag(control_in_force(situation.picture_at(now_s)), situation)


def _read(new: wire.NewMeasures, situation: Situation) -> Control:
    form = control_form.Control(
        weapons_control=new.weapons_control,
        orders=new.orders,
        zones=new.zones,
        reserves=new.reserves,
        priorities=new.priorities,
    )
    frame = LocalFrame(situation.opened.origin)
    given = _reading(lambda: control_from_wire(form, frame, "body"))
    return _as_in_force(frame, given, situation.control)


def _as_in_force(frame: LocalFrame, given: Control, held: Control) -> Control:
    """Measures in which what is restated as it is in force is what is in force.

    Corners are written in degrees: read again they are a hair's breadth off, and
    nobody has to sign that.
    """
    stated, before = measures_to_wire(frame, given), measures_to_wire(frame, held)
    return replace(
        given,
        zones=_restated(stated.zones, given.zones, before.zones, held.zones),
        orders=_restated(stated.orders, given.orders, before.orders, held.orders),
    )


def _restated(
    stated: Sequence[object],
    given: Sequence[Made],
    before: Sequence[object],
    held: Sequence[Made],
) -> tuple[Made, ...]:
    """What is held in the place of what is given and stated in the same way."""
    encode = msgspec.json.encode
    known = {encode(each): made for each, made in zip(before, held, strict=True)}
    pairs = zip(stated, given, strict=True)
    return tuple(known.get(encode(each), made) for each, made in pairs)


def _reading(read: Callable[[], Made]) -> Made:
    try:
        return read()
    except Rejected as fault:
        place = fault.place.replace("$.control", "$").replace("$[0]", "$")
        raise rejected(
            Rejected(fault.source, place, fault.value, fault.accepted)
        ) from None


def _enter(
    desk: Desk, control: Control, now_s: float, order: Order, receipt: Receipts
) -> Entry:
    """Enter control measures, unless two people have to sign them."""
    need = need_of(order.service.two_person, desk.situation, control)
    if need is not None:
        raise NeedsSecond(desk.situation.controlled_entry, control, need)
    return _control(desk, control, now_s, order.by, receipt)


def _control(
    desk: Desk, control: Control, now_s: float, by: str, receipt: Receipts
) -> Entry:
    event = Controlled(control=replace(control, pinned=(), forbidden=()))
    return desk.ledger.write(event, now_s, by=by, receipt=receipt)


def _is_part(zone: NoEngagementZone, name: str) -> bool:
    """Whether a zone is the named one, or a leg of it as a corridor."""
    stem, _, leg = zone.id.rpartition("/")
    return zone.id == name or (stem == name and leg.isdecimal())
