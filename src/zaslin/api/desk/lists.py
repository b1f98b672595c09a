"""Pages of what was decided, engaged and planned."""

from zaslin.ops.situation import Situation
from zaslin.wire.form.deciding import DecisionEntry, DecisionList
from zaslin.wire.form.engagement import Engagements
from zaslin.wire.moment import written
from zaslin.wire.write.engagement import decision_to_wire, engagement_to_wire


def decisions_before(
    situation: Situation, before: int | None, limit: int
) -> DecisionList:
    """Decisions by their place among all of them, the latest first."""
    every = situation.decisions
    end = len(every) if before is None else min(before, len(every))
    first = max(0, end - limit)
    engaged = {each.decision: each.id for each in situation.engagements.values()}
    return DecisionList(
        decisions=tuple(
            DecisionEntry(
                number=place,
                at=written(every[place].decided_at_s),
                decision=decision_to_wire(every[place]),
                engagement=engaged.get(every[place]),
            )
            for place in range(end - 1, first - 1, -1)
        ),
        next=first if first > 0 else None,
    )


def engagements_after(
    situation: Situation, now_s: float, after: str | None, limit: int
) -> Engagements:
    """Engagements, the latest first, from behind the one that is named."""
    every = list(situation.engagements.values())[::-1]
    names: list[str] = [each.id for each in every]
    start = names.index(after) + 1 if after in names else 0
    page = every[start : start + limit]
    more = start + limit < len(every)
    return Engagements(
        revision=situation.revision,
        now=written(now_s),
        engagements=tuple(engagement_to_wire(each) for each in page),
        next=page[-1].id if more else None,
    )
