"""A journal as a file: written as it grows, read as it is asked for."""

import io
import json
from itertools import islice
from pathlib import Path

import pytest

from tests.desks import PROMPT, Scripted, saturated_plan
from tests.journals import ABOUT, every_kind
from tests.pictures import NOW_S, saturated
from zaslin.adapters.journal import file as journal_file
from zaslin.adapters.journal.file import FileJournal, header, read, reading, write
from zaslin.ops.desk import Desk
from zaslin.ops.state import fold
from zaslin.wire.rejected import Rejected

ENTRIES = every_kind()


def written() -> bytes:
    """The sample as a file."""
    paper = io.BytesIO()
    write(ENTRIES, paper, ABOUT)
    return paper.getvalue()


def test_a_journal_comes_back_as_it_was() -> None:
    """What it is of, and every entry."""
    about, entries = read(io.BytesIO(written()), "j")

    assert about == ABOUT
    assert tuple(entries) == ENTRIES


def test_the_header_is_a_line_of_its_own() -> None:
    """With the name of the schema, the label, and the keys in one order."""
    first, *rest = written().splitlines()

    assert json.loads(first) == {
        "schema": "zaslin/journal/1",
        "notional": True,
        "about": ABOUT,
    }
    assert len(rest) == len(ENTRIES)
    assert header(dict(reversed(ABOUT.items()))) == header(ABOUT)


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    """Written at once or as it grows."""
    path = tmp_path / "night.ndjson"
    with FileJournal(path, ABOUT) as journal:
        for entry in ENTRIES:
            journal.append(entry)

    assert path.read_bytes() == written() == written()


def test_a_growing_journal_can_be_read_meanwhile(tmp_path: Path) -> None:
    """What is appended is in the file, at once."""
    with FileJournal(tmp_path / "night.ndjson", {}) as journal:
        for number, entry in enumerate(ENTRIES[:3]):
            journal.append(entry)
            assert tuple(journal.entries()) == ENTRIES[: number + 1]


def test_a_desk_writes_into_a_file_as_into_memory(tmp_path: Path) -> None:
    """The port is the same, and the fold of the file is the live situation."""
    path = tmp_path / "night.ndjson"
    with FileJournal(path, {}) as journal:
        desk = Desk(saturated(), NOW_S, Scripted(saturated_plan()), PROMPT, journal)
        desk.tick(NOW_S)

        assert fold(journal.entries()) == desk.situation


def test_only_the_next_entry_is_kept(tmp_path: Path) -> None:
    """A gap would make the rest unreadable."""
    with FileJournal(tmp_path / "night.ndjson", {}) as journal:
        journal.append(ENTRIES[0])
        with pytest.raises(ValueError, match="number is 2; accepted: 1"):
            journal.append(ENTRIES[2])
        assert tuple(journal.entries()) == ENTRIES[:1]


class HalfFullDisk(io.RawIOBase):
    """A file that takes a part of a write, and no more after so many bytes."""

    def __init__(self, room: int, at_once: int) -> None:
        self.data = bytearray()
        self.room, self.at_once = room, at_once

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        """Some of it, or an error."""
        part = bytes(data[: min(self.at_once, self.room - len(self.data))])
        if not part:
            raise OSError("no space left on device")
        self.data += part
        return len(part)

    def tell(self) -> int:
        """Where the next byte goes."""
        return len(self.data)

    def truncate(self, size: int | None = None) -> int:
        """Forget the rest."""
        del self.data[size:]
        return len(self.data)

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        """There is no other place than the end."""
        return offset


@pytest.mark.parametrize("at_once", [7, 10_000_000])
def test_half_a_line_is_taken_back(
    at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up in the middle of an entry: the entries before it are whole."""
    whole = len(written()) - len(written().splitlines(keepends=True)[-1])
    disk = HalfFullDisk(whole + 5, at_once)
    monkeypatch.setattr(Path, "open", lambda *_, **__: disk)
    journal = FileJournal(tmp_path / "night.ndjson", ABOUT)
    for entry in ENTRIES[:-1]:
        journal.append(entry)

    with pytest.raises(OSError, match="no space left"):
        journal.append(ENTRIES[-1])

    _, entries = read(io.BytesIO(bytes(disk.data)), "j")
    assert tuple(entries) == ENTRIES[:-1]


# ----------------------------------------------------------------------- bad files


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "j: empty; accepted: the header of a journal"),
        (b"{}\n", "j: line 1, $.schema: missing; accepted: "),
        (
            b'{"schema":"zaslin/picture/1","notional":true,"about":{}}',
            'j: line 1, $.schema: "zaslin/picture/1"; accepted: "zaslin/journal/1"',
        ),
        (b'{"schema":"zaslin/journal/1","notional":false,"about":{}}', "$.notional"),
        (b"# Journal\n", "j: line 1, column 1: #; accepted: valid JSON"),
    ],
)
def test_what_is_no_journal_is_rejected_at_its_first_line(
    data: bytes, said: str
) -> None:
    """Before any entry is looked for."""
    with pytest.raises(Rejected) as rejected:
        read(io.BytesIO(data), "j")

    assert said in str(rejected.value)


@pytest.mark.parametrize("end", [1, 40, -20, -2])
def test_a_last_line_that_is_cut_short_is_named_as_such(end: int) -> None:
    """Whoever wrote it was stopped; the entries before are given."""
    *whole, last = written().splitlines(keepends=True)
    stream = io.BytesIO(b"".join(whole) + last[:end])
    _, entries = read(stream, "j")

    assert tuple(islice(entries, len(ENTRIES) - 1)) == ENTRIES[:-1]
    with pytest.raises(Rejected) as rejected:
        next(entries)
    assert f"line {len(ENTRIES) + 1}: the last line is cut short" in str(rejected.value)


def test_a_last_line_that_only_lacks_its_end_is_whole() -> None:
    """Some editors take the last line break away."""
    _, entries = read(io.BytesIO(written().removesuffix(b"\n")), "j")

    assert tuple(entries) == ENTRIES


def test_a_fault_in_the_middle_is_no_cut() -> None:
    """It is named as what it is, with its line."""
    lines = written().splitlines(keepends=True)
    lines[3] = lines[3][:20] + b"\n"
    _, entries = read(io.BytesIO(b"".join(lines)), "j")

    with pytest.raises(Rejected, match="line 4") as rejected:
        list(entries)
    assert "cut short" not in str(rejected.value)


def test_a_line_without_end_is_not_read_into_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is the wrong file."""
    monkeypatch.setattr(journal_file, "LIMIT_BYTES", 100)

    with pytest.raises(Rejected, match="more than 100 bytes"):
        read(io.BytesIO(b"{" * 200), "j")


def test_a_journal_is_opened_by_its_path(tmp_path: Path) -> None:
    """Or comes through standard input."""
    path = tmp_path / "night.ndjson"
    path.write_bytes(written())
    stdin = io.BytesIO(written())

    with reading(str(path), None) as file:
        assert file.read() == written()
    with reading("-", stdin) as file:
        assert file is stdin


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere.ndjson", "nowhere.ndjson: no such file"),
        (".", ".: a directory"),
        ("", "'': "),
        ("a\0b", "no such file"),
        ("-", "standard input: closed"),
    ],
)
def test_a_path_that_cannot_be_read_is_rejected(path: str, said: str) -> None:
    """In one line."""
    with pytest.raises(Rejected) as rejected, reading(path, None):
        pass

    assert said in str(rejected.value)
    assert "accepted: a readable journal, or -" in str(rejected.value)
