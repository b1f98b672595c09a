"""A journal gone through from its start and held against its checkpoints.

Everything is read once and in order, and forgotten again: a journal of any size takes
the memory of a page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zaslin.adapters.ledger.signing import PublicKey
from zaslin.domain.event import Entry, Planned
from zaslin.ops.posting import Posting, postings
from zaslin.ops.state import Situation, apply
from zaslin.wire.chain import next_root, origin_of, start_of
from zaslin.wire.checkpoint import Note
from zaslin.wire.journal_line import decode, kind_of
from zaslin.wire.rejected import Rejected

MOST_FAULTS = 20
"""After so many of a kind the rest are counted only."""


class Columns(NamedTuple):
    """What a database says of an entry beside its line, to be searched."""

    at_s: float
    kind: str
    by: str
    revision: int | None


class Held(NamedTuple):
    """A line as it is kept, with what a database keeps beside it."""

    line: bytes
    number: int | None = None
    previous: bytes | None = None
    root: bytes | None = None
    postings: tuple[Posting, ...] | None = None
    columns: Columns | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A checkpoint, and whether the journal was what it says."""

    size: int
    at_s: float
    matches: bool
    signed_by: str | None


@dataclass(kw_only=True)
class Examination:
    """What was found in a journal.

    ``covered`` is up to which entry a matching checkpoint vouches for it.
    """

    name: str
    origin: str
    size: int = 0
    root: bytes = b""
    first_s: float | None = None
    last_s: float | None = None
    compared: list[Compared] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    situation: Situation | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults

    @property
    def covered(self) -> int:
        """Number of entries that a checkpoint vouches for."""
        return max((each.size for each in self.compared if each.matches), default=0)


class Examiner:
    """Goes through one journal.

    ``keys`` are those that must have signed a checkpoint; without any, signatures are
    not looked at. ``fold`` judges each entry by those before it as well.
    """

    def __init__(
        self,
        name: str,
        header: bytes,
        *,
        notes: Sequence[Note] = (),
        keys: Sequence[PublicKey] = (),
        fold: bool = False,
    ) -> None:
        self._root = start_of(header)
        self.found = Examination(name=name, origin=origin_of(self._root))
        self._keys = keys
        self._fold = fold
        self._is_broken = False
        self._differs = False
        self._kinds: Counter[str] = Counter()
        self._notes: dict[int, list[Note]] = {}
        for note in notes:
            if note.checkpoint.origin == self.found.origin:
                self._notes.setdefault(note.checkpoint.size, []).append(note)
        self._accept_one_history()

    def examine(self, held: Iterable[Held]) -> Examination:
        """Every line, and then the checkpoints of more than there are."""
        self._compare()
        for each in held:
            self._take(each)
            self._compare()
        self.found.root = self._root
        for size in sorted(self._notes):
            if size > self.found.size:
                for note in self._notes[size]:
                    self._note(note, matches=False)
                self.fault(
                    "truncated",
                    f"{self.found.size} entries, but a checkpoint of {size}: the end "
                    "was cut off",
                )
        return self.found

    def fault(self, kind: str, text: str) -> None:
        """Report a fault, unless there were many of this kind."""
        self._kinds[kind] += 1
        if self._kinds[kind] <= MOST_FAULTS:
            self.found.faults.append(text)

    def _take(self, held: Held) -> None:
        number = self.found.size
        if held.number is not None and held.number != number:
            self._broken(f"entry {number} is not there, but {held.number}")
        if held.previous is not None and held.previous != self._root:
            self._broken(f"entry {number} does not follow the one before it")
        entry = self._read(held.line, number)
        self._root = next_root(self._root, held.line)
        if held.root is not None and held.root != self._root:
            self._broken(f"entry {number} was changed: its hash is another one")
        self.found.size = number + 1
        if entry is not None:
            self.found.first_s = (
                entry.at_s if self.found.first_s is None else self.found.first_s
            )
            self.found.last_s = entry.at_s
            self._judge(entry, held.postings)
            if held.columns is not None and held.columns != columns_of(entry):
                self.fault("columns", f"entry {number} is not what its columns say")

    def _broken(self, text: str) -> None:
        """The first break says where; all that follows follows from it."""
        if not self._is_broken:
            self.fault("chain", text)
        self._is_broken = True

    def _read(self, line: bytes, number: int) -> Entry | None:
        try:
            entry = decode(line, self.found.name, number + 2)
        except Rejected as fault:
            self.fault("line", f"entry {number} cannot be read: {fault}")
            self._fold = False
            return None
        if not line.endswith(b"\n"):
            self.fault("line", f"entry {number} is cut short: its line has no end")
        if entry.number != number:
            self._broken(
                f"entry {number} says that it is {entry.number}: entries were put in, "
                "taken out or moved"
            )
        return entry

    def _judge(self, entry: Entry, held: tuple[Posting, ...] | None) -> None:
        if not self._fold:
            return
        before = self.found.situation
        try:
            after = apply(before, entry)
        except ValueError as error:
            self.fault("fold", f"entry {entry.number} does not fit: {error}")
            self._fold = False
            return
        self.found.situation = after
        if held is not None and _sorted(held) != _sorted(
            postings(before, entry, after)
        ):
            self.fault(
                "postings", f"entry {entry.number} has other postings than it makes"
            )

    def _compare(self) -> None:
        for note in self._notes.get(self.found.size, ()):
            checkpoint = note.checkpoint
            matches = checkpoint.root == self._root
            self._note(note, matches=matches)
            if matches:
                self._differs = False
            elif not self._differs:
                # Later ones differ because this one does.
                self._differs = True
                last = self.found.covered
                self.fault(
                    "checkpoint",
                    f"checkpoint of {checkpoint.size} entries has another root: "
                    f"entries {last} to {checkpoint.size - 1} are not those that it "
                    "was made of (changed, or another history)",
                )

    def _note(self, note: Note, *, matches: bool) -> None:
        signed_by = next((key.name for key in self._keys if key.signed(note)), None)
        size = note.checkpoint.size
        if self._keys and signed_by is None:
            self.fault(
                "signature",
                f"checkpoint of {size} entries is not signed by any key given",
            )
            matches = False
        self.found.compared.append(
            Compared(
                size=size,
                at_s=note.checkpoint.at_s,
                matches=matches,
                signed_by=signed_by,
            )
        )

    def _accept_one_history(self) -> None:
        for size, notes in self._notes.items():
            if len({note.checkpoint.root for note in notes}) > 1:
                self.fault(
                    "fork",
                    f"checkpoints of {size} entries tell of two histories: a fork",
                )


def columns_of(entry: Entry) -> Columns:
    """What the columns of an entry have to say."""
    event = entry.event
    revision = event.revision if isinstance(event, Planned) else None
    return Columns(entry.at_s, kind_of(event), entry.by, revision)


def strangers(notes: Iterable[Note], origins: Iterable[str]) -> Iterator[str]:
    """Faults of checkpoints that are of no journal there is."""
    known = set(origins)
    for origin in sorted({note.checkpoint.origin for note in notes} - known):
        yield f"checkpoint is of {origin}, and no journal here is that"


def _sorted(held: Iterable[Posting]) -> list[tuple[str, ...]]:
    return sorted(
        (
            each.fire_unit,
            each.interceptor_type,
            each.source.value,
            each.destination.value,
            str(each.rounds),
        )
        for each in held
    )
