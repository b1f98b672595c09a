"""The tables that queries see are the tables that the migration makes."""

from sqlalchemy import inspect

from tests.people import Town
from zaslin.adapters.people.tables import PEOPLE


def test_queries_and_migrations_have_the_same_tables(people: Town) -> None:
    """On either database, column by column."""
    found = inspect(people.database.engine)

    for table in PEOPLE.sorted_tables:
        made = {each["name"]: each for each in found.get_columns(table.name)}
        assert set(made) == {column.name for column in table.columns}
        assert all(not each["nullable"] for each in made.values())
        key = found.get_pk_constraint(table.name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key]


def test_a_person_has_one_way_in(people: Town) -> None:
    """A password or a provider of identities: the database holds to it, too."""
    names = {
        each["name"]
        for each in inspect(people.database.engine).get_check_constraints("person")
    }

    assert "person_one_way_in" in names
