"""Word to systemd."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from zaslin.bootstrap.notify import READY, WELL, Notify, status


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """Something that listens as systemd does, and where."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(path)
        line.settimeout(5.0)
        yield path, line


def test_words_arrive_in_one_message(supervisor: tuple[str, socket.socket]) -> None:
    """One word a line."""
    path, line = supervisor
    notify = Notify({"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000"})
    assert notify.well_every_s == 10.0
    assert notify.say(READY, status("two\nlines"))
    assert line.recv(1000) == b"READY=1\nSTATUS=two lines"


def test_abstract_addresses_are_understood() -> None:
    """They begin with an @ in the environment."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind("\0zaslin-test-notify")
        line.settimeout(5.0)
        assert Notify({"NOTIFY_SOCKET": "@zaslin-test-notify"}).say(WELL)
        assert line.recv(1000) == b"WATCHDOG=1"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NOTIFY_SOCKET": "nonsense", "WATCHDOG_USEC": "soon"},
        {"NOTIFY_SOCKET": "/nowhere/at/all"},
        {"WATCHDOG_USEC": "30000000"},
    ],
)
def test_without_anybody_who_listens_nothing_happens(
    environment: dict[str, str],
) -> None:
    """No error, and no word that is owed."""
    notify = Notify(environment)
    assert not notify.say(READY)
    assert notify.well_every_s == 0.0
