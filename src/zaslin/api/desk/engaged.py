"""What crews report of engagements, as entries of the journal."""

from collections.abc import Callable

from zaslin.api.errors import Code, ProblemError, invalid
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Aborted, Assessed, Entry, Event, Fired
from zaslin.domain.ids import EngagementId
from zaslin.ops.desk import Desk
from zaslin.ops.ledger import Receipts
from zaslin.ops.situation import Situation
from zaslin.wire.form.engagement import Abort, Assessment, Launch, OneEngagement
from zaslin.wire.places import seconds
from zaslin.wire.write.engagement import engagement_to_wire

Write = Callable[[Desk, float, Receipts], Entry]

_AHEAD_S = 5.0
"""How far ahead of the desk a crew's clock may be."""


def engagement_in(situation: Situation, name: str) -> Engagement:
    """An engagement; raises :class:`ProblemError` 404 if it is not there."""
    found = situation.engagements.get(EngagementId(name))
    if found is None:
        raise ProblemError(
            Code.NOT_FOUND,
            f"engagement: {name}; accepted: one of the {len(situation.engagements)} "
            "that were authorised",
        )
    return found


def fired(name: str, launch: Launch, by: str) -> Write:
    """Writes a launch; times that are not stated keep their planned distances."""

    def event(situation: Situation, now_s: float) -> Fired:
        engagement = engagement_in(situation, name)
        pin = engagement.pin
        launch_s = seconds(launch.launch)
        if launch_s > now_s + _AHEAD_S:
            raise invalid("$.launch", launch.launch.isoformat(), "not after now")
        flight_s, look_s = pin.intercept_s - pin.launch_s, pin.assessed_s
        intercept_s = (
            launch_s + flight_s
            if launch.intercept is None
            else seconds(launch.intercept)
        )
        assessed_s = (
            intercept_s + look_s - pin.intercept_s
            if launch.assessed is None
            else seconds(launch.assessed)
        )
        return Fired(
            engagement=engagement.id,
            launch_s=launch_s,
            intercept_s=intercept_s,
            assessed_s=assessed_s,
        )

    return _written(event, by)


def aborted(name: str, abort: Abort, by: str) -> Write:
    """Writes that a crew did not launch."""

    def event(situation: Situation, _: float) -> Aborted:
        return Aborted(engagement=engagement_in(situation, name).id, why=abort.why)

    return _written(event, by)


def assessed(name: str, assessment: Assessment, by: str) -> Write:
    """Writes what became of a shot."""

    def event(situation: Situation, _: float) -> Assessed:
        engagement = engagement_in(situation, name)
        return Assessed(engagement=engagement.id, outcome=assessment.outcome)

    return _written(event, by)


def after_step(name: str) -> Callable[[Entry, Situation], OneEngagement]:
    """The engagement as it is after an entry."""

    def document(_: Entry, after: Situation) -> OneEngagement:
        found = engagement_to_wire(engagement_in(after, name))
        return OneEngagement(revision=after.revision, engagement=found)

    return document


def _written(event: Callable[[Situation, float], Event], by: str) -> Write:
    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        made = event(desk.situation, now_s)
        return desk.ledger.write(made, now_s, by=by, receipt=receipt)

    return write
