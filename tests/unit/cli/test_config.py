"""``zaslin config check``: every file that somebody may have edited."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.running import Run, assert_refused
from zaslin.config import config_folder


def test_all_shipped_files_can_be_used(run: Run) -> None:
    """Each is named with what it configures."""
    outcome = run("config", "check")

    assert (outcome.code, outcome.err) == (0, "")
    folder = config_folder()
    shipped = [*folder.rglob("*.toml"), *folder.rglob("*.csv")]
    assert len(outcome.out.splitlines()) == len(shipped)
    for path in shipped:
        assert path.name in outcome.out


def test_files_below_the_current_folder_are_named_from_there(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good and unusable ones; a file elsewhere keeps its whole path."""
    (tmp_path / "here").mkdir()
    for path in (tmp_path / "here" / "good.toml", tmp_path / "far.toml"):
        path.write_text("slot_s = 5.0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")

    good = run("config", "check", tmp_path / "here" / "good.toml")
    far = run("config", "check", tmp_path / "far.toml")
    bad = run("config", "check", tmp_path / "here" / "bad.toml")

    assert good.out == f"ok  {'parameters':18}  good.toml\n"
    assert far.out.endswith(f"  {tmp_path / 'far.toml'}\n")
    assert bad.err.startswith("zaslin: bad.toml: ")


def test_what_a_file_configures_is_told_by_its_keys(tmp_path: Path, run: Run) -> None:
    """Not by its name or folder."""
    path = tmp_path / "mine.toml"
    path.write_text("slot_s = 5.0\n", encoding="utf-8")

    outcome = run("config", "check", path, "--json")

    document = {"checked": [{"file": str(path), "configures": "parameters"}]}
    assert json.loads(outcome.out) == document


def test_an_unusable_file_is_refused_with_key_and_value(
    tmp_path: Path, run: Run
) -> None:
    """One line: file, key, value, what is accepted."""
    path = tmp_path / "mine.toml"
    path.write_text("pk_point = 1.5\n", encoding="utf-8")

    assert_refused(run("config", "check", path), str(path), "pk_point", "1.5")


def test_every_unusable_file_gets_its_line(tmp_path: Path, run: Run) -> None:
    """Not only the first one."""
    outcome = run("config", "check", tmp_path / "a.toml", tmp_path / "b.csv", tmp_path)

    assert outcome.code == 2
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        str(tmp_path / "a.toml"),
        str(tmp_path / "b.csv"),
        str(tmp_path),
    ]


def test_a_scenario_that_names_what_does_not_exist_is_refused(
    tmp_path: Path, run: Run
) -> None:
    """Its laydown, its night and its types are looked up as well."""
    path = tmp_path / "mine.toml"
    text = (config_folder() / "scenarios" / "tiny.toml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    good = run("config", "check", path)
    path.write_text(text.replace("notional_city", "atlantis"), encoding="utf-8")

    assert good.out.startswith("ok  scenario ")
    assert_refused(run("config", "check", path), str(path), "atlantis", "accepted")
