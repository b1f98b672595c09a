"""Tables whose rows stay as they were entered, on either database."""

from collections.abc import Iterator

from alembic import op

# Messages that reach an administrator who tries.
_WHY = "the ledger is append-only"


def freeze(table: str, key: tuple[str, ...]) -> None:
    """Refuse whatever changes or removes a row of a table; ``key`` is its key."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _sqlite(table, key) if sqlite else _postgresql(table):
        op.execute(statement)


def prepare_freezing() -> None:
    """What PostgreSQL needs once."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '%: {_WHY}', TG_TABLE_NAME; END $$"
    )


def _sqlite(table: str, key: tuple[str, ...]) -> Iterator[str]:
    for what in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {_WHY}'); END"
        )
    same = " AND ".join(f'"{each}" = NEW."{each}"' for each in key)
    # INSERT OR REPLACE removes a row without telling the trigger of DELETE.
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (our names)
    yield (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} "
        f"BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}: {_WHY}'); END"
    )


def _postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
