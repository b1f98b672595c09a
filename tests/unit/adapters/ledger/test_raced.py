"""Operators want the last round at the same moment, and one of them has it."""

from collections.abc import Callable, Iterator

import pytest

from tests.folders import roomy
from tests.kill_ledger import Store, backend
from tests.race_ledger import Careful, Naive, run


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest) -> Iterator[Callable[[], Store]]:
    """Fresh databases of either kind."""
    with backend(request.param, roomy()) as (made, _):
        yield made


@pytest.mark.parametrize("operators", [2, 8])
def test_one_operator_has_the_last_round(
    stores: Callable[[], Store], operators: int
) -> None:
    """Never two of them, and never none; most had to try again."""
    tally = run(stores().url, 25, operators, Careful)
    assert tally.faults == 0, tally
    assert tally.retries >= 25


@pytest.mark.parametrize("operators", [2, 8])
def test_the_naive_way_spends_it_twice(
    stores: Callable[[], Store], operators: int
) -> None:
    """The control: who writes what was seen before spends what is not there."""
    assert run(stores().url, 10, operators, Naive).double_spent > 0


@pytest.mark.deep
@pytest.mark.parametrize("operators", [2, 8])
def test_two_thousand_races_have_one_winner_each(
    stores: Callable[[], Store], operators: int
) -> None:
    """On both kinds of database."""
    assert run(stores().url, 2_000, operators, Careful).faults == 0
