"""The lines of the shown plan that people decide on, and what became of one."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from zaslin.domain.control import Control
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.plan import Plan, Recommendation
from zaslin.live.board import Board
from zaslin.ops.lines import key_of, shown_shot
from zaslin.ops.policy import ONE_PERSON, TwoPerson, needs_second
from zaslin.ops.situation import Situation
from zaslin.wire.form.coded import Coded
from zaslin.wire.form.deciding import BecameOfLine
from zaslin.wire.form.plan import Plan as PlanForm
from zaslin.wire.form.plan import Recommendation as PlanLine
from zaslin.wire.form.shown_plan import LineState
from zaslin.wire.moment import written


def firm_lines(plan: Plan | None) -> Iterator[Recommendation]:
    """The lines that may be decided on."""
    if plan is not None:
        yield from (line for line in plan.recommendations if line.firm)


def line_states(board: Board, policy: TwoPerson | None) -> tuple[LineState, ...]:
    """Each firm line of the shown plan, as it stands."""
    plan = board.shown
    if plan is None:
        return ()
    return tuple(line_state(line, plan, board, policy) for line in firm_lines(plan))


def line_state(
    line: Recommendation, plan: Plan, board: Board, policy: TwoPerson | None
) -> LineState:
    """A firm line as it stands."""
    shot = line.shot
    need = need_of(policy, board.situation, as_decision(line, plan.revision))
    return LineState(
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        position=shot.position,
        salvo_size=shot.salvo_size,
        launch=written(shot.launch_s),
        last_order=written(line.last_order_s),
        since=board.standing.get(key_of(line), plan.revision),
        open=shown_shot(line) in board.situation.shown,
        second=None if need is None else need.code,
    )


def as_decision(line: Recommendation, revision: int) -> Decision:
    """What authorising a line would be, to ask the policy about."""
    shot = line.shot
    return Decision(
        by="?",
        verdict=Verdict.AUTHORISE,
        revision=revision,
        track=shot.track,
        fire_unit=shot.fire_unit,
        interceptor_type=shot.interceptor_type,
        launch_s=shot.launch_s,
        decided_at_s=0.0,
    )


def recorded_lines(board: Board) -> tuple[LineState, ...]:
    """Firm lines of the plan of a recording, from its document."""
    lines = _firm_of(board.plan_document) if board.plan_document else ()
    shown = {
        (shot.track, shot.fire_unit, shot.interceptor_type, written(shot.launch_s))
        for shot in board.situation.shown
    }
    return tuple(
        LineState(
            track=line.track,
            fire_unit=line.fire_unit,
            interceptor_type=line.interceptor_type,
            position=line.position,
            salvo_size=line.salvo_size,
            launch=line.launch,
            last_order=line.last_order,
            since=board.situation.shown_revision or 0,
            open=(line.track, line.fire_unit, line.interceptor_type, line.launch)
            in shown,
            second=None,
        )
        for line in lines
    )


# A plan is shown for seconds, and asked for by every console.
@lru_cache(maxsize=4)
def _firm_of(document: bytes) -> tuple[PlanLine, ...]:
    plan = msgspec.json.decode(document, type=PlanForm)
    return tuple(line for line in plan.recommendations if line.firm)


def need_of(
    policy: TwoPerson | None, situation: Situation, what: Decision | Control
) -> Coded | None:
    """Why a second person is needed, as a code; None if one will do."""
    need = needs_second(policy or ONE_PERSON, situation, what)
    if need is None:
        return None
    return Coded(code=need.code, params=dict(need.params))


def became_of(
    board: Board,
    policy: TwoPerson | None,
    track: str,
    fire_unit: str,
    interceptor_type: str,
) -> BecameOfLine:
    """What became of a line that somebody saw: who decided it, or what is there now."""
    said = decided_on(board.situation, track, fire_unit, interceptor_type)
    reason = next(
        (
            left.reason
            for left in (board.shown.not_engaged if board.shown else ())
            if left.track == track
        ),
        None,
    )
    there = [
        each for each in line_states(board, policy) if each.track == track and each.open
    ]
    same = [
        each
        for each in there
        if (each.fire_unit, each.interceptor_type) == (fire_unit, interceptor_type)
    ]
    line = next(iter(same or there), None)
    state = "no_plan" if board.shown is None else "gone"
    if said is not None and not same:
        state = "decided"
    elif line is not None:
        state = "standing" if same else "changed"
    return BecameOfLine(
        state=state,  # type: ignore[arg-type]  # one of its words
        line=line,
        by=said.by if said else None,
        at=written(said.decided_at_s) if said else None,
        verdict=said.verdict if said else None,
        reason=reason,
    )


def decided_on(
    situation: Situation, track: str, fire_unit: str, interceptor_type: str
) -> Decision | None:
    """The last decision on a pairing, or on holding fire on its track."""
    for said in reversed(situation.decisions):
        if said.track != track:
            continue
        pairing = (said.fire_unit, said.interceptor_type)
        if said.verdict is Verdict.HOLD or pairing == (fire_unit, interceptor_type):
            return said
    return None
