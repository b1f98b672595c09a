"""The journal and the situation, moved on together."""

from collections.abc import Callable, Iterable

from zaslin.domain.event import Entry, Event, Opened
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.ops.ports import Booked, Journal, Receipt
from zaslin.ops.posting import postings
from zaslin.ops.replan import outdates, urges
from zaslin.ops.situation import Situation
from zaslin.ops.state import apply, fold

Receipts = Receipt | Callable[[Entry, Situation], Receipt] | None
"""A receipt, or how to make one of the entry and the situation after it."""


class Ledger:
    """One writer: an entry is judged, then kept, and only then does anything change.

    What does not fit is refused before it is kept; what cannot be kept has not
    happened.
    ``urged``: something has happened that is a reason to plan.
    ``outdated_at``: number of the last entry that a plan must know, so that one whose
    picture is older is not shown.
    """

    def __init__(
        self, opened: Picture, at_s: float, journal: Journal, params: PlanParams
    ) -> None:
        entry = Entry(number=0, at_s=at_s, event=Opened(picture=opened))
        situation = apply(None, entry)
        journal.append(entry, Booked(postings=postings(None, entry, situation)))
        self._start(situation, journal, params)

    @classmethod
    def resumed(
        cls,
        entries: Iterable[Entry] | Situation,
        journal: Journal,
        params: PlanParams,
    ) -> "Ledger":
        """A ledger that goes on where a journal ends.

        Raises
        ------
        ValueError
            If an entry does not fit those before it, or there is none.
        """
        situation = entries if isinstance(entries, Situation) else fold(entries)
        if situation is None:
            raise ValueError("the journal has no entry; accepted: at least Opened")
        ledger = cls.__new__(cls)
        ledger._start(  # noqa: SLF001  (another way to make one of these)
            situation, journal, params
        )
        return ledger

    def _start(
        self, situation: Situation, journal: Journal, params: PlanParams
    ) -> None:
        self.situation = situation
        self.urged = True
        self.outdated_at = 0
        self.journal = journal
        self._params = params

    def write(
        self,
        event: Event,
        at_s: float,
        *,
        by: str = "",
        receipt: Receipts = None,
        document: bytes = b"",
        guard: Callable[[], None] | None = None,
    ) -> Entry:
        """Keep what was learnt at a time, and move on.

        ``by`` says who brought it; the others are kept with it, see
        :class:`zaslin.ops.ports.Booked`.

        Raises
        ------
        ValueError
            If the event does not fit the situation.
        """
        before = self.situation
        entry = Entry(number=before.entries, at_s=at_s, event=event, by=by)
        after = apply(before, entry)
        self.journal.append(
            entry,
            Booked(
                postings=postings(before, entry, after),
                receipt=receipt(entry, after) if callable(receipt) else receipt,
                document=document,
                guard=guard,
            ),
        )
        self.urged = self.urged or urges(event, before, at_s, self._params)
        if outdates(event):
            self.outdated_at = entry.number
        self.situation = after
        return entry
