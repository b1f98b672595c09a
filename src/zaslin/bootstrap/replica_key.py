"""What the replicas of a service know each other by: one secret in their database."""

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.schema import SETTING

_NAME = "replica_key"


def replica_key(database: Database) -> str:
    """The secret of this database, made by the first process that asks."""
    known = _known(database)
    if known is not None:
        return known
    made = database.token()
    try:
        with database.writing() as connection:
            connection.execute(insert(SETTING).values(key=_NAME, value=made))
    except IntegrityError:
        # Another replica was first.
        made = _known(database) or made
    return made


def _known(database: Database) -> str | None:
    query = select(SETTING.c.value).where(SETTING.c.key == _NAME)
    with database.reading() as connection:
        return connection.scalar(query)
