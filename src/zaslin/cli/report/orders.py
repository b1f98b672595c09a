"""What to order: firm shots, then the intentions that follow."""

from collections import Counter
from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from zaslin.cli.report.paper import (
    FAINT,
    STRONG,
    Cell,
    heading,
    ledger,
    more,
    soon,
    stack,
)
from zaslin.cli.report.view import ONE_LINE_COLUMNS, ROOMY_COLUMNS, View
from zaslin.cli.words import amount, countdown, counted, percent, percent_range
from zaslin.domain.ids import CURRENT_POSITION
from zaslin.domain.plan import Recommendation
from zaslin.domain.track import ThreatClass

_CLASS_WORDS = {
    ThreatClass.ONE_WAY_ATTACK: "drone",
    ThreatClass.JET_ONE_WAY_ATTACK: "jet",
    ThreatClass.RECONNAISSANCE: "recon",
    ThreatClass.CRUISE_MISSILE: "cruise",
}

_LEGEND = (
    "! before a launch: order it now. ! before a last order: less than a minute left; "
    "*: its likely impact, which comes before the window closes. "
    "pk: with the chance that the shot is still there in time; ~: that chance is below "
    "a half. Needed: probability that this look is reached. "
    "M€: averts = added leaked damage if only this shot is dropped and its follow-ups "
    "stay (small where they would cover); price = what its rounds and channel would "
    "earn elsewhere if it is fired; refusal = loss of the plan if this unit may not "
    "engage this track, solved anew with all else to be had at its price; ?: not "
    "worked out, as in the quick plan that comes first."
)

_LIKELY = 0.5
"""Availability below which a firm shot is marked."""

_BUSY_MIN = 10


def orders(view: View) -> RenderableType:
    """Firm shots, all of them, and the intentions that come next."""
    return stack(_firm(view), _intentions(view))


def _firm(view: View) -> RenderableType:
    firm = view.firm
    if not firm:
        return heading("No firm shot", "nothing to order now")
    now = sum(_is_due(view, shot) for shot in firm)
    title = f"{counted(len(firm), 'firm shot')} to order"
    return stack(
        heading(title, f"by last order; {now} of them now, to launch on time"),
        Text(_LEGEND, FAINT),
        _table(view, firm[: view.rows_firm]),
        more(len(firm), view.rows_firm, "firm shots"),
    )


def _intentions(view: View) -> RenderableType | None:
    later = view.intentions
    if not later:
        return None
    note = "later, or only if a look shows a miss: not to be ordered yet"
    return stack(
        heading(counted(len(later), "intention"), note),
        _table(view, later[: view.rows]),
        more(len(later), view.rows, f"intentions ({_busy(view, later)})"),
    )


