"""What goes on around a desk: a raid in the air, sensors that see it, crews that fire.

The same whoever decides at the desk: simulated people in a run, real ones in an
exercise.
"""

from collections.abc import Iterable
from typing import Protocol

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.event import Aborted, Assessed, Event, Fired, Lost
from zaslin.domain.ids import CURRENT_POSITION, EngagementId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Crew, StandardIdentity, Track
from zaslin.ops.situation import Situation
from zaslin.sim.arsenal import Arsenal
from zaslin.sim.assess import assess
from zaslin.sim.draw import Draw
from zaslin.sim.setting import Setting
from zaslin.sim.watch import Watch
from zaslin.sim.world import World


class ForbiddenEngagementError(AssertionError):
    """A launch at what must never be engaged: a defect, and the end of the run."""


class Books(Protocol):
    """Where it is entered what sensors and crews report; a desk is one."""

    @property
    def situation(self) -> Situation:
        """What is entered so far."""

    def receive(self, tracks: Iterable[Track], at_s: float) -> None:
        """Take in track reports."""

    def record(self, event: Event, at_s: float) -> object:
        """Take in what somebody reports."""


class Field:
    """World, sensors, crews and arsenal of one seed of a setting.

    Crews carry out what they are ordered to, and nothing else: an engagement that was
    authorised and handed to ``order``.

    Parameters
    ----------
    setting
        The scenario and all it names.
    drawn
        Its seed.
    """

    def __init__(self, setting: Setting, drawn: Draw) -> None:
        self._setting, self._drawn = setting, drawn
        self._kinds = {kind.id: kind for kind in setting.defence.interceptor_types}
        self.watch = Watch(setting, drawn)
        self.arsenal = Arsenal(setting, drawn)
        self.world = World(drawn, setting.defence.populated_areas)
        self._assessments = drawn.stream("assessment")
        self._due: list[tuple[float, EngagementId, Outcome]] = []
        self._open: dict[EngagementId, Engagement] = {}

    @property
    def open(self) -> tuple[Engagement, ...]:
        """Engagements that crews are still to launch."""
        return tuple(self._open.values())

    def opening(self) -> Picture:
        """The picture that a desk is opened on."""
        defence = self._setting.defence
        return Picture(
            revision=0,
            now_s=self._setting.scenario.starts_s,
            origin=defence.frame.origin,
            fire_units=self.arsenal.fire_units,
            interceptor_types=defence.interceptor_types,
            assets=defence.assets,
            populated_areas=defence.populated_areas,
            control=defence.control,
            forecast=self._drawn.forecast,
        )

    def step(self, books: Books, now_s: float) -> None:
        """Let everything happen that does so by now, in the order of cause."""
        self._take_effect(now_s)
        for event in self.arsenal.step(now_s):
            books.record(event, now_s)
        self._report_outcomes(books, now_s)
        self._look(books, now_s)
        self._launch_due(books, now_s)

    def order(self, engagement: Engagement, now_s: float) -> None:
        """Give a crew its order; if it has to drive for it, it leaves now."""
        self._open[engagement.id] = engagement
        if engagement.pin.position != CURRENT_POSITION:
            self.arsenal.order_move(
                engagement.pin.fire_unit, engagement.pin.position, now_s
            )

    def call_off(self, books: Books, plan: Plan, now_s: float) -> None:
        """Crews are told which authorised engagements stand no longer."""
        withdrawn = {
            (line.track, line.fire_unit): line.text
            for line in plan.withdrawn
            if not line.launched
        }
        if not withdrawn:
            return
        for engagement in list(self._open.values()):
            why = withdrawn.get((engagement.pin.track, engagement.pin.fire_unit))
            if why is not None:
                del self._open[engagement.id]
                books.record(Aborted(engagement=engagement.id, why=why), now_s)

    def _take_effect(self, now_s: float) -> None:
        """Rounds arrive; their crews will know when they have looked."""
        for effect in self.world.advance(now_s):
            delay_s, outcome = assess(
                effect.killed, self._setting.scenario.assessment, self._assessments
            )
            self._due.append((effect.known_s + delay_s, effect.engagement, outcome))

    def _report_outcomes(self, books: Books, now_s: float) -> None:
        due = sorted(line for line in self._due if line[0] <= now_s)
        self._due = [line for line in self._due if line[0] > now_s]
        for _, engagement, outcome in due:
            books.record(Assessed(engagement=engagement, outcome=outcome), now_s)

    def _look(self, books: Books, now_s: float) -> None:
        seen = self.watch.step(now_s, self.world.airborne(now_s))
        if seen.reports:
            books.receive(seen.reports, now_s)
        if seen.lost:
            books.record(Lost(tracks=seen.lost), now_s)

    def _launch_due(self, books: Books, now_s: float) -> None:
        """Crews launch what was authorised for this moment, or say why not."""
        due = sorted(
            (line for line in self._open.values() if line.pin.launch_s <= now_s),
            key=lambda line: (line.pin.launch_s, line.id),
        )
        for engagement in due:
            del self._open[engagement.id]
            # The pin may have been rewritten since, as its unit moved.
            current = books.situation.engagements[engagement.id]
            if current.state is EngagementState.AUTHORISED:
                self._launch(books, current.id, current.pin, now_s)

    def _launch(
        self, books: Books, name: EngagementId, pin: PinnedEngagement, now_s: float
    ) -> None:
        track = books.situation.track_at(pin.track, now_s)
        why = self._obstacle(track, pin)
        kind = self._kinds[pin.interceptor_type]
        row = None if track is None else self.watch.row_of(pin.track)
        aimed = self.world.aim(
            row, self.arsenal.unit(pin.fire_unit), kind, pin.launch_s
        )
        if why is None and not self.arsenal.fire(
            pin.fire_unit,
            pin.interceptor_type,
            pin.salvo_size,
            pin.position,
            pin.launch_s,
            max(pin.assessed_s, aimed.known_s),
        ):
            why = "the unit could not launch"
        if why is not None or track is None:
            books.record(Aborted(engagement=name, why=why or "no track"), now_s)
            return
        forbid(track)
        self.world.launch(name, row, kind, pin.salvo_size, aimed)
        books.record(
            Fired(
                engagement=name,
                launch_s=pin.launch_s,
                intercept_s=aimed.effect_s,
                assessed_s=aimed.known_s,
            ),
            now_s,
        )

    def _obstacle(self, track: Track | None, pin: PinnedEngagement) -> str | None:
        """What a crew sees before it launches."""
        if track is None:
            return "the track has left the picture"
        if not may_be_engaged(track):
            return "the track may not be engaged any more"
        row = self.watch.row_of(pin.track)
        if row is not None and not self.world.airborne(pin.launch_s)[row]:
            return "the crew sees nothing there"
        return None


def may_be_engaged(track: Track) -> bool:
    """Whether a track is hostile, uncrewed and not civil."""
    return (
        track.identity is StandardIdentity.HOSTILE
        and track.crew is Crew.UNCREWED
        and not track.civil
    )


def forbid(track: Track) -> None:
    """Raise unless a track may be engaged at all: the hard filter, asserted anew.

    Raises
    ------
    ForbiddenEngagementError
        For anything that is not hostile, uncrewed and not civil.
    """
    if not may_be_engaged(track):
        raise ForbiddenEngagementError(
            f"a round was launched at track {track.id!r}, which is {track.identity}, "
            f"{track.crew}, civil {track.civil}; accepted: hostile, uncrewed, not civil"
        )
