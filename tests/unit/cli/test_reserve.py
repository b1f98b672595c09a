"""``zaslin reserve``: the price of a saved round, from the outside."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.pictures import one_track_one_unit, with_forecast
from tests.unit.cli.running import Run, Written, assert_refused

QUICK = ("--draws", 1, "--types", "medium_range_missile,long_range_missile")


def test_prices_are_told_by_type_and_by_unit(run: Run) -> None:
    """In words, within the width of a page."""
    outcome = run("reserve", "tiny", *QUICK, "--resupply", "long_range_missile=2")

    assert (outcome.code, outcome.err) == (0, "")
    for words in (
        "NOTIONAL DATA  tiny, 3 nights, 1 draw of the forecast, seed 1",
        "PRICE OF A ROUND",
        "medium_range_missile",
        "+2",
        "LONG_RANGE_MISSILE BY UNIT",
    ):
        assert words in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 100


def test_the_document_is_as_its_schema_says(run: Run) -> None:
    """Prices fall as the stock rises, from none to twice what there is."""
    document = json.loads(run("reserve", "tiny", *QUICK, "--json").out)

    jsonschema.validate(document, json.loads(run("schema", "reserve").out))
    kinds = document["report"]["types"]
    assert [each["interceptor_type"] for each in kinds] == [
        "long_range_missile",
        "medium_range_missile",
    ]
    for kind in kinds:
        prices = kind["price_meur"]
        assert prices == sorted(prices, reverse=True)
        assert len(prices) == 2 * kind["stock"]
        assert sum(each["rounds"] for each in kind["units"]) == kind["stock"]


def test_equal_seeds_give_equal_bytes(run: Run) -> None:
    """And other ones other forecasts."""

    def once(seed: int) -> str:
        return run("reserve", "tiny", *QUICK, "--json", "--seed", seed).out

    assert once(7) == once(7) != once(8)


def test_a_picture_with_a_forecast_is_priced(written: Written, run: Run) -> None:
    """What is in the air belongs to tonight."""
    outcome = run("reserve", written(with_forecast()), "--json", "--nights", 1)

    assert outcome.code == 0, outcome.err
    report = json.loads(outcome.out)["report"]
    assert report["nights"] == 1
    for kind in report["types"]:
        assert kind["price_meur"] == kind["tonight_meur"]


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_the_plot_is_written(tmp_path: Path, run: Run, ending: str) -> None:
    """The same for the same seed."""
    path = tmp_path / f"prices{ending}"

    first, outcome = (
        run("reserve", "tiny", *QUICK, "--plot", path),
        path.read_bytes(),
    )[::-1]
    run("reserve", "tiny", *QUICK, "--plot", path)

    assert outcome.code == 0
    assert f"wrote {path}" in outcome.err
    assert path.read_bytes() == first
    assert first.startswith(b"\x89PNG" if ending == ".png" else b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        (("tiny", "--types", "cannon"), "'cannon' has no rounds here; accepted:"),
        (("tiny", "--types", "a,,b"), "accepted: names, separated by commas"),
        (("tiny", "--resupply", "mobile_gun"), "accepted: TYPE=ROUNDS"),
        (("tiny", "--resupply", "mobile_gun=-1"), "accepted: TYPE=ROUNDS"),
        (("tiny", "--resupply", "cannon=1"), "'cannon' has no rounds here"),
        (("tiny", "--nights", 0), "accepted: a whole number, 1 to 365"),
        (("tiny", "--draws", 0), "accepted: a whole number, 1 to 100"),
        (("tiny", "--plot", "prices.pdf"), "accepted: .png, .svg"),
        (("no-such.json",), "no-such.json"),
    ],
)
def test_what_cannot_be_used_is_refused(
    run: Run, arguments: tuple[object, ...], said: str
) -> None:
    """In one line, with what is accepted."""
    assert_refused(run("reserve", *arguments), said)


def test_a_picture_without_a_forecast_is_refused(written: Written, run: Run) -> None:
    """Nothing is known of any later need."""
    outcome = run("reserve", written(one_track_one_unit()))

    assert_refused(outcome, "holds no forecast; accepted:")
