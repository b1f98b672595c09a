"""The best pairings of tracks and inventories, and why the others have none."""

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from zaslin.cli.report.paper import FAINT, Cell, heading, ledger, lines, stack
from zaslin.cli.words import amount, countdown, counted, moment, percent_range
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.picture import Picture
from zaslin.domain.reason import REASON_TEXT, ReasonCode
from zaslin.domain.score import Opportunity, Score

_WIDE_COLUMNS = 120


def scores_report(
    scores: Sequence[Score], picture: Picture, limit: int, width: int
) -> RenderableType:
    """The pairings with the largest net gain."""
    found = [(each, each.best) for each in scores if each.best is not None]
    found.sort(key=lambda pair: (-pair[1].net_gain_meur, pair[0].track))
    title = Text(" ADVICE ONLY · NOTIONAL DATA ", style="reverse bold")
    note = f"revision {picture.revision} · {moment(picture.now_s)}"
    gaining = sum(best.net_gain_meur > 0.0 for _, best in found)
    have = "1 has" if len(found) == 1 else f"{len(found):,} have"
    gain = "1 gains more than it costs" if gaining == 1 else f"{gaining:,} gain more"
    summary = (
        f"{counted(len(scores), 'pairing')} of a track with an inventory; "
        f"{have} a shot, of which {gain}{'' if gaining == 1 else ' than they cost'}"
    )
    hidden = len(found) - limit
    cut = Text(f"… and {hidden:,} more: --limit {len(found)}, or --csv", FAINT)
    return stack(
        title,
        heading("Scores, best first", note),
        lines([summary, *_by_unit(scores)]),
        _table(found[:limit], picture, width >= _WIDE_COLUMNS) if found else None,
        cut if hidden > 0 else None,
    )


def _by_unit(scores: Sequence[Score]) -> list[str]:
    """The same counts as in the heat map, where units have several positions."""
    each = {(s.track, s.fire_unit, s.interceptor_type): False for s in scores}
    if len(each) == len(scores):
        return []
    for s in scores:
        each[s.track, s.fire_unit, s.interceptor_type] |= s.best is not None
    found = sum(each.values())
    sums = f"{len(each):,} pairings, {found:,} with a shot"
    return [f"positions of a unit count each; only the best, as in --heatmap: {sums}"]


def _table(
    found: Sequence[tuple[Score, Opportunity]], picture: Picture, wide: bool
) -> RenderableType:
    columns = [
        ("net gain\nM€", "number"),
        ("averts\nM€", "number"),
        ("cost\nM€", "number"),
        ("price\nM€", "number"),
        ("\ntrack", "name"),
        ("\nfire unit", "name"),
        ("rounds ×\ninterceptor type", "name"),
        ("pk of\na round", "number"),
        ("\nlaunch", "number"),
        *([("window\nopens", "number"), ("\ncloses", "number")] if wide else []),
    ]
    now_s = picture.now_s
    return ledger(columns, (_row(score, best, now_s, wide) for score, best in found))


def _row(score: Score, best: Opportunity, now_s: float, wide: bool) -> list[Cell]:
    where = "" if score.position == CURRENT_POSITION else f" at {score.position}"
    window = (best.window_opens_s, best.window_closes_s) if wide else ()
    return [
        amount(best.net_gain_meur, 2, "+"),
        amount(best.damage_averted_meur, 2),
        amount(best.cost_meur, 2),
        amount(best.price_meur, 2),
        score.track,
        f"{score.fire_unit}{where}",
        f"{best.salvo_size} × {score.interceptor_type}",
        percent_range(best.pk_low, best.pk_high),
        countdown(best.launch_s - now_s),
        *(countdown(time_s - now_s) for time_s in window),
    ]


def reasons(counts: Mapping[ReasonCode, int], named: bool) -> list[RenderableType]:
    """Why pairings have no shot, most frequent first."""
    if not counts:
        return []
    most_first = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    table = ledger(
        [("pairings", "number"), ("reason", "name")],
        [(f"{count:,}", REASON_TEXT[reason]) for reason, count in most_first],
    )
    hint = "--csv lists them" if named else "--track ID for one track, --csv for all"
    return [heading("Pairings without a shot", hint), table]
