"""The truth about a simulated night as a file beside its journal."""

import hashlib
from pathlib import Path

import msgspec

from zaslin.adapters.read_file import why_unreadable
from zaslin.wire.form.truth import Truth
from zaslin.wire.rejected import Rejected
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text

_ENDING = ".truth.json"
_WANTED = "the truth beside a journal, zaslin/truth/1"


def truth_path(journal: Path) -> Path:
    """Where the truth of a journal is: ``night.ndjson``, ``night.truth.json``."""
    return journal.with_name(journal.stem + _ENDING)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encode(truth: Truth) -> bytes:
    """The document; equal nights give equal bytes."""
    return msgspec.json.encode(truth) + b"\n"


def read_beside(journal: Path) -> Truth | None:
    """The truth beside a journal, or None if there is none.

    Raises
    ------
    Rejected
        If it cannot be read, or is of another journal: a wrong truth is worse than
        none.
    """
    path = truth_path(journal)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Rejected(str(path), "", why_unreadable(error), _WANTED) from None
    source = str(path)
    truth = decode_json(decode_text(data, source, _WANTED), Truth, source)
    if truth.journal != file_digest(journal):
        value = "truth of another journal, or the journal has changed since"
        raise Rejected(
            source, "$.journal", value, f"that of {journal.name}, or no file"
        )
    return truth
