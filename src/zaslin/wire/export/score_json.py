"""The scores as one JSON document: written, and its published schema."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.domain.score import Opportunity as BestShot
from zaslin.domain.score import Score as TrackScore
from zaslin.wire.export.moment import written
from zaslin.wire.form.plan import (
    Advice,
    Moment,
    Money,
    RoundCount,
    Stated,
    StationId,
    Window,
)
from zaslin.wire.schema import published
from zaslin.wire.write.plan import ADVICE


class Opportunity(Stated, frozen=True, kw_only=True):
    """The best shot of a pairing, as if it were the only one at its track."""

    salvo_size: RoundCount
    launch: Moment
    window: Window
    p_available: Annotated[
        float, Meta(description="probability that the shot is still there in time")
    ]
    pk_low: Annotated[
        float, Meta(description="per round, low end; includes p_available")
    ]
    pk_planned: Annotated[
        float, Meta(description="per round, as planned; includes p_available")
    ]
    pk_high: Annotated[
        float, Meta(description="per round, high end; includes p_available")
    ]
    damage_averted_meur: Money
    cost_meur: Annotated[
        float, Meta(description="rounds and debris, notional million euro")
    ]
    price_meur: Annotated[
        float,
        Meta(
            description="what its rounds and channel time would earn elsewhere, "
            "notional million euro"
        ),
    ]
    net_gain_meur: Annotated[
        float, Meta(description="damage averted less cost less price")
    ]


class Score(Stated, frozen=True, kw_only=True):
    """One track against one inventory: exactly one of best and reason is given."""

    track: str
    fire_unit: str
    position: StationId
    interceptor_type: str
    best: Opportunity | None
    reason: ReasonCode | None


class Scores(Stated, frozen=True, kw_only=True):
    """Each track scored against each inventory: advice, never an order."""

    schema: Literal["zaslin/score/1"]
    advice: Advice
    revision: Annotated[int, Meta(description="of the picture that was scored")]
    made_at: Annotated[Moment, Meta(description="the picture's instant")]
    scores: Annotated[
        tuple[Score, ...],
        Meta(description="by threat value of the track, largest first; refused last"),
    ]


def encode(scores: Sequence[TrackScore], picture: Picture) -> bytes:
    """The document of the scores of a picture, on one line."""
    document = Scores(
        schema="zaslin/score/1",
        advice=ADVICE,
        revision=picture.revision,
        made_at=written(picture.now_s),
        scores=tuple(_score(each) for each in scores),
    )
    return msgspec.json.encode(document) + b"\n"


def score_schema() -> dict[str, object]:
    """The document's JSON schema (draft 2020-12)."""
    return published(Scores, "score", "Zaslin scores: advice only")


def _score(given: TrackScore) -> Score:
    return Score(
        track=given.track,
        fire_unit=given.fire_unit,
        position=given.position,
        interceptor_type=given.interceptor_type,
        best=None if given.best is None else _opportunity(given.best),
        reason=given.reason,
    )


def _opportunity(best: BestShot) -> Opportunity:
    return Opportunity(
        salvo_size=best.salvo_size,
        launch=written(best.launch_s),
        window=Window(
            opens=written(best.window_opens_s), closes=written(best.window_closes_s)
        ),
        p_available=best.p_available,
        pk_low=best.pk_low,
        pk_planned=best.pk_planned,
        pk_high=best.pk_high,
        damage_averted_meur=best.damage_averted_meur,
        cost_meur=best.cost_meur,
        price_meur=best.price_meur,
        net_gain_meur=best.net_gain_meur,
    )
