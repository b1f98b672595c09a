"""How alembic runs here: on a connection that ``open_database`` hands over."""

from alembic import context


def run() -> None:
    """Run what is missing, all of it or nothing."""
    context.configure(
        connection=context.config.attributes["connection"],
        # Both backends take back what a transaction has made of tables.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
