"""``zaslin campaign`` stopped from outside: a real process with real workers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENOUGH = 4

LONG = """
title = "Many steps over one city"
laydown = "notional_city"
starts = 2025-09-06T22:00:00Z
duration_s = 3600.0
params = "closed_loop"
surveillance = { range_m = 45_000.0, others = 1 }

[stock]
mobile_gun = 0.03

[[waves]]
count = 3
threat_class = "one_way_attack"
arrives_s = { low = 150.0, high = 3500.0 }
bearing_deg = 70.0
distance_m = { low = 12_000.0, high = 20_000.0 }
"""


@pytest.fixture
def started(tmp_path: Path) -> subprocess.Popen[str]:
    """A campaign of a hundred runs in a session of its own, with its first results."""
    scenario = tmp_path / "long.toml"
    scenario.write_text(LONG, encoding="utf-8")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "zaslin", "campaign", str(scenario)),
            *("--policies", "greedy_soonest", "--runs", "100", "--no-bounds"),
            *("--workers", "2", "--out", str(tmp_path / "study")),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    rows = tmp_path / "study" / "runs.ndjson"
    deadline_s = time.monotonic() + 60.0
    while not _has_rows(rows) and time.monotonic() < deadline_s:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    assert _has_rows(rows)
    return process


def _has_rows(path: Path) -> bool:
    """Whether so many nights are kept that every worker has flown one."""
    return path.exists() and path.read_bytes().count(b"\n") >= ENOUGH


def session(leader: int) -> list[int]:
    """Processes of a session that are not only waiting to be collected."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[3]) == leader and after_name[0] != "Z":
            members.append(int(stat.parent.name))
    return members


@pytest.mark.parametrize("everybody", [True, False], ids=["Ctrl-C", "kill -INT"])
def test_an_interrupted_campaign_says_so_in_two_lines(
    everybody: bool, started: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Whether the terminal tells all processes or somebody tells one of them."""
    if everybody:
        os.killpg(started.pid, signal.SIGINT)
    else:
        os.kill(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=120)

    assert (started.returncode, out) == (130, "")
    kept, stopped = err.splitlines()
    assert kept.endswith(f"kept in {tmp_path / 'study'}; the same command goes on")
    assert stopped == "zaslin: interrupted"
    assert (tmp_path / "study" / "runs.ndjson").read_bytes().endswith(b"}\n")
    assert left_after(started.pid, 60.0) == []


def test_a_killed_campaign_leaves_whole_rows_and_no_process(
    started: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Nobody tells the workers; they notice."""
    started.kill()
    started.communicate(timeout=120)

    assert left_after(started.pid, 60.0) == []
    assert (tmp_path / "study" / "runs.ndjson").read_bytes().endswith(b"}\n")


def left_after(leader: int, seconds: float) -> list[int]:
    """Who of a session is still there when there should be nobody."""
    deadline_s = time.monotonic() + seconds
    while session(leader) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    return session(leader)
