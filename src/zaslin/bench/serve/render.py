"""A measurement of the service as tables for people and as a section of a document."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from zaslin.bench.serve.report import Percentiles, Phase, ServeReport
from zaslin.bench.tables import Row, pipes, table, write_between

BEGIN = "<!-- zaslin bench serve: begin -->"
END = "<!-- zaslin bench serve: end -->"

_TIMES = "times are median / p99 / largest"
_SEEN = "What consoles saw: report to picture, plan age, heartbeats without a plan"


def render(report: ServeReport) -> RenderableType:
    """The report as it is read on a terminal."""
    return Group(
        *(Text(line) for line in _preamble(report)),
        Text(f"\nReports; {_TIMES}", style="bold"),
        table(_reports(report)),
        Text(f"\n{_SEEN}", style="bold"),
        table(_seen(report)),
        Text("\nMemory of all processes, MB", style="bold"),
        table(_memory(report)),
    )


def to_markdown(report: ServeReport) -> str:
    """The report as a section of a Markdown document."""
    return "\n\n".join(
        (
            "\n".join(_preamble(report)),
            f"Reports; {_TIMES}:",
            pipes(_reports(report)),
            f"{_SEEN}:",
            pipes(_seen(report)),
            "Memory of all processes, MB:",
            pipes(_memory(report)),
        )
    )


def write_into(path: Path, report: ServeReport) -> None:
    """Replace what stands between the markers of a document by this report."""
    write_between(path, (BEGIN, END), to_markdown(report))


def _preamble(report: ServeReport) -> list[str]:
    machine = report.machine
    first = (
        "no plan was seen"
        if report.first_plan_s is None
        else f"first plan {report.first_plan_s:.1f} s after the first console"
    )
    asked = (
        f"{report.tracks} tracks x {report.units} fire units, seed {report.seed}; "
        f"{report.sources} sources, {report.consoles} consoles, of which "
        f"{report.idle_consoles} never read."
    )
    ran_on = (
        f"{machine.cores} cores ({machine.architecture}) for service, planners and "
        f"load together, Python {machine.python}; load before the start "
        f"{machine.load:.1f}."
    )
    went = (
        f"Started in {report.started_s:.1f} s, {first}; {report.errors_5xx} answers "
        f"of 5xx; stopped with exit code {report.stopped_with}."
    )
    return [asked, ran_on, went]


def _reports(report: ServeReport) -> list[Row]:
    head = ("phase", "s", "offered/s", "accepted", "shed", "refused", "answer ms")
    return [head, *(_reports_of(phase) for phase in report.phases)]


def _reports_of(phase: Phase) -> Row:
    refused = sum(phase.refused.values()) + phase.rejected
    return (
        phase.name,
        f"{phase.seconds:.0f}",
        f"{phase.rate_per_s:,.0f}",
        _share(phase.accepted, phase),
        _share(phase.shed, phase),
        _share(refused, phase),
        _times(phase.answered_ms, 0),
    )


def _seen(report: ServeReport) -> list[Row]:
    head = (
        "phase",
        "to picture, ms",
        "plan age, s",
        "no plan",
        "states",
        "events",
        "MB",
    )
    return [head, *(_seen_of(phase) for phase in report.phases)]


def _seen_of(phase: Phase) -> Row:
    states = ", ".join(f"{state} {count}" for state, count in phase.states.items())
    return (
        phase.name,
        _times(phase.to_picture_ms, 0),
        _times(phase.plan_age_s, 1),
        f"{phase.beats_without_plan}",
        states,
        f"{phase.events:,}",
        f"{phase.received_mb:,.0f}",
    )


def _memory(report: ServeReport) -> list[Row]:
    return [
        ("phase", "start", "middle", "end"),
        *(
            (phase.name, *(f"{each:,.0f}" for each in phase.memory_mb))
            for phase in report.phases
        ),
    ]


def _times(values: Percentiles, digits: int) -> str:
    return " / ".join(
        f"{each:,.{digits}f}" for each in (values.median, values.p99, values.largest)
    )


def _share(count: int, phase: Phase) -> str:
    return f"{count:,} ({count / max(1, phase.offered):.1%})"
