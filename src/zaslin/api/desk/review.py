"""What a decision would do, in figures and checks, for whoever is about to make it."""

from collections.abc import Iterator
from typing import Protocol

from zaslin.api.desk.lines import firm_lines, need_of
from zaslin.api.desk.preparations import Prepared
from zaslin.assignment.stations import reserve_of
from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.decision import Decision
from zaslin.domain.plan import Alternative, Recommendation
from zaslin.ops.desk import Desk
from zaslin.ops.lines import key_of
from zaslin.ops.orders import independent_check
from zaslin.ops.posting import Balance, balances
from zaslin.wire.form import deciding as wire
from zaslin.wire.form.plan import Alternative as AlternativeForm
from zaslin.wire.form.plan import Window
from zaslin.wire.moment import written
from zaslin.wire.write.engagement import forbidden_to_wire


class Ready(Protocol):
    """A decision as it would be entered now: see ``ops.authorise.Prepared``."""

    @property
    def decision(self) -> Decision:
        """On the plan that is shown."""
        ...

    @property
    def line(self) -> Recommendation | None:
        """What would be carried out."""
        ...

    @property
    def pin(self) -> PinnedEngagement | None:
        """The order for it."""
        ...

    @property
    def forbidden(self) -> ForbiddenPairing | None:
        """What would be forbidden."""
        ...


def review_of(
    ready: Ready, prepared: Prepared, desk: Desk, now_s: float
) -> wire.Review:
    """What a decision would do; raises what entering it would raise."""
    decision, line, pin = ready.decision, ready.line, ready.pin
    shown = _shown_line(desk, decision)
    rounds = _rounds_after(desk, pin)
    return wire.Review(
        verdict=decision.verdict,
        revision=desk.shown.revision if desk.shown else decision.revision,
        seen_revision=prepared.seen_revision,
        track=decision.track,
        fire_unit=decision.fire_unit,
        interceptor_type=decision.interceptor_type,
        launch=written(decision.launch_s),
        shot=_shot(line) if line is not None and pin is not None else None,
        forbids=forbidden_to_wire(ready.forbidden) if ready.forbidden else None,
        weapons_control=desk.situation.control.weapons_control,
        rounds_ready_after=rounds and rounds[0],
        rounds_left_after=rounds and rounds[1],
        reserve=rounds and rounds[2],
        refusal_meur=_number(shown.refusal_meur if shown else None),
        replacement=_alternative(shown.replacement if shown else None),
        checks=tuple(_checks(desk, decision, pin, now_s)),
        second=need_of(desk.two_person, desk.situation, decision),
    )


def _checks(
    desk: Desk, decision: Decision, pin: PinnedEngagement | None, now_s: float
) -> Iterator[wire.Check]:
    """Everything that was looked at; nothing gets here that has not passed."""
    situation = desk.situation
    line = _shown_line(desk, decision)
    if line is not None:
        since = desk.standing.get(key_of(line))
        yield _passed("line_stands", since=since)
    if pin is None:
        return
    track = situation.track_at(pin.track, now_s)
    how = track.identification if track else None
    if track is not None and how is not None:
        yield _passed(
            "identity",
            identity=track.identity.value,
            authority=how.authority,
            method=how.method.value,
            expires=written(how.expires_s),
        )
    yield _passed("weapons_control", status=situation.control.weapons_control.value)
    unit = situation.fire_units[pin.fire_unit]
    busy = sum(other.fire_unit == unit.id for other in situation.pins.values())
    yield _passed("channel", busy=busy, channels=unit.channels)
    yield _passed(
        "time",
        launch_in_s=round(pin.launch_s - now_s, 1),
        crew_needs_s=unit.reaction_time_s,
    )
    independent_check(situation.picture_at(now_s), desk.params, pin)()
    yield _passed("independent_check")


def _passed(code: str, **params: str | int | float | bool | None) -> wire.Check:
    return wire.Check(code=code, passed=True, params=params)


def _shown_line(desk: Desk, decision: Decision) -> Recommendation | None:
    """The line of the shown plan that a decision is on."""
    named = (decision.track, decision.fire_unit, decision.interceptor_type)
    for line in firm_lines(desk.shown):
        shot = line.shot
        pairing = (shot.track, shot.fire_unit, shot.interceptor_type)
        if pairing == named and shot.launch_s == decision.launch_s:
            return line
    return None


def _rounds_after(
    desk: Desk, pin: PinnedEngagement | None
) -> tuple[int, int, int] | None:
    """Rounds ready, rounds left, and the reserve, of the magazine of a shot."""
    if pin is None:
        return None
    situation = desk.situation
    booked = balances(situation).get((pin.fire_unit, pin.interceptor_type))
    unit = situation.fire_units[pin.fire_unit]
    for magazine in unit.magazines:
        if booked is not None and magazine.interceptor_type == pin.interceptor_type:
            left = _left(booked, pin)
            ready = max(0, min(magazine.rounds_ready - pin.salvo_size, left))
            return ready, left, reserve_of(unit, magazine, situation.control)
    return None


def _left(booked: Balance, pin: PinnedEngagement) -> int:
    return max(0, booked.available - pin.salvo_size)


def _shot(line: Recommendation) -> wire.PreparedShot:
    shot = line.shot
    return wire.PreparedShot(
        track=shot.track,
        fire_unit=shot.fire_unit,
        position=shot.position,
        interceptor_type=shot.interceptor_type,
        salvo_size=shot.salvo_size,
        launch=written(shot.launch_s),
        intercept=written(shot.intercept_s),
        assessed=written(shot.assessed_s),
        window=Window(
            opens=written(line.window_opens_s), closes=written(line.window_closes_s)
        ),
        last_order=written(line.last_order_s),
        pk_low=float(shot.pk_low),
        pk_planned=float(shot.pk_planned),
        pk_high=float(shot.pk_high),
        p_kill=float(shot.p_kill),
        damage_averted_meur=float(line.damage_averted_meur),
        price_meur=float(line.price_meur),
    )


def _alternative(given: Alternative | None) -> AlternativeForm | None:
    if given is None:
        return None
    return AlternativeForm(
        fire_unit=given.fire_unit,
        position=given.position,
        interceptor_type=given.interceptor_type,
        salvo_size=given.salvo_size,
        launch=written(given.launch_s),
        pk_planned=float(given.pk_planned),
        difference_meur=float(given.difference_meur),
    )


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
