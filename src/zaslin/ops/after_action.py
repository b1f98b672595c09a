"""A journal gone through for the report afterwards."""

from collections.abc import Iterable, Mapping

from zaslin.domain.defence import FireUnit
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Decided,
    Entry,
    Fired,
    Lost,
    Opened,
    Planned,
    Reported,
    Resupplied,
)
from zaslin.domain.ids import EngagementId, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import ShownShot
from zaslin.domain.track import StandardIdentity, Track
from zaslin.ops.situation import Situation, spends
from zaslin.ops.state import steps
from zaslin.ops.story import (
    DecisionStory,
    NightStory,
    PlanStory,
    ShotStory,
    StockStory,
    TrackStory,
)

_Pairing = tuple[TrackId, FireUnitId, InterceptorTypeId]


def tell(entries: Iterable[Entry]) -> NightStory:
    """Fold a journal and keep what a report needs.

    Raises
    ------
    ValueError
        If an entry does not fit those before it, or there is none.
    """
    teller = _Teller()
    opened: Opened | None = None
    last: Situation | None = None
    from_s = 0.0
    for before, entry, last in steps(entries):
        if isinstance(entry.event, Opened):
            opened, from_s = entry.event, entry.at_s
        teller.take(before, entry, last)
    if opened is None or last is None:
        raise ValueError("the journal has no entry; accepted: at least Opened")
    return NightStory(
        opened=opened.picture,
        from_s=from_s,
        until_s=last.at_s,
        tracks=teller.tracks,
        shots={
            name: ShotStory(
                engagement=engagement,
                decided_s=teller.authorised_s[name],
                why_not=teller.why_not.get(name),
            )
            for name, engagement in last.engagements.items()
        },
        decisions=tuple(teller.decisions),
        stocks=teller.stocks,
        plans=PlanStory(
            made=teller.made,
            shown=teller.shown,
            withdrawn=teller.withdrawn,
            dropped=teller.dropped,
        ),
    )


class _Teller:
    """What was told so far."""

    def __init__(self) -> None:
        self.tracks: dict[TrackId, TrackStory] = {}
        self.decisions: list[DecisionStory] = []
        self.authorised_s: dict[EngagementId, float] = {}
        self.why_not: dict[EngagementId, str] = {}
        self.stocks: dict[InterceptorTypeId, StockStory] = {}
        self.made = self.shown = self.withdrawn = self.dropped = 0
        self._since: dict[_Pairing, float] = {}

    def take(self, before: Situation | None, entry: Entry, after: Situation) -> None:
        """Take in an entry, with the situations before and after it."""
        at_s = entry.at_s
        match entry.event:
            case Opened() as event:
                self._see(event.picture.tracks, at_s)
            case Reported() as event:
                self._see(event.tracks, at_s)
            case Lost() as event:
                for name in event.tracks:
                    if name in self.tracks:
                        self.tracks[name].lost_s = at_s
            case Planned() as event if before is not None:
                self._planned(event, before.shown, at_s)
            case Decided() as event:
                self._decided(event, at_s)
            case Aborted() as event:
                self.why_not[event.engagement] = event.why
            case Assessed() as event if event.outcome is Outcome.KILLED:
                track = self.tracks[after.engagements[event.engagement].pin.track]
                track.killed_s = track.killed_s or at_s
            case _:
                pass
        self._count(before, entry, after)

    def _see(self, tracks: Iterable[Track], at_s: float) -> None:
        for track in tracks:
            place = (track.position.east_m, track.position.north_m)
            story = self.tracks.get(track.id)
            if story is None:
                story = TrackStory(track, at_s, [place])
                self.tracks[track.id] = story
            elif track.measured_at_s > story.last.measured_at_s:
                story.last = track
                story.path_m.append(place)
                story.lost_s = None
            hostile = track.identity is StandardIdentity.HOSTILE
            if hostile and story.hostile_s is None:
                story.hostile_s = at_s

    def _planned(
        self, event: Planned, before: tuple[ShownShot, ...], at_s: float
    ) -> None:
        if not event.digest:
            self.withdrawn += 1
            self._since = {}
            return
        self.made += 1
        if event.kept:
            return
        self.shown += 1
        now = {
            _pairing(shot): self._since.get(_pairing(shot), at_s)
            for shot in event.shown
        }
        self.dropped += sum(
            shot.launch_s > at_s and _pairing(shot) not in now for shot in before
        )
        self._since = now
        for track in {shot.track for shot in event.shown}:
            self.tracks[track].shown += 1

    def _decided(self, event: Decided, at_s: float) -> None:
        decision = event.decision
        shown_s = self._since.get(
            (decision.track, decision.fire_unit, decision.interceptor_type), at_s
        )
        self.decisions.append(
            DecisionStory(decision=decision, at_s=at_s, waited_s=at_s - shown_s)
        )
        if event.engagement is not None:
            self.authorised_s[event.engagement.id] = at_s

    def _count(self, before: Situation | None, entry: Entry, after: Situation) -> None:
        """Follow the rounds: how many there are, and why they change."""
        if before is None or before.fire_units is not after.fire_units:
            for kind, rounds in _rounds(after.fire_units).items():
                if not spends(after, kind):
                    continue
                steps_of = self.stocks.setdefault(kind, StockStory()).steps
                if not steps_of or steps_of[-1][1] != rounds:
                    steps_of.append((entry.at_s, rounds))
        match entry.event:
            case Fired() as event:
                pin = after.engagements[event.engagement].pin
                if spends(after, pin.interceptor_type):
                    self.stocks[pin.interceptor_type].fired += pin.salvo_size
            case Resupplied() as event:
                self.stocks[event.interceptor_type].resupplied += event.rounds
            case _:
                pass


def _pairing(shot: ShownShot) -> _Pairing:
    return shot.track, shot.fire_unit, shot.interceptor_type


def _rounds(units: Mapping[FireUnitId, FireUnit]) -> dict[InterceptorTypeId, int]:
    """Rounds by type over all units, ready and stored."""
    totals: dict[InterceptorTypeId, int] = {}
    for unit in units.values():
        for magazine in unit.magazines:
            kind = magazine.interceptor_type
            rounds = magazine.rounds_ready + magazine.rounds_stored
            totals[kind] = totals.get(kind, 0) + rounds
    return totals
