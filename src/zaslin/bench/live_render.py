"""A live report as tables for people and as a section of a document."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from zaslin.bench.live import DONE, OWN
from zaslin.bench.live_report import LiveReport, LiveSize, Mean, Spread, Standing
from zaslin.bench.tables import Row, pipes, table, write_between

BEGIN = "<!-- zaslin bench live: begin -->"
END = "<!-- zaslin bench live: end -->"

_STANDING = ("method", "value", "÷ bound", "plan ÷ it", "averted", "rounds")


def render(report: LiveReport) -> RenderableType:
    """The report as it is read on a terminal."""
    tables = [
        ("Milliseconds, median / p99", _speed(report)),
        ("A checked floor, after compile, consists of", _floor(report)),
        ("A warm re-plan consists of", _warm(report)),
    ]
    tables += [(_standings_title(each), _standings(each)) for each in report.sizes]
    parts: list[RenderableType] = [Text(line) for line in _preamble(report)]
    for title, rows in tables:
        parts += [Text(f"\n{title}", style="bold"), table(rows)]
    parts += [Text(line) for line in ("", *_notes(report))]
    return Group(*parts)


def to_markdown(report: LiveReport) -> str:
    """The report as a section of a Markdown document."""
    parts = ["\n".join(_preamble(report))]
    parts += ["Milliseconds, median / p99:", pipes(_speed(report))]
    parts += ["A checked floor, after compile, consists of:", pipes(_floor(report))]
    parts += ["A warm re-plan consists of:", pipes(_warm(report))]
    for each in report.sizes:
        parts += [f"{_standings_title(each)}:", pipes(_standings(each))]
    parts.append("\n".join(_notes(report)))
    return "\n\n".join(parts)


def write_into(path: Path, report: LiveReport) -> None:
    """Replace what stands between the markers of a document by this report.

    Raises
    ------
    ValueError
        If the document does not hold both markers, in order.
    """
    write_between(path, (BEGIN, END), to_markdown(report))


def _preamble(report: LiveReport) -> list[str]:
    machine = report.machine
    pictures = report.sizes[0].pictures if report.sizes else 0
    ran_on = (
        f"{machine.cores} cores ({machine.architecture}), Python {machine.python}, "
        f"numpy {machine.numpy}, numba {machine.numba}; "
        f"load before the start {machine.load:.1f}."
    )
    return [f"Pictures of each size: {pictures}; seed: {report.seed}.", ran_on]


def _notes(report: LiveReport) -> list[str]:
    pictures = min((each.pictures for each in report.sizes), default=0)
    rank = "the largest of all" if pictures < 100 else "the nearest rank"
    raids = (
        "Tracks × fire units; synthetic raids over an hour and a half, about one round "
        "per track."
    )
    warm = (
        "The warm re-plan has the prices and the firm shots of the full plan "
        f"{report.moved_s:g} s earlier; its times include compiling."
    )
    steady = (
        "The floor with a plan on the screen has the same firm shots, and a change "
        "costs what it costs at a desk."
    )
    return [
        raids,
        f"p99 of {pictures} pictures is {rank}.",
        "Kernels warm; the garbage collector ran, froze what lives, and stayed on.",
        warm,
        steady,
        "÷ bound and plan ÷ it: mean (least–largest) of the ratio per picture.",
        "Averted: share of the largest conceivable saving, undefended less bound.",
        "Rounds: expected to be spent.",
    ]


def _speed(report: LiveReport) -> list[Row]:
    rows = [("", *(str(each.size) for each in report.sizes))]
    rows.append(("options", *(f"{each.options.mean:,.0f}" for each in report.sizes)))
    for name, text in DONE.items():
        rows.append((text, *(_ms(each.seconds[name]) for each in report.sizes)))
    return rows


def _floor(report: LiveReport) -> list[Row]:
    return _parts(
        report.sizes, [each.floor_parts for each in report.sizes], "floor_checked"
    )


def _warm(report: LiveReport) -> list[Row]:
    return _parts(report.sizes, [each.warm_parts for each in report.sizes], "warm_plan")


def _parts(
    sizes: Sequence[LiveSize], parts: Sequence[Mapping[str, Spread]], total: str
) -> list[Row]:
    rows: list[Row] = [("", *(str(each.size) for each in sizes))]
    rows += [
        (name, *(_ms(each[name]) for each in parts))
        for name in (parts[0] if parts else ())
    ]
    rows.append(("all", *(_ms(each.seconds[total]) for each in sizes)))
    return rows


def _standings_title(each: LiveSize) -> str:
    return f"{each.size}, value in M€, smaller is better"


def _standings(each: LiveSize) -> list[Row]:
    rows: list[Row] = [_STANDING]
    rows += [_standing_row(*pair) for pair in each.standings.items()]
    rows.append(("zaslin: warm re-plan", "", _span(each.warm_to_bound), "", "", ""))
    rows.append(("bound", f"{each.bound_meur.mean:,.0f}", "1", "", "100 %", ""))
    rows.append(("no shot", f"{each.undefended_meur.mean:,.0f}", "", "", "0 %", "0"))
    return rows


def _standing_row(method: str, standing: Standing) -> Row:
    name = method.replace("_", " ")
    return (
        f"zaslin: {name}" if method in OWN else name,
        f"{standing.value_meur.mean:,.0f}",
        _span(standing.to_bound),
        _span(standing.plan_to_it),
        f"{100.0 * standing.averted.mean:.0f} %",
        f"{standing.rounds.mean:,.0f}",
    )


def _ms(spread: Spread) -> str:
    return f"{_three(1e3 * spread.median_s)} / {_three(1e3 * spread.p99_s)}"


def _three(figure: float) -> str:
    """Three digits are what a repetition confirms."""
    if figure >= 99.95:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 9.995 else f"{figure:.2f}"


def _span(figure: Mean) -> str:
    return f"{figure.mean:.3f} ({figure.least:.3f}–{figure.largest:.3f})"
