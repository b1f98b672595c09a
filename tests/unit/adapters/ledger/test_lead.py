"""One process leads, and an earlier one cannot write any more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledgers import ABOUT, opening, supply
from tests.pictures import NOW_S
from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.faults import Fenced
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.lead import Lead
from zaslin.adapters.ledger.shelf import begin_journal


@pytest.fixture
def other(postgres_url: str, database: Database) -> Iterator[Database]:
    """The same database as a second process has it."""
    assert database.engine.dialect.name == "postgresql"
    with open_database(postgres_url, now=lambda: NOW_S) as opened:
        yield opened


postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def _lead(database: Database, holder: str, lasts_s: float = 60.0) -> Lead:
    return Lead(
        database, holder=holder, address=f"http://{holder}:8000", lasts_s=lasts_s
    )


def test_the_first_one_leads(database: Database) -> None:
    """Everybody can see who it is, and where."""
    lead = _lead(database, "a")
    assert lead.leader() is None
    assert lead.take() == 1
    lead.hold()
    leader = lead.leader()
    assert leader is not None
    assert (leader.holder, leader.address, leader.epoch) == ("a", "http://a:8000", 1)
    assert leader.is_alive
    lead.release()
    leader = lead.leader()
    assert leader is not None
    assert not leader.is_alive


@postgresql
def test_a_second_one_waits_until_the_first_has_gone(
    database: Database, other: Database
) -> None:
    """Released, the lead is there at once, with a new epoch."""
    first, second = _lead(database, "a"), _lead(other, "b")
    assert first.take() == 1
    assert second.take() is None
    first.hold()
    first.release()
    assert second.take() == 2
    assert first.take() is None


@postgresql
def test_a_silent_leader_is_replaced_and_fenced(
    database: Database, other: Database
) -> None:
    """It may believe for long that it leads; nothing it writes is kept."""
    first, second = _lead(database, "a"), _lead(other, "b", lasts_s=0.0)
    epoch = first.take()
    assert epoch == 1
    number = begin_journal(database, "live", ABOUT, epoch=epoch)
    old = LedgerJournal(database, number, epoch)
    old.append(opening())
    later = second.take()
    assert later == 2
    new = LedgerJournal(other, number, later)
    new.append(supply(1))
    with pytest.raises(Fenced, match="epoch 2"):
        old.append(supply(1))
    with pytest.raises(Fenced, match="epoch is 1; accepted: "):
        first.hold()
    with pytest.raises(Fenced):
        begin_journal(database, "sim", ABOUT, epoch=1)
    assert [each.number for each in new.entries()] == [0, 1]


@postgresql
def test_without_a_claim_the_old_leader_would_write(
    database: Database, other: Database
) -> None:
    """The control: it is the epoch in the head that fences, not the lease."""
    first, second = _lead(database, "a"), _lead(other, "b", lasts_s=0.0)
    epoch = first.take() or 0
    number = begin_journal(database, "live", ABOUT, epoch=epoch)
    old = LedgerJournal(database, number, epoch)
    assert second.take() == 2
    old.append(opening())
    assert old.size() == 1


def test_a_restart_on_a_file_does_not_wait(tmp_path: Path) -> None:
    """The file's lock shows that the process of before is not there any more."""
    url = f"sqlite:///{tmp_path / 'zaslin.db'}"
    with open_database(url, now=lambda: NOW_S) as database:
        assert _lead(database, "a").take() == 1
    with open_database(url, now=lambda: NOW_S) as database:
        assert _lead(database, "b").take() == 2


def test_a_clock_set_back_keeps_nobody_in_office(tmp_path: Path) -> None:
    """A heartbeat of the future is no sign of life."""
    url = f"sqlite:///{tmp_path / 'zaslin.db'}"
    with open_database(url, now=lambda: NOW_S) as database:
        _lead(database, "a").take()
    with open_database(url, now=lambda: NOW_S - 3_600.0) as database:
        leader = _lead(database, "b").leader()
        assert leader is not None
        assert not leader.is_alive
