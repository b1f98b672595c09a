"""Tables brought up to date when a database is opened, all steps or none."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from zaslin.adapters.ledger.faults import DatabaseRefused, NewerDatabase
from zaslin.adapters.ledger.limits import MIGRATION_S
from zaslin.adapters.ledger.postgres import PunctualConnection
from zaslin.adapters.ledger.sqlite import WRITE

FOLDER = Path(__file__).parent / "migrations"

# Any number, as long as every process takes the same one.
_LOCK = 0x5A41_534C


def migrate(engine: Engine) -> None:
    """Run the steps that a database lacks.

    Raises
    ------
    NewerDatabase
        If it has had steps that this program does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        connection.execution_options(**{WRITE: True})
        driver = connection.connection.driver_connection
        if isinstance(driver, PunctualConnection):
            driver.limit_s = MIGRATION_S
        try:
            with connection.begin():
                _wait_in_line(connection)
                held = MigrationContext.configure(connection).get_current_revision()
                _accept(held, script)
                if held != script.get_current_head():
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
        finally:
            if isinstance(driver, PunctualConnection):
                # Back to that of every connection.
                del driver.limit_s


def accept_current(engine: Engine) -> None:
    """Refuse a database whose tables are not those of this program.

    Raises
    ------
    DatabaseRefused
        If there are none, or older ones.
    NewerDatabase
        If a later version made them.
    """
    script = ScriptDirectory(str(FOLDER))
    with engine.connect() as connection, connection.begin():
        held = MigrationContext.configure(connection).get_current_revision()
    _accept(held, script)
    if held != script.get_current_head():
        raise DatabaseRefused(
            f"database is of revision {held!r}; accepted: {script.get_current_head()!r}"
            ", to which zaslin serve brings it"
        )


def _wait_in_line(connection: Connection) -> None:
    """One process at a time; on SQLite there is only one."""
    if connection.dialect.name == "sqlite":
        return
    limit = int(MIGRATION_S * 1000)
    connection.execute(text(f"SET LOCAL statement_timeout = {limit}"))
    connection.execute(text(f"SET LOCAL lock_timeout = {limit}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": _LOCK})


def _accept(held: str | None, script: ScriptDirectory) -> None:
    known = {step.revision for step in script.walk_revisions()}
    if held is not None and held not in known:
        raise NewerDatabase(
            f"database is of revision {held!r}; accepted: up to "
            f"{script.get_current_head()!r}, as a later version of zaslin made it"
        )
