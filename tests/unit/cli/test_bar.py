"""The progress bar is for a person at a terminal, and for nobody else."""

import io
import sys

import pytest

from zaslin.cli.bar import bar


class Terminal(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_a_terminal_shows_what_is_done_and_what_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And nothing of it stays."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)

    with bar("campaign of 200 results", 200) as tell:
        tell(50)
        tell(200)

    shown = terminal.getvalue()
    for words in ("campaign of 200 results", "100%", "after", "left"):
        assert words in shown
    # The line is erased at the end.
    assert shown.rstrip().endswith("\x1b[2K")


@pytest.mark.parametrize("stream", [io.StringIO(), None], ids=["file", "closed"])
def test_a_file_shows_nothing(
    stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log is not filled with bars."""
    monkeypatch.setattr(sys, "stderr", stream)

    with bar("campaign", 10) as tell:
        tell(3)

    assert stream is None or stream.getvalue() == ""


def test_what_was_done_before_is_no_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resumed study is not finished in a second."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)

    with bar("campaign", 1000) as tell:
        tell(990)

    assert "99%" in terminal.getvalue()
    assert "-:--:--" in terminal.getvalue()
