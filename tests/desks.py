"""Desks to test with: scripted planners, and what people say at them."""

from dataclasses import replace
from functools import cache

from tests.pictures import saturated
from zaslin.assignment.plan import plan
from zaslin.domain.decision import AmendedShot, Decision, Verdict
from zaslin.domain.engagement import Engagement
from zaslin.domain.event import Entry, Fired
from zaslin.domain.ids import EngagementId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Recommendation
from zaslin.ops.authorise import authorise
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.ports import Planner
from zaslin.ops.replan import ReplanParams

PROMPT = ReplanParams(decision_lead_s=0.0)
"""Keeps no time for decisions: tests take none."""

QUICK = PlanParams(price_steps=10, warm_price_steps=3, sweeps=1, ruin_rounds=0)


def entered(
    desk: Desk, decision: Decision, now_s: float | None = None
) -> Engagement | None:
    """A decision, entered at the moment at which it was made, or later."""
    return authorise(desk, decision, decision.decided_at_s if now_s is None else now_s)


def optimiser(picture: Picture, previous: Plan | None) -> Plan:
    """The real thing, in a hurry."""
    return plan(picture, QUICK, previous=previous)


class Scripted:
    """Gives the plans of a script, each stamped with the picture it is asked for.

    The last one is given again and again; an exception is raised in its turn.
    """

    def __init__(self, *script: Plan | Exception) -> None:
        self.script = list(script)
        self.asked: list[tuple[Picture, Plan | None]] = []

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """The next plan of the script."""
        self.asked.append((picture, previous))
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Exception):
            raise answer
        return replace(answer, revision=picture.revision, made_at_s=picture.now_s)


@cache
def saturated_plan() -> Plan:
    """The plan of the saturated picture: four firm shots, and intentions."""
    return plan(saturated())


def desk_on(
    picture: Picture,
    planner: Planner = optimiser,
    *,
    replan: ReplanParams = PROMPT,
    params: PlanParams | None = None,
) -> Desk:
    """A desk opened on a picture, at its time, with a journal in memory."""
    return Desk(picture, picture.now_s, planner, replan, MemoryJournal(), params=params)


def journal_of(desk: Desk) -> tuple[Entry, ...]:
    """What a desk of these tests has entered so far."""
    journal = desk.ledger.journal
    assert isinstance(journal, MemoryJournal)
    return journal.entries()


def firm(plan_shown: Plan | None) -> list[Recommendation]:
    """The firm lines of a plan that must be there."""
    assert plan_shown is not None
    return [line for line in plan_shown.recommendations if line.firm]


def decision_on(
    line: Recommendation,
    revision: int,
    at_s: float,
    verdict: Verdict = Verdict.AUTHORISE,
) -> Decision:
    """Major Bondar's decision."""
    return Decision(
        by="Maj Bondar",
        verdict=verdict,
        revision=revision,
        track=line.shot.track,
        fire_unit=line.shot.fire_unit,
        interceptor_type=line.shot.interceptor_type,
        launch_s=line.shot.launch_s,
        decided_at_s=at_s,
    )


def amendment_of(
    line: Recommendation, revision: int, at_s: float, later_s: float = 10.0
) -> Decision:
    """The same shot, but launched so much later."""
    shot = line.shot
    return replace(
        decision_on(line, revision, at_s),
        verdict=Verdict.AMEND,
        amended=AmendedShot(
            fire_unit=shot.fire_unit,
            interceptor_type=shot.interceptor_type,
            position=shot.position,
            salvo_size=shot.salvo_size,
            launch_s=shot.launch_s + later_s,
        ),
    )


def authorised(
    desk: Desk, at_s: float, which: int = 0, *, now_s: float | None = None
) -> Engagement:
    """A firm line of the shown plan, authorised."""
    assert desk.shown is not None
    line = firm(desk.shown)[which]
    engagement = entered(desk, decision_on(line, desk.shown.revision, at_s), now_s)
    assert engagement is not None
    return engagement


def launch_of(engagement: Engagement, late_s: float = 0.0) -> Fired:
    """The crew reports it launched, so much later than planned."""
    pin = engagement.pin
    return Fired(
        engagement=engagement.id,
        launch_s=pin.launch_s + late_s,
        intercept_s=pin.intercept_s + late_s,
        assessed_s=pin.assessed_s + late_s,
    )


NOBODY = EngagementId("E99")
"""An engagement that there is not."""
