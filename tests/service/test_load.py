"""A service under a little load: every report is accounted for, and pictures come."""

from zaslin.bench.serve.render import render, to_markdown
from zaslin.bench.serve.report import ServeReport
from zaslin.bench.serve.run import Load, run_serve
from zaslin.cli.streams import render as text


def test_a_measurement_accounts_for_every_report() -> None:
    """From the sources to the consoles, two of which never read."""
    load = Load(
        seconds=3.0,
        rate_per_s=80.0,
        consoles=4,
        flood=5.0,
        tracks=12,
        units=4,
        warm_up_s=2.0,
    )
    report = run_serve(load)
    assert report.stopped_with == 0
    assert report.errors_5xx == 0
    assert report.first_plan_s is not None
    assert [phase.name for phase in report.phases] == ["load", "flood"]
    for phase in report.phases:
        answered = phase.accepted + phase.shed + phase.rejected
        assert answered + sum(phase.refused.values()) <= phase.offered
        assert phase.accepted > 0
        assert phase.rejected == phase.unanswered == 0
        assert phase.to_picture_ms.count > 0
        assert phase.to_picture_ms.median > 0
        assert phase.events > 0
        assert min(phase.memory_mb) > 0
    assert_readable(report)


def assert_readable(report: ServeReport) -> None:
    """The same figures on a terminal and in a document."""
    for paper in (text(render(report), width=200), to_markdown(report)):
        assert "12 tracks x 4 fire units" in paper
        assert "to picture, ms" in paper
        assert "flood" in paper
