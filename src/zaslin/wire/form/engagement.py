"""Engagements: what was authorised by whom, and what its crew reported of it."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.decision import Verdict
from zaslin.domain.engagement import EngagementState, Outcome
from zaslin.wire.form.plan import Chance, Moment, RoundCount, Stated, StationId
from zaslin.wire.form.scalar import Given, Text, Time


class Decision(Stated, frozen=True, kw_only=True):
    """What a named person decided."""

    by: str
    verdict: Verdict
    revision: Annotated[int, Meta(description="of the plan it was entered on")]
    seen_revision: Annotated[
        int | None, Meta(description="of the plan the person saw, if another")
    ]
    track: str
    fire_unit: str
    interceptor_type: str
    launch: Moment
    decided_at: Moment
    why: str
    confirmed_by: Annotated[str, Meta(description="second person; empty: none")]


class Engagement(Stated, frozen=True, kw_only=True):
    """An authorised shot; nothing was sent to anybody but people."""

    id: str
    state: EngagementState
    outcome: Outcome | None
    track: str
    fire_unit: str
    interceptor_type: str
    position: StationId
    salvo_size: RoundCount
    launch: Moment
    intercept: Moment
    assessed: Moment
    pk: Chance
    launched: bool
    decision: Decision


class Engagements(Stated, frozen=True, kw_only=True):
    """Engagements, the latest first."""

    schema: Literal["zaslin/engagements/1"] = "zaslin/engagements/1"
    revision: int
    now: Moment
    engagements: tuple[Engagement, ...]
    next: Annotated[str | None, Meta(description="after for the next page; null: end")]


class OneEngagement(Stated, frozen=True, kw_only=True):
    """An engagement by itself."""

    schema: Literal["zaslin/engagement/1"] = "zaslin/engagement/1"
    revision: int
    engagement: Engagement


class Launch(Given, frozen=True, kw_only=True):
    """A crew's report that it launched; times that are absent are as planned."""

    launch: Time
    intercept: Time | None = None
    assessed: Time | None = None


class Abort(Given, frozen=True, kw_only=True):
    """A crew's report that it did not launch."""

    why: Annotated[
        Text,
        Meta(min_length=1, extra={"accepted": "1 to 200 printable characters"}),
    ]


class Assessment(Given, frozen=True, kw_only=True):
    """What became of a launched engagement, as far as anyone can tell."""

    outcome: Outcome
