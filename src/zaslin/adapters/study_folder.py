"""A folder of results that survives whatever happens while it is written.

``study.json`` says what the results are about, before there are any.
Rows are appended to ``runs.ndjson``, ``bounds.ndjson`` and ``timings.ndjson``, and are
on the disk before anybody hears of them.
A row that was cut short is the last of its file; it is taken away, and its run is
flown again.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from zaslin.adapters.read_file import why_unreadable
from zaslin.adapters.whole_file import write_whole
from zaslin.wire.form import run as wire
from zaslin.wire.rejected import Rejected
from zaslin.wire.strict_json import decode_json

Stored = wire.Result | wire.BoundsRow | wire.TimingRow
Kind = TypeVar("Kind", wire.Result, wire.BoundsRow, wire.TimingRow)

_STUDY = "study.json"
_NAMES: dict[type, str] = {
    wire.Result: "runs.ndjson",
    wire.BoundsRow: "bounds.ndjson",
    wire.TimingRow: "timings.ndjson",
}
_A_FOLDER = "a new or empty folder, or that of the same study"


class StudyFolder:
    """The folder of one study, which nobody else writes into meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, kind: type[Kind]) -> list[Kind]:
        """All whole rows of a kind, in the order in which they were written.

        Raises :class:`Rejected` for a row that is not what it should be.
        """
        path = self._place(kind)
        if not path.exists():
            return []
        return [
            decode_json(line.decode("utf-8", "replace"), kind, str(path), line=number)
            for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        ]

    def append(self, files: Iterable[Sequence[Stored]]) -> None:
        """Put rows on the disk, file after file, each with rows of one kind.

        Raises ``OSError`` if the disk refuses.
        """
        for rows in files:
            if not rows:
                continue
            path = self._place(type(rows[0]))
            fresh = not path.exists()
            with path.open("ab") as file:
                file.write(_lines(rows))
                file.flush()
                os.fsync(file.fileno())
            if fresh:
                _keep_names(self.path)

    def replace(self, files: Iterable[Sequence[Stored]]) -> None:
        """The same rows in another order, in the place of those before."""
        for rows in files:
            if rows:
                self.write(_NAMES[type(rows[0])], _lines(rows))

    def write(self, name: str, data: bytes) -> None:
        """Another file of the folder, whole or not at all."""
        write_whole(self.path / name, lambda file: file.write(data))

    def mend(self) -> None:
        """Take away a last row that has no end."""
        for name in _NAMES.values():
            path = self.path / name
            if not path.exists():
                continue
            data = path.read_bytes()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                with path.open("r+b") as file:
                    file.truncate(whole)
                    os.fsync(file.fileno())

    def _place(self, kind: type) -> Path:
        return self.path / _NAMES[kind]


@contextmanager
def study_folder(path: Path, study: wire.Study) -> Iterator[StudyFolder]:
    """Open the folder of a study, or make it.

    A study may grow: it may ask for more runs, scenarios or policies than before.

    Raises
    ------
    Rejected
        If the folder is something else, belongs to another study, or is in use.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "not a folder" if path.exists() else why_unreadable(error)
        raise Rejected(str(path), "", reason, _A_FOLDER) from None
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise Rejected(str(path), "", why_unreadable(error), _A_FOLDER) from None
    try:
        _lock(handle, path)
        _accept(path, study)
        yield _prepared(path, study)
    finally:
        os.close(handle)


def _prepared(path: Path, study: wire.Study) -> StudyFolder:
    folder = StudyFolder(path)
    text = msgspec.json.format(msgspec.json.encode(study))
    try:
        folder.write(_STUDY, text + b"\n")
        folder.mend()
    except PermissionError:
        value = "no permission to write in it"
        raise Rejected(str(path), "", value, "a folder that can be written") from None
    return folder


def read_study(path: Path) -> wire.Study | None:
    """What the results in a folder are about; None if it has none yet.

    Raises :class:`Rejected` if it is no folder of results.
    """
    stated = path / _STUDY
    if not stated.exists():
        if any(path.iterdir()):
            raise Rejected(str(path), "", "holds files but no study.json", _A_FOLDER)
        return None
    text = stated.read_bytes().decode("utf-8", "replace")
    return decode_json(text, wire.Study, str(stated))


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        value = "another campaign is writing into it"
        raise Rejected(str(path), "", value, "one at a time") from None


def _accept(path: Path, study: wire.Study) -> None:
    """Refuse to mix the results of two studies."""
    before = read_study(path)
    if before is None:
        return
    source = str(path / _STUDY)
    for place, was, now in (
        ("seed", before.seed, study.seed),
        ("zaslin", before.zaslin, study.zaslin),
    ):
        if was != now:
            raise Rejected(source, place, str(was), f"{now}, or another folder")
    if before.runs > study.runs:
        accepted = f"at most the {study.runs} of this study, or another folder"
        raise Rejected(source, "runs", str(before.runs), accepted)
    if before.bounds and not study.bounds:
        raise Rejected(source, "bounds", "true", "a study with bounds")
    _accept_names(source, "policies", before.policies, study.policies)
    digests = {each.name: each.digest for each in study.scenarios}
    _accept_names(
        source, "scenarios", [each.name for each in before.scenarios], digests
    )
    for each in before.scenarios:
        if digests[each.name] != each.digest:
            value = f"{each.name} was another one, or has changed since"
            raise Rejected(source, "scenarios", value, "the same, or another folder")


def _accept_names(
    source: str, place: str, before: Iterable[str], now: Iterable[str]
) -> None:
    missing = sorted(set(before) - set(now))
    if missing:
        accepted = "at least those of this folder, or another folder"
        raise Rejected(source, place, f"{', '.join(missing)} as well", accepted)


def _lines(rows: Sequence[Stored]) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def _keep_names(folder: Path) -> None:
    """A new file is lost with its folder's entry, unless that is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
