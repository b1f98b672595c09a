"""``zaslin schema``: what is read and written, for programs."""

import json

import jsonschema
import pytest

from tests.unit.cli.running import Run


@pytest.mark.parametrize(
    "document", ["plan", "picture", "score", "run", "campaign", "reserve"]
)
def test_each_schema_is_a_valid_one(document: str, run: Run) -> None:
    """Draft 2020-12, one document."""
    outcome = run("schema", document)

    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:zaslin:{document}:1"


def test_another_document_is_refused_with_those_there_are(run: Run) -> None:
    """As every other error: what it was, and what is accepted."""
    outcome = run("schema", "foo")

    assert (outcome.code, outcome.out) == (2, "")
    assert (
        "'foo'; accepted: plan, picture, score, run, campaign, reserve;" in outcome.err
    )


def test_the_effect_of_a_refusal_is_said_to_be_that_of_one_track(run: Run) -> None:
    """Or it would be taken for a plan made anew."""
    schema = json.loads(run("schema", "plan").out)
    field = schema["$defs"]["Recommendation"]["properties"]["refusal_meur"]

    assert "the track alone solved anew, at the prices" in json.dumps(field)


@pytest.mark.parametrize(
    ("document", "part"), [("plan", "Recommendation"), ("score", "Opportunity")]
)
def test_every_pk_says_that_it_includes_the_availability(
    document: str, part: str, run: Run
) -> None:
    """Or a program would count it twice, or not at all."""
    fields = json.loads(run("schema", document).out)["$defs"][part]["properties"]

    for name in ("pk_low", "pk_planned", "pk_high"):
        assert "includes p_available" in fields[name]["description"]
