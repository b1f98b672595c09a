"""``zaslin campaign``: a small study from the outside."""

import json
import socket
import time
from pathlib import Path

import pytest

from tests import studies
from tests.unit.cli.running import Run, assert_refused
from zaslin.bench.campaign.render import BEGIN, END
from zaslin.bootstrap import study as home
from zaslin.sim.study import Task

ARGUMENTS = (
    "campaign",
    "tiny",
    "--policies",
    "priced_forecast,greedy_soonest",
    "--runs",
    2,
    "--workers",
    0,
)


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nights of no time: what is tested here is the command."""

    def fly_task(setting: object, task: Task) -> object:
        del setting
        return studies.rows(task)

    monkeypatch.setattr(home, "fly_task", fly_task)


def test_a_campaign_leaves_tables_plots_and_rows(tmp_path: Path, run: Run) -> None:
    """And tells what it comes to."""
    out = tmp_path / "study"

    outcome = run(*ARGUMENTS, "--out", out)

    assert (outcome.code, outcome.err) == (
        0,
        f"zaslin: wrote table.md, summary.json, plots in {out}\n",
    )
    assert "priced_forecast (reference)" in outcome.out
    assert {path.name for path in out.iterdir()} == {
        "study.json",
        "runs.ndjson",
        "bounds.ndjson",
        "timings.ndjson",
        "summary.json",
        "table.md",
        *(
            f"{name}.{end}"
            for name in ("overview", "ratios", "scenario-tiny")
            for end in ("png", "svg")
        ),
    }
    assert len((out / "runs.ndjson").read_bytes().splitlines()) == 4
    assert len((out / "bounds.ndjson").read_bytes().splitlines()) == 2


def test_json_is_one_document(tmp_path: Path, run: Run) -> None:
    """With times, which the summary leaves out."""
    outcome = run(*ARGUMENTS, "--out", tmp_path / "study", "--json")
    document = json.loads(outcome.out)
    summary = json.loads((tmp_path / "study" / "summary.json").read_bytes())

    assert document["comparison"] == summary["comparison"]
    assert document["timings"][0]["total_s"] == 0.5
    assert summary["timings"] is None
    assert document["comparison"]["runs"] == 2


def test_the_same_command_again_changes_nothing(tmp_path: Path, run: Run) -> None:
    """Every file, byte for byte."""
    out = tmp_path / "study"
    run(*ARGUMENTS, "--out", out)
    before = {path: path.read_bytes() for path in out.iterdir()}

    assert run(*ARGUMENTS, "--out", out).code == 0

    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_all_means_all_that_is_shipped(tmp_path: Path, run: Run) -> None:
    """Scenarios and policies, the default policy as the reference."""
    arguments = ("campaign", "all", "--runs", 1, "--workers", 0, "--json")
    document = json.loads(run(*arguments, "--out", tmp_path / "study").out)
    scenarios = [each["scenario"] for each in document["comparison"]["scenarios"]]

    assert {"tiny", "two_waves"} <= set(scenarios)
    assert document["comparison"]["reference"] == "priced_forecast"
    assert len(document["comparison"]["scenarios"][0]["policies"]) >= 10


def test_failed_runs_are_exit_1_with_their_reasons_in_a_file(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done is kept; when it works again the file goes away."""
    out = tmp_path / "study"
    whole = home.fly_task

    def fails(setting: object, task: Task) -> object:
        if task.policy == "greedy_soonest":
            raise ArithmeticError("it does not add up")
        return whole(setting, task)  # type: ignore[arg-type]

    monkeypatch.setattr(home, "fly_task", fails)
    outcome = run(*ARGUMENTS, "--out", out)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.count("\n") == 1
    for words in ("2 tasks failed", "tiny, greedy_soonest, seed 100000", "is kept in"):
        assert words in outcome.err
    assert "ArithmeticError: it does not add up" in (out / "errors.txt").read_text()
    assert len((out / "runs.ndjson").read_bytes().splitlines()) == 2

    monkeypatch.setattr(home, "fly_task", whole)
    assert run(*ARGUMENTS, "--out", out).code == 0
    assert not (out / "errors.txt").exists()


