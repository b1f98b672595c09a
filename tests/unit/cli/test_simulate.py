"""``zaslin simulate``: one night from the outside."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.unit.cli.running import Run, assert_refused
from zaslin.config import config_folder


def test_a_night_is_told_in_words(run: Run) -> None:
    """What got through, what it took, what is left."""
    outcome = run("simulate")

    assert (outcome.code, outcome.err) == (0, "")
    for words in (
        "SIMULATED · NOTIONAL DATA  tiny, priced_forecast, seed 1",
        "M€ undefended",
        "12 objects",
        "not computed: --bound",
        "at the 99th percentile",
        "ROUNDS · every round is fired or left",
        "interceptor_drone",
    ):
        assert words in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 100


def test_the_document_is_as_its_schema_says(run: Run) -> None:
    """And adds up."""
    document = json.loads(run("simulate", "--policy", "priced", "--json").out)
    result = document["result"]

    jsonschema.validate(document, json.loads(run("schema", "run").out))
    assert result["objects"] == sum(
        result[each] for each in ("downed", "through", "airborne")
    )
    assert document["timing"]["total_s"] > 0.0


def test_equal_seeds_give_equal_bytes(run: Run) -> None:
    """Document and journal."""

    def once(*arguments: object) -> str:
        outcome = run("simulate", "--json", "--reproducible", *arguments)
        assert outcome.code == 0
        return outcome.out

    assert once("--seed", 7) == once("--seed", 7) != once("--seed", 8)
    assert once() != once("--policy", "greedy_soonest")


def test_a_journal_is_written_whole_and_can_be_replayed(
    tmp_path: Path, run: Run
) -> None:
    """Every plan comes out again; nothing but the truth is left beside the file."""
    path = tmp_path / "night.ndjson"

    outcome = run("simulate", "--policy", "greedy_soonest", "--journal", path, "--json")

    assert (outcome.code, outcome.err) == (0, f"zaslin: wrote {path}\n")
    json.loads(outcome.out)
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "night.truth.json"]
    again = json.loads(run("replay", path, "--plans", "--json").out)
    assert again["about"]["policy"] == "greedy_soonest"
    assert again["mismatches"] == []


def test_a_bound_is_stated_with_how_far_the_policy_is_from_it(run: Run) -> None:
    """In words and in the document."""
    told = run("simulate", "--bound").out
    document = json.loads(run("simulate", "--bound", "--json").out)
    known = [each for each in document["bounds"].values() if each is not None]

    assert "no policy expects less than" in told
    assert known
    assert min(known) >= 0.0


def test_an_own_scenario_is_flown_from_its_file(tmp_path: Path, run: Run) -> None:
    """Under the name of the file."""
    shipped = Path(__file__).parents[3] / "configs" / "scenarios" / "tiny.toml"
    path = tmp_path / "mine.toml"
    path.write_bytes(shipped.read_bytes().replace(b"= 900.0", b"= 120.0"))

    document = json.loads(run("simulate", path, "--json").out)

    assert document["result"]["scenario"] == "mine"


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["moon"], ["scenarios 'moon' is not shipped", "tiny", "path of a file"]),
        (["no.toml"], ["no.toml", "no such file"]),
        (["--policy", "best"], ["policy 'best'", "priced_forecast"]),
        (["--seed", "-1"], ["--seed", "'-1'"]),
        (["--seed", "x"], ["--seed", "'x'"]),
        (["--journal", "/no/such/folder/night"], ["--journal", "no such folder"]),
        (["--journal", "/"], ["--journal", "a directory"]),
    ],
    ids=str,
)
def test_what_cannot_be_flown_is_refused(
    arguments: list[str], parts: list[str], run: Run
) -> None:
    """Exit 2, one line, nothing on standard output."""
    assert_refused(run("simulate", *arguments), *parts)


def test_a_scenario_with_an_error_is_refused_with_its_place(
    tmp_path: Path, run: Run
) -> None:
    """File, field, value and what is accepted."""
    path = tmp_path / "mine.toml"
    path.write_text('title = "x"\nlaydown = "notional_city"\n', encoding="utf-8")

    assert_refused(run("simulate", path), str(path))


def test_a_journal_does_not_replace_a_shipped_file(run: Run) -> None:
    """A scenario is named, not typed as a path, and is read all the same."""
    shipped = config_folder() / "scenarios" / "tiny.toml"
    before = shipped.read_bytes()

    outcome = run("simulate", "tiny", "--journal", shipped)

    assert_refused(outcome, str(shipped), "a file that this command reads")
    assert shipped.read_bytes() == before


def test_a_journal_does_not_replace_its_scenario(tmp_path: Path, run: Run) -> None:
    """A slip of the finger costs nothing."""
    shipped = Path(__file__).parents[3] / "configs" / "scenarios" / "tiny.toml"
    path = tmp_path / "mine.toml"
    path.write_bytes(shipped.read_bytes())

    assert_refused(run("simulate", path, "--journal", path), "this command reads")
    assert path.read_bytes() == shipped.read_bytes()
