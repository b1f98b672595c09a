"""The command line as a function: arguments in; exit code and both streams out."""

from pathlib import Path

import pytest

from tests.pictures import mixed_types, one_track_one_unit, with_pins_and_shown
from tests.unit.cli.running import Outcome, Run, Written
from zaslin.cli import main
from zaslin.domain.picture import Picture
from zaslin.wire import picture_json


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``zaslin`` with arguments, in this process."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run_command(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run_command


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a picture to a file and name it."""

    def write(picture: Picture) -> str:
        path = tmp_path / f"picture-{len(list(tmp_path.iterdir()))}.json"
        path.write_bytes(picture_json.encode(picture))
        return str(path)

    return write


@pytest.fixture
def small(written: Written) -> str:
    """One drone, one unit."""
    return written(one_track_one_unit())


@pytest.fixture
def mixed(written: Written) -> str:
    """All four kinds of unit."""
    return written(mixed_types())


@pytest.fixture
def ongoing(written: Written) -> str:
    """One missile flies, one is authorised, one shot is on the screen."""
    return written(with_pins_and_shown())
