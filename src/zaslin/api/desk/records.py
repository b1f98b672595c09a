"""The journal of a desk as documents: entries, plans, and what people did."""

from collections.abc import Callable, Collection
from typing import TypeVar

import msgspec

from zaslin.api.desk.found import Found
from zaslin.api.desk_ports import Archive
from zaslin.api.errors import Code, ProblemError
from zaslin.api.service import Service
from zaslin.domain.event import Entry, Planned
from zaslin.wire.form.records import (
    Audit,
    AuditLine,
    Checkpoint,
    JournalEntry,
    JournalPage,
)
from zaslin.wire.form.shown_plan import PlanEntry, PlanList
from zaslin.wire.journal_line import kind_of
from zaslin.wire.moment import written
from zaslin.wire.write.audit import KINDS_OF_PEOPLE, about

_MOST_LOOKED_AT = 20_000

_Made = TypeVar("_Made")


def archive_of(here: Found, service: Service) -> Archive:
    """The journal of a desk; raises :class:`ProblemError` 404 if it keeps none."""
    archive = service.archives.get(here.name)
    if archive is None:
        raise ProblemError(
            Code.NOT_FOUND, f"desk {here.name} keeps no journal; accepted: another desk"
        )
    return archive


def journal_page(here: Found, archive: Archive, start: int, limit: int) -> JournalPage:
    """Entries in their order, from a number on."""
    size = archive.size()
    entries = archive.entries(start, limit)
    following = start + len(entries)
    return JournalPage(
        desk=here.name,
        size=size,
        entries=tuple(_entry(each) for each in entries),
        next=following if entries and following < size else None,
    )


def checkpoint(here: Found, archive: Archive) -> Checkpoint:
    """A signed statement of what the journal holds."""
    note = archive.checkpoint()
    return Checkpoint(desk=here.name, size=note.size, root=note.root, note=note.note)


def plans_before(archive: Archive, before: int | None, limit: int) -> PlanList:
    """Plans that were made, the latest first."""
    plans, following = _latest(_plan, archive, before, limit, kinds=("planned",))
    return PlanList(plans=plans, next=following)


def plan_document(archive: Archive, revision: int) -> bytes:
    """The document of a plan as it was shown; raises :class:`ProblemError` 404."""
    document = archive.plan_document(revision)
    if not document:
        raise ProblemError(
            Code.NOT_FOUND,
            f"revision: {revision}; accepted: that of a plan that was shown",
        )
    return document.strip()


def audit(
    here: Found,
    archive: Archive,
    *,
    by: str | None,
    kind: str | None,
    since_s: float | None,
    before: int | None,
    limit: int,
) -> Audit:
    """What people and crews did, the latest first.

    ``by``, ``kind`` and ``since_s`` say which; all that people did without them.
    """
    lines, following = _latest(
        _audit_line,
        archive,
        before,
        limit,
        kinds=KINDS_OF_PEOPLE if kind is None else (kind,),
        by=by,
        since_s=since_s,
    )
    return Audit(desk=here.name, lines=lines, next=following)


def _latest(
    make: Callable[[Entry], _Made],
    archive: Archive,
    before: int | None,
    limit: int,
    *,
    kinds: Collection[str],
    by: str | None = None,
    since_s: float | None = None,
) -> tuple[tuple[_Made, ...], int | None]:
    """What is made of the latest wanted entries, and before which number to go on.

    One call looks at so many entries and no more, so that a search for what there is
    not holds nobody up; it may then go on before what it has looked at. Of an entry
    only what is made of it is kept: a page of track reports would fill the memory.
    """
    end = archive.size() if before is None else min(before, archive.size())
    start = max(0, end - _MOST_LOOKED_AT)
    made: list[_Made] = []
    following = start
    for entry in archive.find(
        by=by,
        kinds=kinds,
        since_s=since_s,
        from_number=start,
        before=end,
        limit=limit,
    ):
        made.append(make(entry))
        if len(made) == limit:
            following = entry.number
    if (
        since_s is not None
        and len(made) < limit
        and _is_before(archive, start, since_s)
    ):
        following = 0
    return tuple(made), following or None


def _is_before(archive: Archive, number: int, since_s: float) -> bool:
    """Whether an entry, and so all before it, is older than a time."""
    return any(entry.at_s < since_s for entry in archive.entries(number, 1))


def _entry(entry: Entry) -> JournalEntry:
    event = msgspec.to_builtins(entry.event)
    return JournalEntry(
        number=entry.number,
        at=written(entry.at_s),
        kind=kind_of(entry.event),
        by=entry.by,
        event=event,
    )


def _audit_line(entry: Entry) -> AuditLine:
    return AuditLine(
        number=entry.number,
        at=written(entry.at_s),
        by=entry.by,
        kind=kind_of(entry.event),
        about=about(entry.event),
    )


def _plan(entry: Entry) -> PlanEntry:
    event = entry.event
    if not isinstance(event, Planned):
        raise TypeError(f"entry {entry.number} is no plan")
    return PlanEntry(
        number=entry.number,
        at=written(entry.at_s),
        revision=event.revision,
        method=event.method,
        value=event.value,
        bound=event.bound,
        digest=event.digest,
        firm=len(event.shown),
        kept=event.kept,
    )
