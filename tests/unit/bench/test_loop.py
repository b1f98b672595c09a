"""The timed night: of the size asked for, and all of its time accounted for."""

import cProfile
from pathlib import Path
from pstats import Stats

import pytest

from zaslin.bench.loop import ELSEWHERE, large_night, part_of, run_loop, shares
from zaslin.bench.loop_render import BEGIN, END, to_markdown, write_into
from zaslin.sim.draw import draw


def test_the_large_night_has_the_stated_size() -> None:
    """Five hundred objects in an hour and a half, a plan every fifteen seconds."""
    setting = large_night(500, 15.0)
    drawn = draw(setting, 1)

    arrives_s = drawn.raid.arrives_s - setting.scenario.starts_s
    assert len(drawn.raid) == pytest.approx(500, abs=2)
    assert len(setting.defence.fire_units) == 200
    assert (arrives_s.min() >= 600.0, arrives_s.max() <= 6000.0) == (True, True)
    replanning = setting.scenario.replanning
    assert (replanning.interval_s, replanning.shortest_s) == (15.0, 15.0)


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("/x/src/zaslin/assignment/check/plan.py", "check"),
        ("/x/src/zaslin/assignment/plan.py", "compile, prices, plan, explain"),
        ("/x/src/zaslin/sim/watch.py", "raid, sensors, crews, people"),
        ("/x/src/zaslin/cli/app.py", ELSEWHERE),
        ("/usr/lib/python3/heapq.py", None),
        ("~", None),
    ],
)
def test_a_file_belongs_to_one_part(file: str, part: str | None) -> None:
    """The checker is not counted as planning, and libraries belong to nobody."""
    assert part_of(file) == part


def test_shares_add_up() -> None:
    """Nothing of the profile is lost or counted twice."""
    profile = cProfile.Profile()
    profile.runcall(large_night, 10, 60.0)

    assert sum(shares(Stats(profile)).values()) == pytest.approx(1.0)


def test_a_report_goes_into_its_document(tmp_path: Path) -> None:
    """A small night, measured for real, between the markers and nowhere else."""
    path = tmp_path / "loop.md"
    path.write_text(f"# Before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    told: list[str] = []

    report = run_loop(5, 600.0, "greedy_soonest", 1, 1, told.append)
    write_into(path, report)

    text = path.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("# Before")
    assert to_markdown(report) in text
    assert report.plans > 0
    assert told
