"""Plain rules beside a desk: who may be shot at, what people saw, what was booked."""

from collections import Counter

from zaslin.domain.event import Entry, Identified
from zaslin.domain.plan import Plan
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity, Track
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.ports import NOTHING, Booked
from zaslin.ops.posting import Balance, posted

_OURS_OR_NOBODYS = {"friend", "assumed_friend", "neutral"}


def is_protected(track: Track) -> bool:
    """Whether a feed's word forbids a shot, whatever anybody declares."""
    return (
        track.civil
        or track.crew.value == "crewed"
        or track.identity in _OURS_OR_NOBODYS
    )


def may_be_shot_at(track: Track, said: Identified | None, now_s: float) -> bool:
    """Whether anybody may shoot at a track as it is reported and declared."""
    if is_protected(track):
        return False
    if said is None:
        how = track.identification
        return (
            track.identity is StandardIdentity.HOSTILE
            and track.crew is Crew.UNCREWED
            and how is not None
            and now_s < how.expires_s
        )
    if now_s >= said.expires_s or said.identity is not StandardIdentity.HOSTILE:
        return False
    if track.crew is Crew.UNCREWED:
        return said.crew in (None, Crew.UNCREWED)
    return said.crew is Crew.UNCREWED and said.method is IdentificationMethod.POSITIVE


class Booking(MemoryJournal):
    """A journal that keeps its postings, added up."""

    def __init__(self) -> None:
        super().__init__()
        self.balances: dict[tuple[str, str], Balance] = {}
        self.moved: Counter[str] = Counter()

    def append(self, entry: Entry, booked: Booked = NOTHING) -> None:
        """Keep the entry and what it moves; an account below zero is refused."""
        after = dict(self.balances)
        for posting in booked.postings:
            key = (posting.fire_unit, posting.interceptor_type)
            after[key] = posted(after.get(key, Balance()), posting)
        super().append(entry, booked)
        self.balances = after
        for posting in booked.postings:
            self.moved[f"{posting.source}>{posting.destination}"] += posting.rounds


class Sightings:
    """What people have had on the screen, plan after plan.

    A screen that was empty for a while breaks off what stood on it.
    """

    def __init__(self) -> None:
        self._plans: list[Plan | None] = [None]

    def look(self, shown: Plan | None) -> bool:
        """See what is shown; whether it is another plan than before."""
        if shown is self._plans[-1]:
            return False
        self._plans.append(shown)
        return True

    @property
    def revisions(self) -> list[int]:
        """Of the plans that were shown, in their order."""
        return [plan.revision for plan in self._plans if plan is not None]

    def has_stood(
        self, since: int, key: tuple[object, ...], launch_s: float, same_s: float
    ) -> bool:
        """Whether such a line was on the screen all the time since a revision."""
        at = max(
            (
                index
                for index, plan in enumerate(self._plans)
                if plan is not None and plan.revision <= since
            ),
            default=None,
        )
        return at is not None and all(
            plan is not None and _has(plan, key, launch_s, same_s)
            for plan in self._plans[at:]
        )


def _has(plan: Plan, key: tuple[object, ...], launch_s: float, same_s: float) -> bool:
    """Whether a plan has a firm line of this pairing near that time."""
    return any(
        line.firm
        and key
        == (
            line.shot.track,
            line.shot.fire_unit,
            line.shot.interceptor_type,
            line.shot.position,
            line.shot.salvo_size,
        )
        and abs(line.shot.launch_s - launch_s) <= 2.0 * same_s + 1e-6
        for line in plan.recommendations
    )
