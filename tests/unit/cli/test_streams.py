"""Whole answers or none: standard output, standard error, files."""

from pathlib import Path
from typing import IO

import pytest
from rich.text import Text

from zaslin.cli import streams
from zaslin.cli.outcome import Failure, Unusable


@pytest.fixture(autouse=True)
def _no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def _break(file: IO[bytes]) -> None:
    file.write(b"half")
    raise OSError(28, "No space left on device")


def test_a_file_appears_whole(tmp_path: Path) -> None:
    """Under its name, readable as any other, and nothing beside it."""
    path = tmp_path / "answer.bin"

    streams.write_file(path, lambda file: file.write(b"whole"))

    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o600 == 0o600


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    """The disk fills up in the middle: the old file stays, no part is left."""
    path = tmp_path / "answer.bin"
    path.write_bytes(b"old")

    with pytest.raises(Failure, match="No space left"):
        streams.write_file(path, _break)

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_write_leaves_no_part(tmp_path: Path) -> None:
    """Whatever the reason was."""

    def interrupt(_: IO[bytes]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        streams.write_file(tmp_path / "answer.bin", interrupt)

    assert not list(tmp_path.iterdir())


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it points to is replaced."""
    real, link = tmp_path / "real.bin", tmp_path / "link.bin"
    real.write_bytes(b"old")
    link.symlink_to(real)

    streams.write_file(link, lambda file: file.write(b"new"))

    assert link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/dev/null", "not a regular file"),
        ("/no/such/folder/file", "no such folder"),
        ("/", "a directory"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(path: str, reason: str) -> None:
    """Before any work; and a device is never renamed away."""
    with pytest.raises(Unusable, match=reason):
        streams.accept_output_path(Path(path), "--witness")


def test_a_report_in_a_pipe_is_plain_text() -> None:
    """No colours, no padding, the width of a page."""
    text = streams.render(Text("bold", style="bold red"), Text("x" * 250))

    assert "\x1b" not in text
    assert [len(line) for line in text.splitlines()] == [4, 100, 100, 50]


def test_names_from_outside_are_not_read_as_markup() -> None:
    """A track may be called [red] or :bomb:."""
    assert streams.render("[red]T1[/red] :bomb:") == "[red]T1[/red] :bomb:\n"


@pytest.mark.parametrize(
    ("columns", "width"), [("140", 140), ("20", 80), ("wide", 100), ("", 100)]
)
def test_the_width_is_that_of_the_terminal_within_reason(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COLUMNS counts; a table narrower than 80 columns cannot be read."""
    monkeypatch.setenv("COLUMNS", columns)

    assert streams.report_width() == width


def test_nobody_watching_sees_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error stays clean when it is not a terminal."""
    with streams.progress("working") as tell:
        tell("still working")

    assert capsys.readouterr() == ("", "")


def test_an_answer_never_replaces_what_is_read(tmp_path: Path) -> None:
    """By whatever spelling or link; an input that is not there is no obstacle."""
    read, link = tmp_path / "read.npz", tmp_path / "link.npz"
    read.write_bytes(b"input")
    link.symlink_to(read)
    spelt = f"{tmp_path}/../{tmp_path.name}/read.npz"

    for path in (read, link):
        with pytest.raises(Unusable, match="this command reads; accepted: another"):
            streams.accept_output_path(path, "--witness", (".npz",), ["-", None, spelt])
    others = ["-", None, "", "\0", str(tmp_path / "none.npz")]
    streams.accept_output_path(read, "--witness", (".npz",), others)


@pytest.mark.parametrize("name", ["plan.json", "plan", ".npz", "plan.npz.txt"])
def test_an_answer_ends_as_what_it_is(tmp_path: Path, name: str) -> None:
    """Otherwise a slip of the tongue replaces a picture."""
    with pytest.raises(Unusable, match=r"ends in '.*'; accepted: \.npz"):
        streams.accept_output_path(tmp_path / name, "--witness", (".npz",))
    streams.accept_output_path(tmp_path / "PLAN.NPZ", "--witness", (".npz",))
