"""Whatever was acknowledged over HTTP outlives the service that said so."""

import asyncio

import pytest

from tests.kill_service import PLANTED, Tally, run


def killed(cycles: int, seed: int, *, planted: bool = False) -> Tally:
    """A service killed so often, and what is there in the end."""
    if planted:
        return asyncio.run(run(cycles, seed, PLANTED))
    return asyncio.run(run(cycles, seed))


def test_no_acknowledged_decision_is_lost_or_doubled() -> None:
    """Two operators, kill -9 in the midst of their requests."""
    tally = killed(2, seed=11)
    assert tally.faults == []
    assert len(tally.acknowledged) >= 2 * 5


def test_a_service_that_acknowledges_before_commit_is_found() -> None:
    """The planted fault loses what it acknowledged."""
    tally = killed(2, seed=12, planted=True)
    assert any("acknowledged" in fault for fault in tally.faults)


@pytest.mark.deep
def test_two_hundred_kills_lose_nothing() -> None:
    """The same for as long as a night lasts."""
    tally = killed(200, seed=13)
    assert tally.faults == []
    assert len(tally.acknowledged) >= 200 * 5
