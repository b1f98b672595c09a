"""docs/operations.md is done as it is written, on a real PostgreSQL."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresServer
from zaslin.bench.serve import people
from zaslin.bench.serve.client import Session
from zaslin.bench.serve.process import ServiceProcess
from zaslin.bench.serve.raid import make_raid

_PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


class Roles:
    """The two roles and the database of the page, under names of the test's own."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self.owner = f"owner_{os.getpid()}"
        self.service = f"service_{os.getpid()}"
        self.first, self.second = (
            self._renamed(block)
            for block in re.findall(r"```sql\n(.*?)```", _PAGE.read_text(), re.S)
        )

    def url(self, role: str) -> str:
        """The database as a role reaches it."""
        place = f"{self.service}?host={self.server.folder}"
        return f"postgresql+psycopg://{role}@/{place}"

    def connect(self, role: str) -> psycopg.Connection:
        """A connection of a role to the database."""
        return psycopg.connect(
            host=str(self.server.folder),
            user=role,
            dbname=self.service,
            autocommit=True,
        )

    def run(self, connection: psycopg.Connection, block: str) -> None:
        """Every statement of a block of the page."""
        for statement in filter(str.strip, block.split(";")):
            connection.execute(statement)

    def drop(self) -> None:
        """Leave the server as it was."""
        with self.server.connect() as connection:
            for statement in (
                f"DROP DATABASE IF EXISTS {self.service} WITH (FORCE)",
                f"DROP ROLE IF EXISTS {self.service}",
                f"DROP ROLE IF EXISTS {self.owner}",
            ):
                connection.execute(statement)

    def _renamed(self, block: str) -> str:
        block = re.sub(r"\bzaslin_owner\b", self.owner, block)
        return re.sub(r"\bzaslin\b", self.service, block)


@pytest.fixture
def roles(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Roles]:
    """Everything that the page does before the first start."""
    made = Roles(postgres_server)
    try:
        with postgres_server.connect() as connection:
            made.run(connection, made.first)
        migrated = subprocess.run(
            [
                *(sys.executable, "-m", "zaslin", "journal", "migrate"),
                *("--db", made.url(made.owner)),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert migrated.returncode == 0, migrated.stderr
        with made.connect(made.owner) as connection:
            made.run(connection, made.second)
        yield made
    finally:
        made.drop()


def test_the_service_runs_as_a_role_that_cannot_change_the_ledger(
    roles: Roles, tmp_path: Path
) -> None:
    """It enters, people sign in, and what is entered stays as it is."""

    async def work() -> None:
        ground = tmp_path / "ground.json"
        ground.write_bytes(make_raid(4, 4, 1, 1, time.time()).ground)
        service = await ServiceProcess.start(
            ("--port", "0", "--db", roles.url(roles.service)),
            folder=tmp_path,
            environment=people.ENVIRONMENT | {"ZASLIN_DESK_PICTURE": str(ground)},
        )
        try:
            admin = await people.administrator(service.address)
            boss = await people.user(
                admin, service.address, "boss", "supervisor:live", "viewer:live"
            )
            await _hold_all(boss)
            await boss.leave()
            await admin.leave()
        finally:
            assert await service.stop() == 0
        assert "permission denied" not in service.errors()

    asyncio.run(work())
    assert_untouchable(roles)


async def _hold_all(boss: Session) -> None:
    before = (await boss.get("/api/v1/desks/live"))["desk"]["entries"]
    await boss.expect(
        200, "POST", "/api/v1/desks/live/hold-all", {"why": "to be entered"}
    )
    after = (await boss.get("/api/v1/desks/live"))["desk"]["entries"]
    assert after > before


def assert_untouchable(roles: Roles) -> None:
    """Neither the service nor, by mistake, the owner changes what was entered."""
    with roles.connect(roles.service) as connection:
        for table in ("entry", "posting", "receipt", "attachment", "person_change"):
            for change in ("DELETE FROM", "TRUNCATE"):
                statement = f"{change} {table}"
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE entry SET at_s = 0")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (x int)")
    with roles.connect(roles.owner) as connection:
        found = connection.execute("SELECT count(*) FROM entry").fetchone()
        assert found is not None
        assert found[0] > 1
        with pytest.raises(psycopg.errors.DatabaseError) as refused:
            connection.execute("UPDATE entry SET at_s = 0")
        assert not isinstance(refused.value, psycopg.errors.InsufficientPrivilege)
