"""Why a decision was not entered: a problem with codes, and what became of its line."""

import msgspec

from zaslin.api.desk.lines import became_of
from zaslin.api.errors import Code, ProblemError
from zaslin.api.service import Service
from zaslin.live.board import Board
from zaslin.ops.refused import (
    AlreadyDecidedError,
    DecisionRefusedError,
    NeedsSecondPersonError,
    PlanMovedOnError,
)
from zaslin.wire.moment import written


def refused(
    error: DecisionRefusedError,
    board: Board,
    service: Service,
    track: str,
    fire_unit: str,
    interceptor_type: str,
) -> ProblemError:
    """The problem document of a decision that changed nothing."""
    became = became_of(board, service.two_person, track, fire_unit, interceptor_type)
    more: dict[str, object] = {
        "current_revision": board.shown.revision if board.shown else None,
        "line": msgspec.to_builtins(became),
        "reason": error.code,
        "params": dict(error.params),
    }
    match error:
        case AlreadyDecidedError():
            said = error.decision
            if said is not None:
                more |= {
                    "by": said.by,
                    "at": written(said.decided_at_s),
                    "verdict": said.verdict.value,
                }
            code = Code.ALREADY_DECIDED
        case PlanMovedOnError():
            code = Code.PLAN_MOVED_ON
        case NeedsSecondPersonError():
            code = Code.NEEDS_SECOND_PERSON
        case _:
            code = Code.DECISION_REFUSED
    return ProblemError(code, str(error), more=more)
