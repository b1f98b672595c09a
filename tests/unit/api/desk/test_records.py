"""Plans and deeds, the latest first, page by page from a real ledger."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.ledgers import ABOUT, opening, planned, supply
from tests.pictures import NOW_S
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.api.desk import records
from zaslin.bootstrap.archive import LedgerArchive

HERE: Any = SimpleNamespace(name="live")
ALL: dict[str, Any] = {"by": None, "kind": None, "since_s": None, "before": None}
LAST = 12


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerArchive]:
    """An opening, supplies each second, and a plan as every third entry."""
    folder = Path(tmp_path_factory.mktemp("records"))
    with open_database(
        f"sqlite:///{folder / 'zaslin.db'}", now=lambda: NOW_S
    ) as opened:
        journal = LedgerJournal(opened, begin_journal(opened, "live", ABOUT))
        journal.append(opening())
        for number in range(1, LAST + 1):
            entry = planned(number, number) if number % 3 == 0 else supply(number)
            journal.append(replace(entry, by="bondar" if number == 1 else "marta"))
        yield LedgerArchive(journal)


@pytest.fixture(autouse=True)
def looks_at_five(monkeypatch: pytest.MonkeyPatch) -> None:
    """One call looks at five entries."""
    monkeypatch.setattr(records, "_MOST_LOOKED_AT", 5)


def pages(archive: LedgerArchive, limit: int, **wanted: Any) -> list[list[int]]:
    """Numbers of the audit's lines, page by page to the end."""
    found, before = [], None
    for _ in range(LAST + 2):
        asked = {**ALL, **wanted, "before": before}
        page = records.audit(HERE, archive, limit=limit, **asked)
        found.append([line.number for line in page.lines])
        before = page.next
        if before is None:
            return found
    raise AssertionError(f"no end: {found}")


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 100])
def test_pages_join_to_the_whole(archive: LedgerArchive, limit: int) -> None:
    """None is left out or comes twice, wherever a page ends."""
    joined = [number for page in pages(archive, limit) for number in page]
    assert joined == [11, 10, 8, 7, 5, 4, 2, 1]


def test_what_is_far_back_is_found_after_empty_pages(archive: LedgerArchive) -> None:
    """A call that finds nothing says where to go on."""
    assert pages(archive, 100, by="bondar") == [[], [], [1]]


def test_a_search_since_a_time_ends_there(archive: LedgerArchive) -> None:
    """Nobody is sent through the whole journal for what is older."""
    assert pages(archive, 100, since_s=NOW_S + 10) == [[11, 10]]
    assert pages(archive, 100, since_s=NOW_S + 7) == [[11, 10, 8], [7]]
    assert pages(archive, 100, since_s=NOW_S) == [[11, 10, 8], [7, 5, 4], [2, 1]]


def test_plans_come_the_latest_first(archive: LedgerArchive) -> None:
    """With where to go on."""
    page = records.plans_before(archive, None, 1)
    assert [(each.number, each.revision) for each in page.plans] == [(12, 12)]
    assert page.next == 12
    page = records.plans_before(archive, 12, 9)
    assert [each.number for each in page.plans] == [9]
    assert page.next == 7
