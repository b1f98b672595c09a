"""An engagement: a shot that a named person has authorised, and what became of it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.decision import Decision
from zaslin.domain.ids import EngagementId


class Outcome(StrEnum):
    """Kill assessment, as reported by a person or a sensor."""

    KILLED = "killed"
    MISSED = "missed"
    UNKNOWN = "unknown"


class EngagementState(StrEnum):
    """Where an engagement stands; before its decision it is a recommendation."""

    AUTHORISED = "authorised"
    REPORTED_FIRED = "reported_fired"
    ASSESSED = "assessed"
    ABORTED = "aborted"
    EXPIRED = "expired"


_NEXT: dict[EngagementState, frozenset[EngagementState]] = {
    EngagementState.AUTHORISED: frozenset(
        {
            EngagementState.REPORTED_FIRED,
            EngagementState.ABORTED,
            EngagementState.EXPIRED,
        }
    ),
    EngagementState.REPORTED_FIRED: frozenset({EngagementState.ASSESSED}),
    EngagementState.ASSESSED: frozenset(),
    EngagementState.ABORTED: frozenset(),
    EngagementState.EXPIRED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """An authorised shot with the decision that made it one.

    There is no engagement without a decision: it is a part of it.
    ``pin`` is what the optimiser may not change; its times are the planned ones until
    the launch is reported.
    """

    id: EngagementId
    decision: Decision
    pin: PinnedEngagement
    state: EngagementState = EngagementState.AUTHORISED
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        if not self.decision.verdict.engages:
            raise ValueError(
                f"engagement {self.id!r} rests on a decision to {self.decision.verdict}"
                "; accepted: authorise, or amend"
            )
        if (self.outcome is None) == (self.state is EngagementState.ASSESSED):
            raise ValueError(
                f"engagement {self.id!r} is {self.state} with outcome {self.outcome}; "
                "accepted: an outcome if and only if it is assessed"
            )

    def became(
        self,
        state: EngagementState,
        *,
        pin: PinnedEngagement | None = None,
        outcome: Outcome | None = None,
    ) -> "Engagement":
        """The same engagement a step further.

        Raises
        ------
        ValueError
            If there is no such step from where it stands.
        """
        if state not in _NEXT[self.state]:
            accepted = ", ".join(sorted(_NEXT[self.state])) or "nothing, it is over"
            raise ValueError(
                f"engagement {self.id!r} is {self.state} and cannot become {state}; "
                f"accepted: {accepted}"
            )
        return replace(self, state=state, pin=pin or self.pin, outcome=outcome)
