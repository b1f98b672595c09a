"""What is known about one feed: how much it says, how late, by which clock."""

import math
from dataclasses import dataclass

# Delays are looked at over one to two of these.
_SPAN_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, as it is told.

    ``silent_s``: since it was heard of last.
    ``accepted``: reports that were news; ``repeated`` said nothing new, ``late`` were
    older than what was known, ``rejected`` unusable, ``shed`` gave way to newer
    ones, ``quarantined`` could not be taken in by the desk, ``jumped`` are tracks that
    were where they cannot have flown to.
    ``waiting``: reports that wait for the desk.
    ``least_delay_s``: shortest time lately from a measurement to its arrival; below
    zero its clock is ahead by at least that much.  None: nothing lately.
    ``shed_ago_s``: since it last had to give way; infinite if it never had.
    """

    name: str
    silent_s: float = 0.0
    accepted: int = 0
    repeated: int = 0
    late: int = 0
    rejected: int = 0
    shed: int = 0
    quarantined: int = 0
    jumped: int = 0
    waiting: int = 0
    least_delay_s: float | None = None
    shed_ago_s: float = math.inf


@dataclass(slots=True)
class FeedBook:
    """The counters behind a :class:`Feed`; whoever holds them guards them."""

    name: str
    heard_s: float
    accepted: int = 0
    repeated: int = 0
    late: int = 0
    rejected: int = 0
    shed: int = 0
    quarantined: int = 0
    jumped: int = 0
    shed_at_s: float = -math.inf
    _since_s: float = -math.inf
    _least_s: float = math.inf
    _least_before_s: float = math.inf

    def delayed(self, delay_s: float, at_s: float) -> None:
        """Take in how long a report took; ``at_s`` is of an even clock."""
        self._turn(at_s)
        self._least_s = min(self._least_s, delay_s)

    def told(self, at_s: float, waiting: int) -> Feed:
        """What there is to say at a moment."""
        self._turn(at_s)
        least_s = min(self._least_s, self._least_before_s)
        return Feed(
            name=self.name,
            silent_s=max(0.0, at_s - self.heard_s),
            accepted=self.accepted,
            repeated=self.repeated,
            late=self.late,
            rejected=self.rejected,
            shed=self.shed,
            quarantined=self.quarantined,
            jumped=self.jumped,
            waiting=waiting,
            least_delay_s=least_s if math.isfinite(least_s) else None,
            shed_ago_s=at_s - self.shed_at_s,
        )

    def _turn(self, at_s: float) -> None:
        """Begin another span of time when this one is over."""
        age_s = at_s - self._since_s
        if age_s < _SPAN_S:
            return
        self._least_before_s = self._least_s if age_s < 2.0 * _SPAN_S else math.inf
        self._least_s = math.inf
        self._since_s = at_s
