"""A file is whole or not there at all."""

import os
from pathlib import Path
from typing import IO

import pytest

from zaslin.adapters.whole_file import write_whole


def test_a_file_replaces_what_was_there_at_once(tmp_path: Path) -> None:
    """A reader sees the old or the new one; nothing is left beside it."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def write(file: IO[bytes]) -> None:
        file.write(b"ne")
        file.flush()
        assert path.read_bytes() == b"old"
        file.write(b"w")

    write_whole(path, write)

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a loss of power would leave an empty one."""
    path = tmp_path / "file"
    seen: list[bool] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        seen.append(path.exists())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    write_whole(path, lambda file: file.write(b"new"))

    assert seen == [False]
    assert path.read_bytes() == b"new"


def test_what_goes_wrong_leaves_nothing(tmp_path: Path) -> None:
    """Neither the file nor a part of it."""

    def fail(file: IO[bytes]) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "file", fail)

    assert not list(tmp_path.iterdir())
