"""The plans of a live desk: when one is asked for, and what is done with an answer."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import FireUnit
from zaslin.domain.ids import InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.ask import Asker, Document, Finished, Post, Proposed, Question
from zaslin.live.clock import DeskClock
from zaslin.live.health import PlanFacts
from zaslin.live.params import LiveParams
from zaslin.live.planning import (
    FaultKind,
    PlanningClosedError,
    PlanningFailedError,
)
from zaslin.live.suspects import Suspects
from zaslin.ops.desk import Answer, Desk

# Of the age at which a plan is withdrawn, under an empty sky.
_QUIET_SHARE = 1.0 / 3.0
# After a question without any plan, for those who plan to be replaced.
_REPLACED_WITHIN_S = 15.0


class Advice:
    """Asks for plans and shows them; lives on the desk's thread.

    While no plan is shown, every one that comes is shown at once, the floor first.
    While one is shown, only the last and best answer to a question may replace it, so
    that a person who reads it is not disturbed by every step of a search.
    Tracks that no plan can be made with are searched for, and left out.
    ``source`` made the shown plan, ``picture`` is what it was made from.

    Parameters
    ----------
    desk
        Whose plans they are.
    asker
        Puts the questions.
    document
        Writes a plan down anew, if the desk shows it under another revision.
    post
        Takes the answers, in whatever thread they come.
    params
        How long an answer may take.
    clock
        The time of the desk.
    """

    def __init__(
        self,
        desk: Desk,
        asker: Asker,
        document: Document,
        post: Post,
        params: LiveParams,
        clock: DeskClock,
    ) -> None:
        self._desk = desk
        self._asker = asker
        self._document = document
        self._post = post
        self._params = params
        self._clock = clock
        self._numbers = 0
        self._open: Question | None = None
        self._held: Proposed | None = None
        self._asked_at_s = 0.0
        self._suspects = Suspects()
        self._broke_at_s: float | None = None
        self._shown_for: Question | None = None
        self._answered_source = self._finished_source = ""
        self._failed = self._withdrawn = ""
        self.source = ""
        self.picture: Picture | None = None
        self.document = b""

    @property
    def busy(self) -> bool:
        """Whether a question has not been answered for good."""
        return self._open is not None

    def facts(self, now_s: float) -> PlanFacts:
        """What there is to say of plans at a time."""
        desk, params = self._desk, self._params
        shown = desk.shown is not None
        confirmed_s = desk.confirmed_at_s
        slack_s = params.plan_late_s * max(1.0, self._clock.speed)
        return PlanFacts(
            shown=shown,
            source=self._finished_source if shown else "",
            confirmed_ago_s=None if confirmed_s is None else now_s - confirmed_s,
            late_after_s=self._rhythm_s() + slack_s,
            failed=self._failed,
            withdrawn=self._withdrawn,
            left_out=tuple(sorted(self._suspects.left_out)),
        )

    def ask(self, now_s: float) -> None:
        """Let time pass at the desk, and put a question if a plan is due.

        A question that was not answered for too long is given up, and the plan of
        before with it: nobody says any more that it holds.
        """
        if self.busy:
            waited_s = self._clock.monotonic_s() - self._asked_at_s
            if waited_s > self._params.patience_s:
                self._lose_patience(now_s)
            return
        self._suspects.look(self._desk.situation.tracks, self._clock.monotonic_s())
        if self._awaits_workers():
            self._put_off(now_s)
        elif (tried := self._suspects.trial) is not None:
            self._put_off(now_s)
            whole = self._desk.situation.picture_at(now_s, lead=self._desk.lead)
            self._put(_of(whole, tried.__contains__), trial=True)
        elif not self._is_quiet(now_s):
            picture = self._desk.asks(now_s)
            self.notice()
            if picture is not None:
                self._put(_without(picture, self._suspects.left_out))

    def wait(self, now_s: float) -> None:
        """Let time pass at the desk, and ask nothing."""
        self.drop()
        self._desk.asks(now_s)
        self.notice()

    def proposed(self, made: Proposed, now_s: float) -> None:
        """A plan has come; nothing happens if it answers an old question."""
        if made.question is not self._open:
            return
        is_first = self._desk.shown is None or self._shown_for is made.question
        if is_first and not made.question.trial:
            self._answer(made, now_s)
        else:
            self._held = made

    def finished(self, end: Finished, now_s: float) -> None:
        """Nothing more comes."""
        if end.question is not self._open:
            return
        held = self._held
        self.drop()
        if end.question.trial:
            self._tried(end, worked=held is not None)
            return
        if held is not None:
            self._answer(held, now_s)
        elif end.error is not None and self._shown_for is not end.question:
            # Without a single plan; one that came before the end was checked, too.
            self._broke(end)
            self._fail(f"{type(end.error).__name__}: {end.error}", now_s)
            return
        self._broke_at_s = None
        self._failed = ""
        self._finished_source = self._answered_source

    def drop(self) -> None:
        """Forget what was asked: whatever comes of it is of no use any more."""
        self._open = self._held = None

    def withdraw(self, why: str, now_s: float) -> None:
        """Take the shown plan away."""
        self.drop()
        self._desk.fail(why, now_s)
        self.notice()

    def notice(self) -> None:
        """Take in that the desk shows nothing any more, if it does not."""
        if self._desk.shown is None and self.picture is not None:
            self.picture, self._shown_for = None, None
            self.source, self.document = "", b""
            self._withdrawn = self._desk.degraded or "withdrawn"

    def _rhythm_s(self) -> float:
        """How often plans are to be made: an empty sky needs fewer."""
        replan, situation = self._desk.replan, self._desk.situation
        if situation.tracks or situation.pins:
            return replan.interval_s
        return max(replan.interval_s, _QUIET_SHARE * replan.oldest_s)

    def _is_quiet(self, now_s: float) -> bool:
        """Whether nothing is in the air, and a plan has said so lately."""
        confirmed_s = self._desk.confirmed_at_s
        return (
            self._desk.shown is not None
            and not self._desk.ledger.urged
            and confirmed_s is not None
            and now_s - confirmed_s < self._rhythm_s()
        )

    def _put_off(self, now_s: float) -> None:
        """Let time pass at the desk; a plan that was due is due as soon as may be."""
        self.wait(now_s)
        self._desk.ledger.urged = True

    def _lose_patience(self, now_s: float) -> None:
        """Nobody answers, not even that there is no plan; that is no track's fault."""
        was_trial = self._open is not None and self._open.trial
        self._suspects.give_up(self._clock.monotonic_s())
        self.drop()
        if was_trial:
            self._desk.ledger.urged = True
        else:
            self._fail(f"no answer within {self._params.patience_s:g} s", now_s)

    def _awaits_workers(self) -> bool:
        """Whether a question would fail for want of somebody to be asked.

        What is left of the last one's workers says nothing about this one's tracks.
        """
        force, broke_at_s = self._asker.workforce(), self._broke_at_s
        return (
            broke_at_s is not None
            and force is not None
            and force.ready == 0 < force.wanted
            and self._clock.monotonic_s() - broke_at_s < _REPLACED_WITHIN_S
        )

    def _put(self, picture: Picture, *, trial: bool = False) -> None:
        self._numbers += 1
        self._open = Question(
            number=self._numbers,
            picture=picture,
            previous=None if trial else self._desk.previous,
            deadline_s=self._params.deadline_s,
            trial=trial,
        )
        self._asked_at_s = self._clock.monotonic_s()
        self._asker.ask(self._open, self._post)

    def _broke(self, end: Finished) -> None:
        """A question had no plan at all; that may be one of its tracks."""
        self._broke_at_s = self._clock.monotonic_s()
        if isinstance(end.error, PlanningClosedError):
            self._suspects.give_up(self._broke_at_s)
        elif not _was_for_want_of_workers(end.error):
            tracks = [track.id for track in end.question.picture.tracks]
            self._suspects.failed(tracks, self._broke_at_s)

    def _tried(self, end: Finished, *, worked: bool) -> None:
        """What came of a trial; the plan itself is nobody's."""
        if worked:
            self._broke_at_s = None
            self._suspects.worked(self._clock.monotonic_s())
        else:
            self._broke(end)

    def _fail(self, why: str, now_s: float) -> None:
        self._failed = why[:200]
        self.withdraw(f"planning failed, {why}", now_s)

    def _answer(self, made: Proposed, now_s: float) -> None:
        """Show a plan, or let it confirm the one that is shown."""
        picture, written = made.question.picture, made.document

        def document(shown: Plan) -> bytes:
            nonlocal picture, written
            if shown.revision != picture.revision:
                picture = replace(picture, revision=shown.revision)
                written = self._document(shown, picture)
            return written

        came_of_it = self._desk.answer(made.plan, now_s, document=document)
        if came_of_it is Answer.OVERTAKEN:
            return
        self._answered_source = made.source
        self._withdrawn = ""
        if came_of_it is Answer.SHOWN:
            self.picture, self.document = picture, written
            self.source = made.source
            self._shown_for = made.question


