"""A campaign as tables, plots and a document."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests import studies
from zaslin.bench.campaign import plot
from zaslin.bench.campaign.document import campaign_schema, encode
from zaslin.bench.campaign.figures import apart, between, money, quotient, verdict
from zaslin.bench.campaign.render import render, to_markdown
from zaslin.cli.streams import render as as_text
from zaslin.sim.comparison import Comparison, TimingFigures, compare
from zaslin.sim.result import Bounds
from zaslin.sim.statistics import Estimate
from zaslin.sim.study import RunKey, Study

TIMES = (
    TimingFigures(
        scenario="calm",
        policy="ours",
        total_s=12.3,
        planning_s=8.0,
        replan_median_s=0.021,
        replan_p99_s=0.3,
    ),
)


def comparison(study: Study | None = None) -> Comparison:
    """The made-up study, compared with ours."""
    study = study or studies.study()
    return compare(
        study,
        studies.results(study),
        studies.bounds(study),
        study.policies[0],
        study.policies[:2],
    )


def estimate(value: float, low: float | None, high: float | None) -> Estimate:
    """Of some runs."""
    return Estimate(value=value, low=low, high=high, runs=9)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (estimate(45.83, -27.8, 119.46), "46 ± 74"),
        (estimate(-0.04, -0.05, -0.03), "−0.040 ± 0.010"),
        (estimate(0.0, 0.0, 0.0), "0 ± 0"),
        (estimate(5000.0, 5000.0, 5000.0), "5,000 ± 0"),
        (estimate(3.0, None, None), "3.00"),
        (None, "–"),
    ],
)
def test_a_mean_is_shown_with_its_interval(figure: Estimate | None, text: str) -> None:
    """As many digits as the interval leaves meaning to."""
    assert apart(figure) == text


def test_a_difference_shows_its_sign() -> None:
    """More or less."""
    assert apart(estimate(30.0, 10.0, 50.0), "+") == "+30 ± 20"
    assert apart(estimate(-30.0, -50.0, -10.0), "+") == "−30 ± 20"
    assert apart(estimate(0.2, -40.0, 40.4), "+") == "0 ± 40"


def test_a_ratio_is_shown_with_its_interval() -> None:
    """Open above where there is no upper end."""
    assert between(estimate(0.481, 0.42, 0.553)) == "0.48 (0.42–0.55)"
    assert between(estimate(12.0, 3.0, None)) == "12 (3.00–…)"
    assert between(estimate(1.0, None, None)) == "1.00"
    assert between(None) == "–"
    assert quotient(1234.5) == "1,234"
    assert money(0.0) == "0"


@pytest.mark.parametrize(
    ("difference", "word"),
    [
        (estimate(-3.0, -5.0, -1.0), "better"),
        (estimate(3.0, 1.0, 5.0), "worse"),
        (estimate(-3.0, -7.0, 1.0), "open"),
        (estimate(0.0, 0.0, 0.0), "open"),
        (estimate(-3.0, None, None), ""),
        (None, ""),
    ],
)
def test_a_verdict_needs_an_interval_that_leaves_zero_out(
    difference: Estimate | None, word: str
) -> None:
    """Less leaked is better."""
    assert verdict(difference) == word


def test_the_terminal_shows_everything_within_its_width() -> None:
    """No figure is cut short at a hundred columns."""
    study = studies.study(policies=("ours", "linear_assignment_at_once", "slow"))
    text = as_text(render(comparison(study), TIMES), width=100)

    assert "…" not in text.replace("(…)", "")
    assert max(map(len, text.splitlines())) <= 100
    for words in ("NOTIONAL", "ours (reference)", "CALM", "STORM", "churn", "12.3"):
        assert words in text


def test_the_document_ranks_policies_and_names_classes_and_types() -> None:
    """Those that leak least first."""
    made = comparison()
    text = to_markdown(made, TIMES)
    calm = made.scenarios[0]
    ranked = sorted(calm.policies, key=lambda each: each.leaked.value)
    table = text.partition("## calm")[2].partition("## storm")[0]
    shown = [line.split("|")[1].strip() for line in table.splitlines() if "|" in line]

    assert shown[2:6] == [
        f"{each.policy} (reference)" if each.policy == "ours" else each.policy
        for each in ranked
    ]
    assert "one_way_attack" in table
    assert "gun" in table
    assert "| calm | ours | 12.3 | 8.00 | 21 | 300 |" in text


def test_every_plot_is_there_twice_and_always_the_same() -> None:
    """PNG and SVG; equal comparisons give equal bytes."""
    made = comparison()

    drawn, again = dict(plot.draw(made)), dict(plot.draw(made))

    assert drawn == again
    names = ("overview", "ratios", "scenario-calm", "scenario-storm")
    assert set(drawn) == {f"{name}.{end}" for name in names for end in ("png", "svg")}
    for name, data in drawn.items():
        if name.endswith(".png"):
            assert data.startswith(b"\x89PNG")
        else:
            assert ET.fromstring(data).tag.endswith("svg")  # noqa: S314


@pytest.mark.parametrize(
    "changes",
    [
        {"policies": ("ours",)},
        {"runs": 1},
        {"bounds": False},
        {"scenarios": ("calm",), "policies": ("ours", "slow"), "runs": 2},
    ],
    ids=["one policy", "one run", "no bounds", "small"],
)
def test_a_small_study_is_drawn_and_told_too(changes: dict[str, object]) -> None:
    """Without rivals, intervals or bounds."""
    made = comparison(studies.study(**changes))

    assert len(dict(plot.draw(made))) >= 4
    assert to_markdown(made)
    assert as_text(render(made), width=100)


def test_raids_without_damage_are_drawn() -> None:
    """Nothing can be divided by them."""
    study = studies.study(runs=2)
    results = {
        key: replace(result, leaked_meur=0.0, undefended_meur=0.0)
        for key, result in studies.results(study).items()
    }
    bounds = {
        RunKey(scenario, None, seed): Bounds(chance_meur=0.0)
        for scenario in study.scenarios
        for seed in study.seeds
    }
    made = compare(study, results, bounds, "ours")

    assert len(dict(plot.draw(made))) == 8
    assert "– |" in to_markdown(made)


def test_the_document_is_as_its_schema_says() -> None:
    """With times, and without where equal studies must be equal."""
    made = comparison()
    schema = campaign_schema()
    for times in (None, TIMES):
        document = json.loads(encode(made, times))

        jsonschema.validate(document, schema)
        assert document["schema"] == "zaslin/campaign/1"
        assert document["notional"] is True
        assert document["comparison"]["reference"] == "ours"
    assert encode(made) == encode(comparison())
