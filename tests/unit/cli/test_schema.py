"""``zaslin schema``: what is read and written, for programs."""

import json

import jsonschema
import pytest

from tests.unit.cli.running import Run


@pytest.mark.parametrize("document", ["plan", "picture", "score"])
def test_each_schema_is_a_valid_one(document: str, run: Run) -> None:
    """Draft 2020-12, one document."""
    outcome = run("schema", document)

    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:zaslin:{document}:1"


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
