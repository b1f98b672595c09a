"""The truth beside a journal: exact, and only ever beside its own journal."""

from pathlib import Path

import pytest
from msgspec import structs

from tests.reports import journal_bytes, truth
from zaslin.adapters.truth_json import encode, file_digest, read_beside, truth_path
from zaslin.wire.rejected import Rejected


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with its truth beside it."""
    path = tmp_path / "night.ndjson"
    path.write_bytes(journal_bytes())
    known = structs.replace(truth(), journal=file_digest(path))
    truth_path(path).write_bytes(encode(known))
    return path


def test_it_comes_back_as_it_was(journal: Path) -> None:
    """To the last bit."""
    known = structs.replace(truth(), journal=file_digest(journal))

    assert read_beside(journal) == known
    assert encode(known) == truth_path(journal).read_bytes()


def test_a_journal_without_one_has_none(journal: Path) -> None:
    """As that of any real desk."""
    truth_path(journal).unlink()

    assert read_beside(journal) is None


def test_the_truth_of_another_journal_is_refused(journal: Path) -> None:
    """A wrong truth is worse than none: one more byte and it is another journal."""
    journal.write_bytes(journal.read_bytes() + b"\n")

    with pytest.raises(Rejected, match="truth of another journal"):
        read_beside(journal)


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff", b"[1]"])
def test_what_is_no_truth_is_refused(journal: Path, text: bytes) -> None:
    """In one line."""
    truth_path(journal).write_bytes(text)

    with pytest.raises(Rejected, match=r"night\.truth\.json"):
        read_beside(journal)
