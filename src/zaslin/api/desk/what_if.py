"""What-if: two plans of one picture, one under changed conditions, made aside."""

from collections.abc import Callable
from dataclasses import replace

from zaslin.api.desk.found import Found
from zaslin.api.errors import Code, ProblemError, rejected
from zaslin.api.service import Service
from zaslin.domain.control import Control, ForbiddenPairing, PinnedEngagement
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.geometry.frames import LocalFrame
from zaslin.live.planning import PlanningFailedError
from zaslin.ops.amend import NoShot, amended
from zaslin.ops.orders import pin_of
from zaslin.ops.what_if import AddedRounds, Change, changed
from zaslin.wire.form import control as control_form
from zaslin.wire.form.what_if import Compared, TriedShot, WhatIf
from zaslin.wire.read.control import control_from_wire
from zaslin.wire.rejected import Rejected
from zaslin.wire.write.compared import compared

_TRIED_BY = "what-if"
_PLANS = 3


def planned_otherwise(
    here: Found, service: Service, asked: WhatIf
) -> Callable[[], Compared]:
    """Work that makes both plans; raises :class:`ProblemError` for an unusable change.

    The picture is that of now; nothing of the desk is touched.
    """
    planner = service.side_planner
    if planner is None:
        raise ProblemError(Code.OVERLOADED, "nobody plans aside; accepted: later")
    picture = _still(here.board.picture, here.board.situation.revision)
    monotonic = service.monotonic

    def plan(of: Picture, previous: Plan | None) -> Plan:
        try:
            made = planner.plan(
                of, previous, deadline_s=asked.deadline_s / _PLANS, on_plan=_ignore
            )
        except PlanningFailedError as error:
            raise ProblemError(
                Code.OVERLOADED, f"no plan was made: {error}; accepted: later"
            ) from None
        return made.plan

    def work() -> Compared:
        began_s = monotonic()
        other = _other(picture, asked, service.params)
        # Both go on from one plan, so that neither has been searched for longer.
        settled = plan(picture, here.board.shown)
        before, after = plan(picture, settled), plan(other, settled)
        return compared(before, after, other, took_s=monotonic() - began_s)

    return work


def _still(picture: Picture, revision: int) -> Picture:
    """The picture of now; without what is shown, which only makes plans sluggish."""
    return replace(picture, revision=revision, shown=())


def _other(picture: Picture, asked: WhatIf, params: PlanParams) -> Picture:
    control = _control(picture, asked)
    change = Change(
        forbids=tuple(_pairing(each) for each in asked.forbids),
        released=tuple(_pairing(each) for each in asked.released),
        weapons_control=asked.weapons_control,
        orders=None if asked.orders is None else control.orders,
        zones=None if asked.zones is None else control.zones,
        reserves=None if asked.reserves is None else control.reserves,
        lost_units=tuple(FireUnitId(name) for name in asked.lost_units),
        added_rounds=tuple(
            AddedRounds(
                fire_unit=FireUnitId(each.fire_unit),
                interceptor_type=InterceptorTypeId(each.interceptor_type),
                rounds=each.rounds,
            )
            for each in asked.added_rounds
        ),
    )
    try:
        other = changed(picture, change)
        for shot in asked.pins:
            pin = _pin(other, shot, params)
            other = changed(other, Change(pins=(pin,)))
    except ValueError as error:
        raise ProblemError(Code.CONFLICT, str(error)) from None
    return other


def _control(picture: Picture, asked: WhatIf) -> Control:
    """The measures that are stated, in the picture's frame."""
    form = control_form.Control(
        orders=asked.orders or (),
        zones=asked.zones or (),
        reserves=asked.reserves or (),
    )
    try:
        return control_from_wire(form, LocalFrame(picture.origin), "body")
    except Rejected as fault:
        place = fault.place.replace("$.control", "$")
        raise rejected(
            Rejected(fault.source, place, fault.value, fault.accepted)
        ) from None


def _pin(picture: Picture, shot: TriedShot, params: PlanParams) -> PinnedEngagement:
    """The best shot of the kind that is tried, as if it were authorised."""
    found = amended(
        picture,
        params,
        TrackId(shot.track),
        FireUnitId(shot.fire_unit),
        InterceptorTypeId(shot.interceptor_type),
        salvo_size=shot.salvo_size,
        position=None if shot.position is None else PositionId(shot.position),
    )
    if isinstance(found, NoShot):
        raise ProblemError(
            Code.CONFLICT,
            f"no shot of {shot.fire_unit} at {shot.track}: {found.text}; accepted: "
            "one that can be done",
            more={"reason": "no_shot", "params": {"reason": found.reason}},
        )
    return pin_of(found, _TRIED_BY)


def _pairing(given: control_form.ForbiddenPairing) -> ForbiddenPairing:
    kind = given.interceptor_type
    return ForbiddenPairing(
        track=TrackId(given.track),
        fire_unit=None if given.fire_unit is None else FireUnitId(given.fire_unit),
        interceptor_type=None if kind is None else InterceptorTypeId(kind),
    )


def _ignore(_: Plan, __: str) -> None:
    """Only the last plan is wanted."""
