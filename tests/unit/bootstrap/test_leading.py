"""One process leads; the others stand by, and take over when it is gone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.leases import Clock, FakeLease, SharedLease
from zaslin.api.logs import Log, make_log
from zaslin.bootstrap.leading import Leading

_LEASE_S = 3.0


class Process:
    """A process with its lease, and what it has open."""

    def __init__(
        self,
        shared: SharedLease,
        address: str,
        kind: type[Leading] = Leading,
        takes_s: float = 0.0,
        *,
        alone: bool = False,
        log: Log | None = None,
    ) -> None:
        self.lease = FakeLease(shared, address)
        self.clock, self.takes_s = shared.clock, takes_s
        self.open_epochs: list[int] = []
        self.fails = False
        self.is_stuck = False
        self.is_cut_when_open = False
        self.leading = kind(
            self.lease,
            self.take_over,
            self.open_epochs.clear,
            lease_s=_LEASE_S,
            monotonic=shared.clock,
            alone=alone,
            log=log,
            is_stuck=lambda: self.is_stuck,
        )

    def take_over(self, epoch: int) -> None:
        """Open the desks, which may take a while or fail."""
        self.clock.now_s += self.takes_s
        if self.fails:
            raise RuntimeError("the journal is damaged")
        self.open_epochs.append(epoch)
        self.lease.cut = self.is_cut_when_open


def leads(process: Process) -> bool:
    """Whether it believes to lead now; a call, as time moves on between two of them."""
    return process.leading.leads


@pytest.fixture
def shared() -> SharedLease:
    """Nobody leads yet."""
    return SharedLease(Clock(), _LEASE_S)


def test_the_first_leads_and_the_second_knows_its_address(shared: SharedLease) -> None:
    """And has nothing open itself."""
    one, two = Process(shared, "http://a:1"), Process(shared, "http://b:2")
    one.leading.beat()
    two.leading.beat()
    assert (one.leading.leads, one.leading.address, one.leading.epoch) == (
        True,
        None,
        1,
    )
    assert (two.leading.leads, two.leading.address) == (False, "http://a:1")
    assert two.leading.epoch == 1
    assert (one.open_epochs, two.open_epochs) == ([1], [])


def test_the_second_takes_over_when_the_lease_of_the_first_has_lapsed(
    shared: SharedLease,
) -> None:
    """A process that was killed says nothing any more."""
    one, two = Process(shared, "http://a:1"), Process(shared, "http://b:2")
    one.leading.beat()
    two.leading.beat()
    shared.clock.now_s += _LEASE_S * 0.9
    two.leading.beat()
    assert not leads(two)
    shared.clock.now_s += _LEASE_S * 0.2
    two.leading.beat()
    assert leads(two)
    assert two.leading.epoch == 2


def test_a_leader_that_cannot_reach_the_database_goes_on_showing_what_it_knows(
    shared: SharedLease,
) -> None:
    """Its journal can be entered no more; when it is back it hears who leads."""
    one, two = Process(shared, "http://a:1"), Process(shared, "http://b:2")
    one.leading.beat()
    one.lease.cut = True
    shared.clock.now_s += _LEASE_S * 2
    one.leading.beat()
    assert leads(one)
    assert one.open_epochs == [1]
    two.leading.beat()
    assert leads(two)
    assert shared.epoch == 2
    one.lease.cut = False
    one.leading.beat()
    assert not leads(one)
    assert one.open_epochs == []


def test_a_leader_that_was_held_up_says_so_until_it_has_asked(
    shared: SharedLease,
) -> None:
    """Nobody has taken over meanwhile, so it leads on with its desks open."""
    one = Process(shared, "http://a:1")
    one.leading.beat()
    shared.clock.now_s += _LEASE_S * 5
    assert not leads(one)
    one.leading.beat()
    assert leads(one)
    assert one.open_epochs == [1]


def test_a_process_that_must_be_alone_leads_whatever_its_lease_says(
    shared: SharedLease,
) -> None:
    """The lock on the file is the lead."""
    one = Process(shared, "http://a:1", alone=True)
    one.leading.beat()
    shared.clock.now_s += _LEASE_S * 5
    assert leads(one)
    shared.epoch += 1
    one.leading.beat()
    assert leads(one)
    assert one.open_epochs == [1]


def test_what_can_be_written_no_more_is_opened_anew(shared: SharedLease) -> None:
    """Under another epoch, by the process that leads already."""
    one = Process(shared, "http://a:1")
    one.leading.beat()
    one.is_stuck = True
    one.leading.beat()
    assert not leads(one)
    assert one.open_epochs == []
    one.is_stuck = False
    one.leading.beat()
    assert leads(one)
    assert one.open_epochs == [2]


def test_a_leader_that_was_frozen_learns_that_another_one_leads(
    shared: SharedLease,
) -> None:
    """It closes its desks, forwards, and never goes on with an old epoch."""
    one, two = Process(shared, "http://a:1"), Process(shared, "http://b:2")
    one.leading.beat()
    shared.clock.now_s += _LEASE_S * 2
    two.leading.beat()
    assert not leads(one)
    one.leading.beat()
    one.leading.beat()
    assert one.open_epochs == []
    assert one.leading.address == "http://b:2"


def test_stopping_gives_the_lease_back_at_once(shared: SharedLease) -> None:
    """Nobody waits for it to lapse."""
    one, two = Process(shared, "http://a:1"), Process(shared, "http://b:2")
    one.leading.start()
    one.leading.stop()
    assert one.open_epochs == []
    two.leading.beat()
    assert leads(two)


def test_a_take_over_that_fails_gives_the_lease_back(shared: SharedLease) -> None:
    """Another process may be able to."""
    one, two = Process(shared, "http://a:1"), Process(shared, "http://b:2")
    one.fails = True
    one.leading.beat()
    assert not leads(one)
    two.leading.beat()
    assert leads(two)


def test_a_take_over_that_outlasts_the_lease_leads_only_if_nobody_else_does(
    shared: SharedLease,
) -> None:
    """A long journal is asked for once more."""
    slow = Process(shared, "http://a:1", takes_s=_LEASE_S * 3)
    slow.leading.beat()
    assert leads(slow)
    assert slow.open_epochs == [1]


def test_a_database_that_is_busy_once_the_desks_write_is_no_reason_not_to_start(
    shared: SharedLease,
) -> None:
    """The desks are open, and the next beat asks what could not be asked now."""
    one = Process(shared, "http://a:1")
    one.is_cut_when_open = True
    one.leading.start()
    try:
        assert leads(one)
        assert one.open_epochs == [1]
        one.lease.cut = False
        one.leading.beat()
        assert leads(one)
    finally:
        one.leading.stop()


@pytest.mark.parametrize("when", ["while it opens", "later"])
def test_the_log_says_once_that_the_lease_is_unknown_and_when_it_is_known(
    shared: SharedLease, when: str
) -> None:
    """Whoever reads of a cut need not wonder what came of it."""
    lines: list[str] = []
    one = Process(shared, "http://a:1", log=make_log(lines.append, clock=shared.clock))
    one.is_cut_when_open = when == "while it opens"
    one.leading.beat()
    one.lease.cut = True
    one.leading.beat()
    one.leading.beat()
    one.lease.cut = False
    one.leading.beat()
    one.leading.beat()
    said = [json.loads(each) for each in lines]
    assert [each["event"] for each in said] == ["leads", "lease_unknown", "lease_known"]
    assert said[-1]["epoch"] == 1


class Trusting(Leading):
    """Planted fault: believes to lead until somebody says otherwise."""

    def _is_held_up(self) -> bool:
        return False


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(("beat one", "beat two", "cut one", "mend one", "wait")),
        st.floats(0.0, 2.0),
    ),
    max_size=60,
)


def _two_led(kind: type[Leading], steps: list[tuple[str, float]]) -> bool:
    """Whether two processes that reach the database ever believed to lead at once."""
    shared = SharedLease(Clock(), _LEASE_S)
    one, two = (Process(shared, each, kind) for each in ("http://a:1", "http://b:2"))
    for step, seconds in steps:
        shared.clock.now_s += seconds
        match step:
            case "beat one":
                one.leading.beat()
            case "beat two":
                two.leading.beat()
            case "cut one":
                one.lease.cut = True
            case "mend one":
                one.lease.cut = False
                one.leading.beat()
            case _:
                pass
        if one.leading.leads and two.leading.leads and not one.lease.cut:
            return True
    return False


@given(_STEPS)
def test_two_that_reach_the_database_never_lead_at_once(
    steps: list[tuple[str, float]],
) -> None:
    """Whatever the order of heartbeats, waits and cut lines."""
    assert not _two_led(Leading, steps)


def test_a_leader_that_never_asks_itself_is_found() -> None:
    """The planted fault breaks what the test above claims."""
    steps = [("beat one", 0.0), ("beat two", _LEASE_S * 1.5)]
    assert _two_led(Trusting, steps)
    assert not _two_led(Leading, steps)
