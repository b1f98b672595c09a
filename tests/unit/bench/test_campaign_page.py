"""A campaign as a page: the figures of its comparison, for people who read them."""

from pathlib import Path

import pytest

from tests.studies import bounds, results, study
from tests.unit.adapters.page.test_night import Reader
from zaslin.adapters.page.words import LANGUAGES, Words
from zaslin.bench.campaign.document import encode
from zaslin.bench.campaign.page import campaign_page
from zaslin.bench.campaign.read import read_comparison
from zaslin.sim.comparison import Comparison, compare
from zaslin.wire.rejected import Rejected


def compared(**changes: object) -> Comparison:
    """A made-up study, compared."""
    flown = study(**changes)
    return compare(flown, results(flown), bounds(flown), flown.policies[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("runs", [1, 6])
def test_the_page_is_well_formed_and_names_everything(language: str, runs: int) -> None:
    """With one run of each policy there are no intervals, and no verdict."""
    comparison = compared(runs=runs)

    made = campaign_page(comparison, Words(language)).decode()

    read = Reader(made)
    assert read.open == []
    ids = read.of("id")
    assert {link.removeprefix("#") for link in read.of("href")} <= set(ids)
    for scenario in comparison.scenarios:
        assert scenario.scenario in read.texts
        for policy in scenario.policies:
            assert policy.policy in read.texts


def test_the_same_comparison_gives_the_same_bytes() -> None:
    """In this process and in any other."""
    assert campaign_page(compared(), Words("en")) == campaign_page(
        compared(), Words("en")
    )


def test_intervals_and_the_bound_are_drawn() -> None:
    """A whisker has three lines; the bound is drawn once in each scenario."""
    comparison = compared(runs=6)
    policies = sum(len(each.policies) for each in comparison.scenarios)

    read = Reader(campaign_page(comparison, Words("en")).decode())

    assert read.of("class").count("whisker") == 3 * policies
    # And once more in each legend.
    assert read.of("class").count("mark") == 2 * len(comparison.scenarios)


def test_a_finished_campaign_is_read_from_its_folder(tmp_path: Path) -> None:
    """As it was written."""
    comparison = compared()
    (tmp_path / "summary.json").write_bytes(encode(comparison))

    assert read_comparison(tmp_path) == comparison


def test_a_folder_without_a_comparison_is_refused(tmp_path: Path) -> None:
    """Empty, or with something else in it."""
    with pytest.raises(Rejected, match=r"no summary\.json in it"):
        read_comparison(tmp_path)
    (tmp_path / "holiday.txt").write_text("sun")
    with pytest.raises(Rejected, match=r"no summary\.json in it"):
        read_comparison(tmp_path)
    (tmp_path / "summary.json").write_text("{}")
    with pytest.raises(Rejected, match=r"summary\.json"):
        read_comparison(tmp_path)
