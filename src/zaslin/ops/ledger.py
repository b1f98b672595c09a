"""The journal and the situation, moved on together."""

from zaslin.domain.event import Entry, Event, Opened
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.ops.ports import Journal
from zaslin.ops.replan import urges
from zaslin.ops.state import apply


class Ledger:
    """One writer: an entry is judged, then kept, and only then does anything change.

    What does not fit is refused before it is kept; what cannot be kept has not
    happened.
    """

    def __init__(
        self, opened: Picture, at_s: float, journal: Journal, params: PlanParams
    ) -> None:
        entry = Entry(number=0, at_s=at_s, event=Opened(picture=opened))
        situation = apply(None, entry)
        journal.append(entry)
        self.situation = situation
        self.urged = True
        self.journal = journal
        self._params = params

    def write(self, event: Event, at_s: float) -> Entry:
        """Keep what was learnt at a time, and move on.

        Raises
        ------
        ValueError
            If the event does not fit the situation.
        """
        before = self.situation
        entry = Entry(number=before.entries, at_s=at_s, event=event)
        after = apply(before, entry)
        self.journal.append(entry)
        self.urged = self.urged or urges(event, before, at_s, self._params)
        self.situation = after
        return entry