def _without(picture: Picture, left_out: Collection[TrackId]) -> Picture:
    """The picture as it is planned; mostly nobody is left out.

    A shot at a track that is left out stands all the same: its unit keeps its rounds
    and a channel for it, and stays where it is.
    """
    if not left_out:
        return picture
    pinned = picture.control.pinned
    apart = [pin for pin in pinned if pin.track in left_out]
    rest = tuple(pin for pin in pinned if pin.track not in left_out)
    return replace(
        _of(picture, lambda name: name not in left_out),
        fire_units=tuple(_bound(unit, apart) for unit in picture.fire_units),
        control=replace(picture.control, pinned=rest),
    )


def _bound(unit: FireUnit, apart: Sequence[PinnedEngagement]) -> FireUnit:
    """A unit without what its shots take that are not in the picture any more."""
    own = [pin for pin in apart if pin.fire_unit == unit.id]
    if not own:
        return unit
    due: Counter[InterceptorTypeId] = Counter()
    for pin in own:
        due[pin.interceptor_type] += 0 if pin.launched else pin.salvo_size
    return replace(
        unit,
        channels=max(0, unit.channels - len(own)),
        prepared_positions=(),
        magazines=tuple(
            replace(
                each,
                rounds_ready=max(0, each.rounds_ready - due[each.interceptor_type]),
            )
            for each in unit.magazines
        ),
    )


def _was_for_want_of_workers(error: Exception | None) -> bool:
    """Whether a question failed before anybody could be asked."""
    faults = error.faults if isinstance(error, PlanningFailedError) else ()
    return bool(faults) and all(
        fault.kind in (FaultKind.NO_WORKER, FaultKind.FLOOR_FAILED) for fault in faults
    )


def _of(picture: Picture, stays: Callable[[TrackId], bool]) -> Picture:
    """The picture with these tracks alone."""
    return replace(
        picture,
        tracks=tuple(track for track in picture.tracks if stays(track.id)),
        shown=tuple(shot for shot in picture.shown if stays(shot.track)),
    )
