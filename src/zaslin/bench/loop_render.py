"""A loop report as a table for people and as a section of a document."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from zaslin.bench.loop import LoopReport
from zaslin.bench.tables import Row, pipes, table, write_between

BEGIN = "<!-- zaslin bench loop: begin -->"
END = "<!-- zaslin bench loop: end -->"


def render(report: LoopReport) -> RenderableType:
    """The report as it is read on a terminal."""
    return Group(
        *(Text(line) for line in _preamble(report)),
        Text("\nSeconds on one core", style="bold"),
        table(_times(report)),
        Text("\nWhere they go, by a profile of the same night", style="bold"),
        table(_parts(report)),
    )


def to_markdown(report: LoopReport) -> str:
    """The report as a section of a Markdown document."""
    return "\n\n".join(
        (
            "\n".join(_preamble(report)),
            pipes(_times(report)),
            "Where they go, by a profile of the same night:",
            pipes(_parts(report)),
        )
    )


def write_into(path: Path, report: LoopReport) -> None:
    """Replace what stands between the markers of a document by this report."""
    write_between(path, (BEGIN, END), to_markdown(report))


def _preamble(report: LoopReport) -> list[str]:
    machine = report.machine
    flown = (
        f"{report.tracks} objects against {report.units} fire units in "
        f"{report.night_s / 60:.0f} minutes, re-planned every {report.interval_s:g} s; "
        f"policy {report.policy}, seed {report.seed}, best of {report.repeats}."
    )
    ran_on = (
        f"{machine.cores} cores ({machine.architecture}), Python {machine.python}, "
        f"numpy {machine.numpy}, numba {machine.numba}; "
        f"load before the start {machine.load:.1f}."
    )
    return [flown, ran_on]


def _times(report: LoopReport) -> list[Row]:
    return [
        ("whole night", "planning", "plans", "re-plan median, ms", "re-plan p99, ms"),
        (
            f"{report.total_s:.1f}",
            f"{report.planning_s:.1f}",
            f"{report.plans}",
            f"{1000 * report.replan_median_s:.1f}",
            f"{1000 * report.replan_p99_s:.1f}",
        ),
    ]


def _parts(report: LoopReport) -> list[Row]:
    return [
        ("part", "share"),
        *((name, f"{share:.0%}") for name, share in report.shares.items()),
    ]
