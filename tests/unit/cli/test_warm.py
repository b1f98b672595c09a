"""``zaslin warm``: every kernel compiled before the first plan."""

import json

from tests.unit.cli.running import Run


def test_warming_takes_every_path_and_says_how_long(run: Run) -> None:
    """Steps on standard error, the result on standard output."""
    outcome = run("warm")

    assert outcome.code == 0
    assert outcome.out.startswith("warm: kernels compiled and cached in ")
    assert outcome.out.count("\n") == 1
    for step in ("first plan", "plan with pins", "small, exact plan", "scores"):
        assert f"warm: {step}: " in outcome.err


def test_json_is_one_document(run: Run) -> None:
    """With the times."""
    document = json.loads(run("warm", "--json").out)

    assert document["took_s"] >= document["plan_s"] > 0.0
