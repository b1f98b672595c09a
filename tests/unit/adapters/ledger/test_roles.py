"""The account that the documentation gives the service cannot change the ledger."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ledgers import ABOUT, booked, night
from tests.pictures import NOW_S
from tests.postgres import PostgresServer, make_server, remove_server
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.lead import Lead
from zaslin.adapters.ledger.shelf import begin_journal
from zaslin.ops.state import fold

DOCUMENTED = Path(__file__).parents[4] / "docs" / "operations.md"


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of this test's own: roles are of all databases."""
    made = make_server()
    yield made
    remove_server(made)


def _documented() -> tuple[list[str], list[str]]:
    """What is to be run once, and what in the database itself."""
    chapter = DOCUMENTED.read_text(encoding="utf-8").partition("## PostgreSQL")[2]
    blocks = re.findall(r"```sql\n(.*?)```", chapter, re.DOTALL)[:2]
    once, inside = (
        [each for each in block.split(";") if each.strip()] for block in blocks
    )
    return once, inside


def _as(url: str, role: str) -> str:
    return url.replace("zaslin@/", f"{role}@/")


def test_the_documented_account_can_work_and_not_tamper(
    server: PostgresServer,
) -> None:
    """It keeps entries, leads and restarts; it cannot touch what was kept."""
    once, inside = _documented()
    with server.connect() as connection:
        for statement in once:
            if "ROLE zaslin LOGIN" not in statement:
                connection.execute(statement)
        connection.execute("CREATE ROLE service LOGIN")
    url = server.url("zaslin")
    owner, service = _as(url, "zaslin_owner"), _as(url, "service")
    with open_database(owner, now=lambda: NOW_S):
        pass
    with psycopg.connect(owner.replace("+psycopg", "")) as connection:
        for statement in inside:
            # The tests' own server already has a superuser of that name.
            connection.execute(re.sub(r"\bzaslin\b", "service", statement))
    with open_database(service, now=lambda: NOW_S) as database:
        lead = Lead(database, holder="a", address="http://a")
        epoch = lead.take()
        lead.hold()
        assert epoch == 1
        journal = LedgerJournal(
            database, begin_journal(database, "live", ABOUT, epoch=epoch), epoch
        )
        for entry, with_it in booked(night(10)):
            journal.append(entry, with_it)
        situation = fold(night(10))
        assert situation is not None
        journal.snapshot(situation)
        journal.snapshot(situation)
    with psycopg.connect(service.replace("+psycopg", ""), autocommit=True) as account:
        for statement in (
            "UPDATE entry SET at_s = 0",
            "DELETE FROM posting",
            "TRUNCATE receipt",
            "DELETE FROM attachment",
            "UPDATE checkpoint SET size = 0",
            "UPDATE journal SET header = header",
            "DROP TRIGGER entry_no_change ON entry",
            "ALTER TABLE entry DISABLE TRIGGER USER",
            "DROP TABLE entry CASCADE",
            "CREATE TABLE other (x int)",
            "UPDATE alembic_version SET version_num = '0000'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                account.execute(statement)
