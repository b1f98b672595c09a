"""The part of ``zaslin verify`` that goes through journals."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from zaslin.adapters.read_file import STANDARD_INPUT, read_file
from zaslin.cli.outcome import Failure, Unusable
from zaslin.cli.streams import progress
from zaslin.wire.rejected import printable
from zaslin.wire.text import decode_text

if TYPE_CHECKING:
    from zaslin.adapters.ledger.database import Database
    from zaslin.adapters.ledger.examine import Examination
    from zaslin.adapters.ledger.signing import PublicKey
    from zaslin.wire.checkpoint import Note

_SQLITE = b"SQLite format 3"
_MOST_LETTERS = 400


def is_journal(path: str) -> bool:
    """Whether a path is a database's address, a database, or lines of JSON."""
    if "://" in path:
        return True
    if path == STANDARD_INPUT:
        return sys.stdin is not None and _is_either(sys.stdin.buffer)
    try:
        with Path(path).open("rb") as file:
            return _is_either(file)
    except (OSError, ValueError):
        # Whoever reads it next says what is wrong with it.
        return False


def examine(
    path: str, checkpoint_files: Sequence[str], key_files: Sequence[str], *, fold: bool
) -> "list[Examination]":
    """Go through the journals of a file or a database.

    Raises :class:`~zaslin.wire.rejected.Rejected`, :class:`Unusable` or
    :class:`Failure`.
    """
    notes = [note for each in checkpoint_files for note in _notes(each)]
    keys = [key for each in key_files for key in _keys(each)]
    with progress("going through the journal"):
        if "://" in path or (path != STANDARD_INPUT and _is_database(path)):
            with opened(path) as database:
                from zaslin.adapters.ledger.examine_database import examine_database

                return examine_database(database, notes=notes, keys=keys, fold=fold)
        return _examine_file(path, notes, keys, fold=fold)


@contextmanager
def opened(address: str) -> "Iterator[Database]":
    """A database opened to be read; what is wrong with it ends the command."""
    import time

    from zaslin.adapters.ledger.database import look_into
    from zaslin.adapters.ledger.faults import DatabaseRefused, LedgerUnavailable

    try:
        with look_into(
            address if "://" in address else Path(address), now=time.time
        ) as database:
            yield database
    except DatabaseRefused as refused:
        raise Unusable(printable(str(refused), _MOST_LETTERS)) from None
    except LedgerUnavailable as error:
        raise Failure(printable(str(error), _MOST_LETTERS)) from None


def report(found: "Sequence[Examination]") -> bytes:
    """For people."""
    lines = []
    for each in found:
        lines.append(f"{each.name} {_verdict(each)}. ADVICE ONLY · NOTIONAL DATA")
        lines += list(_of_one(each))
    if not found:
        lines.append("There is no journal in the database.")
    return "".join(f"{line}\n" for line in lines).encode()


def document(found: "Sequence[Examination]") -> bytes:
    """For programs."""
    stated = {
        "holds": all(each.holds for each in found),
        "journals": [
            {
                "name": each.name,
                "origin": each.origin,
                "holds": each.holds,
                "entries": each.size,
                "root": each.root.hex(),
                "from_s": each.first_s,
                "until_s": each.last_s,
                "folded": each.situation is not None,
                "covered": each.covered,
                "checkpoints": [
                    {
                        "size": one.size,
                        "at_s": one.at_s,
                        "matches": one.matches,
                        "signed_by": one.signed_by,
                    }
                    for one in each.compared
                ],
                "faults": each.faults,
            }
            for each in found
        ],
    }
    return f"{json.dumps(stated, allow_nan=False)}\n".encode()


def _verdict(each: "Examination") -> str:
    if not each.holds:
        return "DOES NOT HOLD"
    if each.size and not each.covered:
        return "holds together, but no checkpoint vouches for it"
    return "holds"


def _of_one(each: "Examination") -> Iterator[str]:
    from zaslin.wire.moment import written

    if each.first_s is not None and each.last_s is not None:
        yield (
            f"entries     {each.size}, from {written(each.first_s)} to "
            f"{written(each.last_s)}"
        )
    else:
        yield f"entries     {each.size}"
    yield f"origin      {each.origin}"
    yield f"root        {each.root.hex()}"
    if each.situation is not None:
        yield "fold        every entry fits those before it"
    matching = [one for one in each.compared if one.matches]
    if matching:
        last = matching[-1]
        signed = f"signed by {last.signed_by}" if last.signed_by else "not looked at"
        yield (
            f"checkpoints {len(matching)} of {len(each.compared)} match, the last of "
            f"{last.size} entries, made {written(last.at_s)}; signature {signed}"
        )
    open_end = each.size - each.covered
    if open_end:
        what = "entries are" if open_end > 1 else "entry is"
        yield f"not covered the last {open_end} {what} younger than any checkpoint"
    for fault in each.faults:
        yield f"fault       {printable(fault, _MOST_LETTERS)}"


def _examine_file(
    path: str, notes: "Sequence[Note]", keys: "Sequence[PublicKey]", *, fold: bool
) -> "list[Examination]":
    from zaslin.adapters.journal import file as journal_file
    from zaslin.adapters.ledger.examine import Examiner, Held, strangers

    source = "standard input" if path == STANDARD_INPUT else path
    stdin = None if sys.stdin is None else sys.stdin.buffer
    with journal_file.reading(path, stdin) as file:
        header, lines = journal_file.read_lines(file, source)
        examiner = Examiner(source, header, notes=notes, keys=keys, fold=fold)
        found = examiner.examine(map(Held, lines))
    for fault in strangers(notes, [found.origin]):
        examiner.fault("stranger", fault)
    return [found]


def _notes(path: str) -> "tuple[Note, ...]":
    from zaslin.wire.checkpoint import read_notes

    data, source = read_file(path, None)
    return read_notes(decode_text(data, source, "checkpoints of a journal"), source)


def _keys(path: str) -> "tuple[PublicKey, ...]":
    from zaslin.adapters.ledger.signing import public_keys

    data, source = read_file(path, None)
    return public_keys(decode_text(data, source, "public keys"), source)


def _is_database(path: str) -> bool:
    with Path(path).open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _is_either(file: BinaryIO) -> bool:
    peek = getattr(file, "peek", None)
    start: bytes = peek(len(_SQLITE)) if peek is not None else b""
    return start.lstrip().startswith(b"{") or start.startswith(_SQLITE)
