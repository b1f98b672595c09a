"""The server that other tests stand on."""

import psycopg

from tests.postgres import PostgresServer


def test_a_fresh_database_answers(postgres_server: PostgresServer) -> None:
    """It is a real server, and it keeps what it acknowledges."""
    with postgres_server.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            row = connection.execute(f"SHOW {name}").fetchone()
            assert row == ("on",)


def test_databases_are_apart(postgres_url: str) -> None:
    """Each test gets an empty database of its own."""
    url = postgres_url.replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM information_schema.tables "
            "WHERE table_schema = 'public'"
        ).fetchone()
    assert row == (0,)
