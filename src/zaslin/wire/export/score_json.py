"""The scores as one JSON document: written, and its published schema."""

from collections.abc import Sequence

import msgspec

from zaslin.domain.picture import Picture
from zaslin.domain.score import Opportunity as BestShot
from zaslin.domain.score import Score as TrackScore
from zaslin.wire.form.plan import Window
from zaslin.wire.form.score import Opportunity, Score, Scores
from zaslin.wire.moment import written
from zaslin.wire.schema import published
from zaslin.wire.write.plan import ADVICE


def encode(scores: Sequence[TrackScore], picture: Picture) -> bytes:
    """The document of the scores of a picture, on one line."""
    document = Scores(
        schema="zaslin/score/1",
        advice=ADVICE,
        revision=picture.revision,
        made_at=written(picture.now_s),
        scores=tuple(score_to_wire(each) for each in scores),
    )
    return msgspec.json.encode(document) + b"\n"


def score_schema() -> dict[str, object]:
    """The document's JSON schema (draft 2020-12)."""
    return published(Scores, "score", "Zaslin scores: advice only")


def score_to_wire(given: TrackScore) -> Score:
    """One score as the document states it."""
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