def _busy(view: View, later: Sequence[Recommendation]) -> str:
    """How many launches fall into each stretch of time."""
    stretch_s = 60.0 * _BUSY_MIN
    launches = Counter(
        int(view.ahead_s(line.shot.launch_s) // stretch_s) for line in later
    )
    return ", ".join(
        f"{number} in {_BUSY_MIN * index}–{_BUSY_MIN * (index + 1)} min"
        for index, number in sorted(launches.items())
    )


def _table(view: View, shots: Sequence[Recommendation]) -> Table:
    if view.width >= ONE_LINE_COLUMNS:
        return _one_line_each(view, shots)
    return _two_lines_each(view, shots)


def _one_line_each(view: View, shots: Sequence[Recommendation]) -> Table:
    roomy = view.width >= ROOMY_COLUMNS
    columns = [
        ("last\norder", "number"),
        ("\nlaunch", "number"),
        ("inter-\ncept", "number"),
        *([("\nimpact", "number")] if roomy else []),
        ("\nfire unit", "name"),
        ("\ntrack", "name"),
        ("flies to asset\nwith probability", "name"),
        ("rounds ×\ninterceptor type", "name"),
        ("pk of\na round", "number"),
        ("needed\n(stage)", "number"),
        ("averts\nM€", "number"),
        ("price\nM€", "number"),
        ("refusal\nM€", "number"),
    ]
    return ledger(columns, (_one_line(view, line, roomy) for line in shots))


def _one_line(view: View, line: Recommendation, roomy: bool) -> list[Cell]:
    return [
        *_times(view, line),
        *([_impact(view, line)] if roomy else []),
        _who(line),
        _what(view, line),
        _whither(view, line),
        _with(line),
        _pk(line),
        _needed(line),
        amount(line.damage_averted_meur, 2),
        amount(line.price_meur, 2),
        _refusal(line),
    ]


def _two_lines_each(view: View, shots: Sequence[Recommendation]) -> Table:
    columns = [
        ("last\norder", "number"),
        ("\nlaunch", "number"),
        ("intcpt\nimpact", "number"),
        ("fire unit\n→ track, flies to asset", "name"),
        ("rounds × interceptor type\npk of a round, needed (stage)", "name"),
        ("averts\nprice", "number"),
        ("refusal\nM€", "number"),
    ]
    return ledger(columns, (_two_lines(view, line) for line in shots))


def _two_lines(view: View, line: Recommendation) -> list[Cell]:
    last, launch, intercept = _times(view, line)
    return [
        last,
        launch,
        f"{intercept}\n{_impact(view, line)}",
        f"{_who(line)}\n→ {_what(view, line)}, {_whither(view, line)}",
        f"{_with(line)}\npk {_pk(line)}, needed {_needed(line)}",
        f"{amount(line.damage_averted_meur, 2)}\n{amount(line.price_meur, 2)}",
        _refusal(line),
    ]


def _times(view: View, line: Recommendation) -> tuple[Text, Text, str]:
    launch = Text(countdown(view.ahead_s(line.shot.launch_s)))
    if line.firm and _is_due(view, line):
        launch = Text(f"!{launch.plain}", style=STRONG)
    last = view.last_order(line)
    return (
        soon(last.ahead_s).append("*" if last.by_impact else ""),
        launch,
        countdown(view.ahead_s(line.shot.intercept_s)),
    )


def _is_due(view: View, line: Recommendation) -> bool:
    """Whether the order must go out now if the launch is to be on time."""
    reaction_s = view.fire_units[line.shot.fire_unit].reaction_time_s
    slot_s = view.params.slot_s
    return view.ahead_s(line.shot.launch_s) - reaction_s < slot_s


def _who(line: Recommendation) -> str:
    shot = line.shot
    if shot.position == CURRENT_POSITION:
        return shot.fire_unit
    return f"{shot.fire_unit} at {shot.position}"


def _what(view: View, line: Recommendation) -> str:
    """The track, and its class if that is not the ordinary one."""
    classes = view.tracks[line.shot.track].class_probabilities
    likeliest = max(ThreatClass, key=lambda each: classes.get(each, 0.0))
    if likeliest is ThreatClass.ONE_WAY_ATTACK:
        return line.shot.track
    return f"{line.shot.track} {_CLASS_WORDS[likeliest]}"


def _whither(view: View, line: Recommendation) -> str:
    threat = view.threats.get(line.shot.track)
    if threat is None or not threat.assets:
        return "no known asset"
    first = threat.assets[0]
    return f"{first.asset} {percent(first.p_asset)}"


def _impact(view: View, line: Recommendation) -> str:
    """When the track would reach the asset it most probably flies to."""
    threat = view.threats.get(line.shot.track)
    if threat is None or threat.time_to_impact_s is None:
        return "–"
    return countdown(threat.time_to_impact_s)


def _with(line: Recommendation) -> str:
    return f"{line.shot.salvo_size} × {line.shot.interceptor_type}"


def _pk(line: Recommendation) -> str:
    doubtful = line.firm and line.shot.p_available < _LIKELY
    pk = percent_range(line.shot.pk_low, line.shot.pk_high)
    return f"~{pk}" if doubtful else pk


def _needed(line: Recommendation) -> str:
    return f"{percent(line.shot.p_needed)} ({line.shot.stage})"


def _refusal(line: Recommendation) -> Text:
    if line.refusal_meur is None:
        return Text("?", FAINT)
    return Text(amount(line.refusal_meur, 2, "+"))
