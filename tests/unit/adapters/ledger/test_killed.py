"""Whoever writes is killed at random moments, and nothing acknowledged is lost.

Each run is a program of its own, as a process with threads should not be forked.
"""

import subprocess
import sys

import pytest

from tests.folders import roomy


def _killed(*arguments: str) -> tuple[int, str]:
    folder = ("--folder", str(roomy()))
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill_ledger", *folder, *arguments],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout


def _number(what: str, report: str) -> int:
    return int(report.partition(f"{what} ")[2].partition(",")[0])


def test_nothing_acknowledged_is_lost_on_sqlite() -> None:
    """Two hundred kills, many of them in the middle of a transaction."""
    code, report = _killed("--cycles", "200")
    assert code == 0, report
    assert _number("acknowledged", report) > 50
    assert _number("killed with a rollback journal", report) > 20
    # The answer got lost, the request came again, and had one effect.
    assert _number("kept but not answered", report) > 0


def test_nothing_acknowledged_is_lost_on_postgresql() -> None:
    """The same with the server alive, which undoes what was not committed."""
    code, report = _killed("--cycles", "40", "--backend", "postgresql")
    assert code == 0, report
    assert _number("acknowledged", report) > 30


def test_nothing_acknowledged_is_lost_with_its_server() -> None:
    """The server loses its processes and recovers from its log."""
    code, report = _killed(
        "--cycles", "3", "--backend", "postgresql", "--kill", "server"
    )
    assert code == 0, report


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_half_made_database_is_made_whole(backend: str) -> None:
    """Killed while it makes its tables: the next start can use what is there."""
    code, report = _killed("--cycles", "20", "--kill", "creation", "--backend", backend)
    assert code == 0, report


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_an_acknowledgement_before_the_commit_is_found(backend: str) -> None:
    """The control: with the fault that matters, the same test fails."""
    code, report = _killed("--cycles", "20", "--plant", "--backend", backend)
    assert code == 1, report
    assert "fault: lost" in report


@pytest.mark.deep
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_ten_thousand_kills_lose_nothing(backend: str) -> None:
    """Of anything that was acknowledged."""
    code, report = _killed("--cycles", "10000", "--backend", backend)
    assert code == 0, report
