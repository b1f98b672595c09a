"""The plan that is shown, the plans before it, and why it says what it says."""

from typing import Annotated, Literal

from msgspec import Meta, Raw

from zaslin.domain.reason import ReasonCode
from zaslin.wire.form.coded import Code
from zaslin.wire.form.desk import Count, Mode, Standing
from zaslin.wire.form.engagement import Engagement
from zaslin.wire.form.plan import (
    Advice,
    Leaker,
    Moment,
    NotEngaged,
    Plan,
    Recommendation,
    RoundPrice,
    Stated,
    StationId,
    Threat,
)
from zaslin.wire.form.score import Score


class LineState(Stated, frozen=True, kw_only=True):
    """A firm line of the shown plan that a person may decide on."""

    track: str
    fire_unit: str
    interceptor_type: str
    position: StationId
    salvo_size: Count
    launch: Moment
    last_order: Moment
    since: Annotated[
        int,
        Meta(description="the line has stood since this revision; decide on it or any"),
    ]
    open: Annotated[bool, Meta(description="nobody has decided on it")]
    second: Annotated[
        Code | None,
        Meta(description="why a second person has to confirm it; null: need not"),
    ]


class ShownPlan(Stated, frozen=True, kw_only=True):
    """The plan that people may decide on, or none, with the standing of the desk."""

    schema: Literal["zaslin/shown-plan/1"] = "zaslin/shown-plan/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    desk: str
    mode: Mode
    now: Moment
    standing: Standing
    revision: Annotated[int | None, Meta(description="null: no plan is shown")]
    source: Annotated[
        Code | None, Meta(description="solver, floor, floor_in_process; null: no plan")
    ]
    confirmed_at: Moment | None
    lines: Annotated[
        tuple[LineState, ...], Meta(description="firm lines, in the order of the plan")
    ]
    plan: Plan | None


class RawShownPlan(ShownPlan, frozen=True, kw_only=True):
    """The same document with the plan written already."""

    plan: Raw | None  # type: ignore[assignment]


class PlanEntry(Stated, frozen=True, kw_only=True):
    """A plan that was shown, as the journal has it."""

    number: Annotated[int, Meta(description="of its entry in the journal")]
    at: Moment
    revision: int
    method: str
    value: Annotated[float, Meta(description="notional million euro")]
    bound: Annotated[float, Meta(description="notional million euro")]
    digest: Annotated[str, Meta(description="empty: the shown plan was withdrawn")]
    firm: Annotated[Count, Meta(description="firm lines")]
    kept: Annotated[bool, Meta(description="it confirmed the plan before")]


class PlanList(Stated, frozen=True, kw_only=True):
    """Plans, the latest first."""

    schema: Literal["zaslin/plans/1"] = "zaslin/plans/1"
    plans: tuple[PlanEntry, ...]
    next: Annotated[
        int | None, Meta(description="give it as before for the next page; null: end")
    ]


class Explanation(Stated, frozen=True, kw_only=True):
    """Everything that the shown plan says about one track."""

    schema: Literal["zaslin/explanation/1"] = "zaslin/explanation/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    revision: Annotated[int, Meta(description="of the plan")]
    track: str
    lines: tuple[Recommendation, ...]
    not_engaged: NotEngaged | None
    leaker: Leaker | None
    threat: Threat | None
    engagements: tuple[Engagement, ...]
    prices: Annotated[
        tuple[RoundPrice, ...],
        Meta(description="of the rounds of its lines and alternatives"),
    ]
    scored: Annotated[
        bool, Meta(description="false: the scores could not be computed in time")
    ]
    scores: Annotated[
        tuple[Score, ...], Meta(description="this track against every inventory")
    ]
    reasons: Annotated[
        dict[ReasonCode, Count],
        Meta(description="inventories without a shot at it, by reason"),
    ]


class ScorePage(Stated, frozen=True, kw_only=True):
    """A page of the matrix of tracks against inventories."""

    schema: Literal["zaslin/score-page/1"] = "zaslin/score-page/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    revision: Annotated[int, Meta(description="of the picture that was scored")]
    made_at: Moment
    of_plan: Annotated[
        int | None, Meta(description="plan of that picture, if it is shown")
    ]
    scores: tuple[Score, ...]
    total: Annotated[Count, Meta(description="rows that fit what was asked for")]
    next: Annotated[
        int | None, Meta(description="give it as from for the next page; null: end")
    ]
