"""The journal and the audit of it, as the service lets them be read."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from zaslin.wire.form.coded import Code
from zaslin.wire.form.desk import Count
from zaslin.wire.form.plan import Moment, Stated
from zaslin.wire.form.run import Digest


class JournalEntry(Stated, frozen=True, kw_only=True):
    """One entry of a journal."""

    number: Count
    at: Moment
    kind: Code
    by: Annotated[str, Meta(description="who brought it; empty: the desk itself")]
    event: Annotated[
        dict[str, Any], Meta(description="metres in the local frame, seconds")
    ]


class JournalPage(Stated, frozen=True, kw_only=True):
    """Entries in their order."""

    schema: Literal["zaslin/journal-page/1"] = "zaslin/journal-page/1"
    desk: str
    size: Annotated[Count, Meta(description="of the journal")]
    entries: tuple[JournalEntry, ...]
    next: Annotated[
        int | None, Meta(description="give it as from for the next page; null: end")
    ]


class AuditLine(Stated, frozen=True, kw_only=True):
    """What somebody did."""

    number: Count
    at: Moment
    by: str
    kind: Code
    about: Annotated[
        dict[str, str | int | float | bool | None],
        Meta(description="names, numbers and words of the entry; no prose"),
    ]


class Audit(Stated, frozen=True, kw_only=True):
    """What people and crews did, the latest first."""

    schema: Literal["zaslin/audit/1"] = "zaslin/audit/1"
    desk: str
    lines: tuple[AuditLine, ...]
    next: Annotated[
        int | None, Meta(description="give it as before for the next page; null: end")
    ]


class Checkpoint(Stated, frozen=True, kw_only=True):
    """A signed statement of how long the journal is, and of what it holds.

    Whoever keeps one can tell later whether the journal was changed since.
    """

    schema: Literal["zaslin/checkpoint/1"] = "zaslin/checkpoint/1"
    desk: str
    size: Count
    root: Annotated[Digest, Meta(description="hash of the last entry")]
    note: Annotated[str, Meta(description="signed note: origin, size, root, signature")]