def test_an_interruption_says_how_to_go_on(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 130; the same command finishes the study."""
    whole = home.fly_task

    def interrupted(setting: object, task: Task) -> object:
        if task.policy == "greedy_soonest":
            raise KeyboardInterrupt
        return whole(setting, task)  # type: ignore[arg-type]

    monkeypatch.setattr(home, "fly_task", interrupted)
    outcome = run(*ARGUMENTS, "--out", tmp_path / "study")

    assert (outcome.code, outcome.out) == (130, "")
    assert f"kept in {tmp_path / 'study'}; the same command goes on" in outcome.err
    monkeypatch.setattr(home, "fly_task", whole)
    assert run(*ARGUMENTS, "--out", tmp_path / "study").code == 0


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["moon"], ["scenarios 'moon' is not shipped", "tiny"]),
        (["tiny", "tiny"], ["scenarios 'tiny' occurs twice"]),
        (["all", "tiny"], ["'all'"]),
        (["tiny", "--policies", "best"], ["policy 'best'", "priced_forecast"]),
        (["tiny", "--policies", ""], ["policy ''"]),
        (["tiny", "--policies", "priced,priced"], ["'priced' occurs twice"]),
        (["tiny", "--runs", "0"], ["--runs", "'0'", "1 to 100000"]),
        (["tiny", "--runs", "many"], ["--runs", "'many'"]),
        (["tiny", "--seed", "-1"], ["--seed", "'-1'"]),
        (["tiny", "--workers", "-1"], ["--workers", "'-1'"]),
        (
            ["tiny", "--workers", "2", "--cluster", "tcp://127.0.0.1:1"],
            ["workers beside a cluster"],
        ),
        (["tiny", "--cluster", "here"], ["cluster 'here'", "tcp://HOST:PORT"]),
        (["tiny", "--cluster", "tcp://127.0.0.1:1"], ["Connection refused"]),
    ],
    ids=str,
)
def test_what_cannot_be_flown_is_refused(
    arguments: list[str], parts: list[str], tmp_path: Path, run: Run
) -> None:
    """Exit 2, one line, nothing on standard output, within seconds."""
    began_s = time.monotonic()

    assert_refused(run("campaign", *arguments, "--out", tmp_path / "study"), *parts)

    assert time.monotonic() - began_s < 60.0


def test_a_cluster_that_does_not_answer_is_refused(tmp_path: Path, run: Run) -> None:
    """Somebody listens, but is no scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = f"tcp://127.0.0.1:{port}"
        began_s = time.monotonic()

        outcome = run("campaign", "tiny", "--cluster", address, "--out", tmp_path / "s")

    assert_refused(outcome, address, "no Dask scheduler answered")
    assert time.monotonic() - began_s < 60.0


def test_the_folder_is_needed_and_must_be_one(tmp_path: Path, run: Run) -> None:
    """A file is none, and neither is a folder of something else."""
    path = tmp_path / "file"
    path.write_bytes(b"")

    assert_refused(run(*ARGUMENTS), "--out")
    assert_refused(run(*ARGUMENTS, "--out", path), str(path), "not a folder")
    assert_refused(run(*ARGUMENTS, "--out", path / "below"), "accepted: a new")
    assert_refused(run(*ARGUMENTS, "--out", tmp_path), "holds files but no study.json")


def test_the_folder_of_another_study_is_refused(tmp_path: Path, run: Run) -> None:
    """With what differs."""
    out = tmp_path / "study"
    run(*ARGUMENTS, "--out", out)

    assert_refused(run(*ARGUMENTS, "--out", out, "--seed", 2), "seed: 1; accepted: 2")
    assert_refused(run(*ARGUMENTS, "--out", out, "--no-bounds"), "bounds: true")


def test_the_tables_go_into_a_document(tmp_path: Path, run: Run) -> None:
    """Between its markers; one without them is refused before a night is flown."""
    document = tmp_path / "results.md"
    document.write_text(f"# Before\n{BEGIN}\nold\n{END}\n", encoding="utf-8")
    plain = tmp_path / "plain.md"
    plain.write_text("# Nothing\n", encoding="utf-8")
    what = ("campaign", "tiny", "--policies", "greedy_soonest", "--runs", 1,
            "--workers", 0, "--no-bounds", "--out", tmp_path / "study")  # fmt: skip

    assert_refused(run(*what, "--write", plain), str(plain), "no place for it")
    assert not (tmp_path / "study").exists()
    assert run(*what, "--write", document).code == 0

    text = document.read_text(encoding="utf-8")
    assert text.startswith("# Before\n")
    assert "old" not in text
    assert "# Campaign" not in text
    assert "| greedy_soonest (reference) |" in text
