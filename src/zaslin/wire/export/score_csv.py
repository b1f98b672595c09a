"""The scores as a table of comma-separated values, one pairing a row."""

import csv
import io
from collections.abc import Sequence

from zaslin.domain.score import Score
from zaslin.wire.moment import written

COLUMNS = (
    "track",
    "fire_unit",
    "position",
    "interceptor_type",
    "salvo_size",
    "launch",
    "window_opens",
    "window_closes",
    "p_available",
    "pk_low",
    "pk_planned",
    "pk_high",
    "damage_averted_meur",
    "cost_meur",
    "price_meur",
    "net_gain_meur",
    "reason",
)


def encode(scores: Sequence[Score]) -> bytes:
    """A header and a row for each score, UTF-8; what does not apply is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(score) for score in scores)
    return text.getvalue().encode()


def _row(score: Score) -> tuple[object, ...]:
    pairing = (score.track, score.fire_unit, score.position, score.interceptor_type)
    best = score.best
    if best is None:
        empty = ("",) * (len(COLUMNS) - len(pairing) - 1)
        return (*pairing, *empty, score.reason)
    return (
        *pairing,
        best.salvo_size,
        written(best.launch_s),
        written(best.window_opens_s),
        written(best.window_closes_s),
        best.p_available,
        best.pk_low,
        best.pk_planned,
        best.pk_high,
        best.damage_averted_meur,
        best.cost_meur,
        best.price_meur,
        best.net_gain_meur,
        "",
    )
