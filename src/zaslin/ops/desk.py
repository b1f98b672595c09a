"""The desk: takes in what happens, shows the plan that holds, and remembers both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from zaslin.assignment.eligibility import refusal
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import (
    Decided,
    Entry,
    Event,
    Expired,
    Nominated,
    Opened,
    Planned,
    Reported,
    Withdrawn,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.domain.track import Track
from zaslin.ops.answered import accept_plan, planned_of, withdrawal
from zaslin.ops.lead import Lead
from zaslin.ops.ledger import Ledger, Receipts
from zaslin.ops.lines import LineKey, Stand, stands
from zaslin.ops.policy import ONE_PERSON, TwoPerson
from zaslin.ops.ports import Journal, Planner
from zaslin.ops.replan import ReplanParams, due, firm_shots, keeps
from zaslin.ops.situation import Situation
from zaslin.ops.standing import lapsed_nominations
from zaslin.ops.state import name_of


class Answer(StrEnum):
    """What became of a plan.

    ``SHOWN``: it is on the screen.
    ``KEPT``: the one on the screen still holds, or is better.
    ``OVERTAKEN``: something was entered since its picture was asked for that a plan
    must know, or its picture is not the last one asked for; it is thrown away.
    """

    SHOWN = "shown"
    KEPT = "kept"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A plan is being made: for which picture, after how many entries.

    ``best`` is the plan that this asking has given so far.
    """

    picture: Picture
    entries: int
    best: Plan | None = None


class Desk:
    """The single writer of a situation, and the plan that is shown for it.

    ``shown`` is the plan that people may decide on, or None; ``degraded`` then says
    why there is none.  Times must not go back.
    ``confirmed_at_s``: when the picture was taken of the last plan that said that what
    is shown holds.

    A desk that is its own planner ticks.  One whose plans are made elsewhere asks for
    a picture, and is given the answer, or told that it failed.

    Parameters
    ----------
    opened
        The picture to begin with.
    at_s
        When that is.
    planner
        Asked with a picture on which every unit needs ``decision_lead_s`` longer;
        None: plans are made elsewhere.
    replan
        When to plan.
    journal
        Where every entry goes before it counts.
    params
        As the planner plans; says which tracks may be engaged at all.
    two_person
        What two people have to sign.
    """

    def __init__(
        self,
        opened: Picture,
        at_s: float,
        planner: Planner | None,
        replan: ReplanParams,
        journal: Journal,
        *,
        params: PlanParams | None = None,
        two_person: TwoPerson = ONE_PERSON,
    ) -> None:
        params = params or PlanParams()
        ledger = Ledger(opened, at_s, journal, params)
        self._start(ledger, planner, replan, params, two_person)

    @classmethod
    def resumed(
        cls,
        entries: Iterable[Entry] | Situation,
        at_s: float,
        planner: Planner | None,
        replan: ReplanParams,
        journal: Journal,
        *,
        params: PlanParams | None = None,
        two_person: TwoPerson = ONE_PERSON,
    ) -> "Desk":
        """A desk that goes on where a journal ends.

        The plan that was shown is withdrawn at once, and nominations with it: nobody
        knows what has happened meanwhile.

        Raises
        ------
        ValueError
            If an entry does not fit those before it, or there is none.
        """
        params = params or PlanParams()
        desk = cls.__new__(cls)
        ledger = Ledger.resumed(entries, journal, params)
        now_s = max(at_s, ledger.situation.at_s)
        desk._start(  # noqa: SLF001  (another way to make one of these)
            ledger, planner, replan, params, two_person
        )
        desk._withdraw(  # noqa: SLF001  (as above)
            "the desk was opened anew", now_s
        )
        return desk

    def _start(
        self,
        ledger: Ledger,
        planner: Planner | None,
        replan: ReplanParams,
        params: PlanParams,
        two_person: TwoPerson,
    ) -> None:
        self.params = params
        self.replan = replan
        self.two_person = two_person
        self.ledger = ledger
        self.shown: Plan | None = None
        self.degraded: str | None = None
        self.confirmed_at_s: float | None = None
        self.lead = Lead(replan.decision_lead_s)
        self._planner = planner
        self._previous: Plan | None = None
        self._planned_at_s: float | None = None
        self._asked: _Asked | None = None
        self._stands: Mapping[LineKey, Stand] = {}

    @property
    def situation(self) -> Situation:
        """Everything the desk knows."""
        return self.ledger.situation

    @property
    def previous(self) -> Plan | None:
        """The last plan that was made, for its prices."""
        return self._previous

    @property
    def stands(self) -> Mapping[LineKey, Stand]:
        """Since when each firm line of the shown plan has stood, and from where."""
        return self._stands

    @property
    def standing(self) -> Mapping[LineKey, int]:
        """Since which revision each firm line of the shown plan has stood.

        A decision of somebody who saw that revision or a later one is on this line.
        """
        return {key: stand.revision for key, stand in self._stands.items()}

    def receive(self, tracks: Iterable[Track], at_s: float, *, by: str = "") -> None:
        """Take in track reports; late and repeated ones do no harm."""
        reports = tuple(tracks)
        if reports:
            self.ledger.write(Reported(tracks=reports), at_s, by=by)

    def record(
        self,
        event: Event,
        at_s: float,
        *,
        by: str = "",
        receipt: Receipts = None,
        guard: Callable[[], None] | None = None,
    ) -> Entry:
        """Take in what somebody reports.

        Raises
        ------
        ValueError
            If the event does not fit the situation, or is not reported but made here:
            what was planned, and what was decided.
        """
        match event:
            case Opened() | Planned() | Decided() | Nominated():
                raise ValueError(
                    f"event is {name_of(event)}; accepted: what is reported to a desk, "
                    "not what it does or what a person decides"
                )
            case _:
                return self.ledger.write(
                    event, at_s, by=by, receipt=receipt, guard=guard
                )

    def tick(self, now_s: float) -> Plan | None:
        """Let time pass: orders expire, plans grow old and are made anew.

        Returns the plan that is shown from now on if it is another one, else None.
        Whatever a planner does wrong, the desk goes on without a plan, and says so in
        ``degraded``: never with the plan of before.
        """
        picture = self.asks(now_s)
        if picture is None:
            return None
        if self._planner is None:
            self.fail("planning failed, nobody makes plans here", now_s)
            return None
        try:
            made = self._planner(picture, self._previous)
            accept_plan(made, picture)
        # Whatever it is: people are better off with no plan than with no desk.
        except Exception as error:
            self.fail(f"planning failed, {type(error).__name__}: {error}", now_s)
            return None
        return self.shown if self.answer(made, now_s) is Answer.SHOWN else None

    def asks(self, now_s: float) -> Picture | None:
        """Let time pass; the picture to plan on, if a plan is due, else None.

        Orders expire, nominations lapse, and what is outdated is withdrawn.
        A picture asked for stands for all before it: their answers are overtaken.
        """
        self._expire(now_s)
        if self.shown is None and self.situation.shown_revision is not None:
            # The journal could not take it when it was withdrawn.
            self._withdraw(self.degraded or "no plan is shown", now_s)
        if self.is_outdated(now_s):
            self._withdraw(
                f"the last plan is over {self.replan.oldest_s:g} s old", now_s
            )
        self._lapse(now_s)
        urged = self.ledger.urged or self._has_lost_identity(now_s)
        if not due(self.replan, now_s, self._planned_at_s, urged=urged):
            return None
        picture = self.situation.picture_at(now_s, lead=self.lead)
        self._planned_at_s = now_s
        self._asked = _Asked(picture, self.situation.entries)
        # What comes from now on is a reason for the plan after this one.
        self.ledger.urged = False
        return picture

    def answer(
        self,
        made: Plan,
        now_s: float,
        *,
        document: bytes | Callable[[Plan], bytes] = b"",
    ) -> Answer:
        """Take in a plan for the picture that was asked for last.

        It may come twice for one picture, a quick plan and then a better one: the
        second replaces the first only if it is better.  It is then shown under a
        revision of its own, so that a revision never means two plans.

        Parameters
        ----------
        made
            The plan, checked.
        now_s
            When it is there.
        document
            What the journal is to keep of it in full, or how to write that of the plan
            as it is shown; of one that is not shown it keeps nothing.

        Raises
        ------
        ValueError
            If it is no plan for that picture: a fault of whoever made it.
        """
        asked = self._asked
        if asked is None or made.made_at_s < asked.picture.now_s:
            return Answer.OVERTAKEN
        accept_plan(made, asked.picture)
        if self._is_overtaken(made, asked, now_s):
            self._asked = None
            self._planned_at_s = None
            self.ledger.urged = True
            return Answer.OVERTAKEN
        if asked.best is not None and not self._is_better(made, asked.best):
            return Answer.KEPT
        self._asked = replace(asked, best=made)
        self.degraded = None
        kept = self._is_kept(made)
        if not kept:
            made = self._of_its_own_revision(made)
        self._enter(made, now_s, kept=kept, document=document)
        self._previous = made
        self.confirmed_at_s = made.made_at_s
        if kept:
            return Answer.KEPT
        self.shown = made
        self._stands = stands(self._stands, made, self.replan.same_shot_s)
        self._lapse(now_s)
        return Answer.SHOWN

    def fail(self, why: str, now_s: float) -> None:
        """No plan was made: what is shown is withdrawn, and a plan is urged."""
        self._asked = None
        self._withdraw(why, now_s)
        self.ledger.urged = True

    def is_outdated(self, now_s: float) -> bool:
        """Whether the shown plan is too old to be decided on.

        Where a line may move a little and still be the same, a plan that was confirmed
        is as good as the one that confirmed it.
        """
        shown = self.shown
        if shown is None:
            return False
        made_at_s = shown.made_at_s
        if self.replan.same_shot_s > 0.0 and self.confirmed_at_s is not None:
            made_at_s = max(made_at_s, self.confirmed_at_s)
        return now_s - made_at_s > self.replan.oldest_s

    def _expire(self, now_s: float) -> None:
        """End what was authorised and has not been launched by now."""
        latest_s = now_s - self.replan.report_grace_s
        for name, pin in tuple(self.situation.pins.items()):
            state = self.situation.engagements[name].state
            if state is EngagementState.AUTHORISED and pin.launch_s < latest_s:
                self.ledger.write(Expired(engagement=name), now_s)

    def _lapse(self, now_s: float) -> None:
        """Take back nominations whose line does not stand any more."""
        for decision in lapsed_nominations(
            self.situation, self.shown, self._stands, now_s, self.replan.same_shot_s
        ):
            self.ledger.write(Withdrawn(decision=decision), now_s)

    def _has_lost_identity(self, now_s: float) -> bool:
        """Whether an identification has lapsed since the last plan."""
        since_s = self._planned_at_s
        return since_s is not None and any(
            since_s < said.expires_s <= now_s
            for said in self.situation.identified.values()
        )

    def _is_overtaken(self, made: Plan, asked: _Asked, now_s: float) -> bool:
        """Whether something was entered meanwhile that the plan had to know.

        And whether it would have a shot at what may not be engaged any more.
        """
        if self.ledger.outdated_at >= asked.entries:
            return True
        if self.situation.entries == asked.entries and now_s == asked.picture.now_s:
            return False
        then = {track.id: track for track in asked.picture.tracks}
        return any(
            self._is_off(then[shot.track], asked.picture.now_s, now_s)
            for shot in firm_shots(made)
        )

    def _is_off(self, was: Track, then_s: float, now_s: float) -> bool:
        """Whether a track that could be engaged then has gone, or may not be now."""
        track = self.situation.track_at(was.id, now_s)
        return track is None or (
            refusal(track, now_s, self.params) is not None
            and refusal(was, then_s, self.params) is None
        )

    def _is_better(self, made: Plan, best: Plan) -> bool:
        """Whether a second plan of one picture comes in the place of the first."""
        return made.value < best.value or set(firm_shots(made)) == set(firm_shots(best))

    def _is_kept(self, made: Plan) -> bool:
        shown = self.shown
        return (
            shown is not None
            and made.made_at_s - shown.made_at_s < self.replan.stays_s
            and keeps(
                shown,
                self.situation.picture_at(made.made_at_s).shown,
                made,
                self.replan.same_shot_s,
            )
        )

    def _of_its_own_revision(self, made: Plan) -> Plan:
        """The plan, not under the revision of one that was shown before.

        What is shown has changed since the picture, by the first plan that it gave.
        """
        before = self.situation.shown_revision
        if before is None or made.revision > before:
            return made
        return replace(made, revision=self.situation.revision)

    def _enter(
        self,
        made: Plan,
        now_s: float,
        *,
        kept: bool,
        document: bytes | Callable[[Plan], bytes],
    ) -> None:
        # What is kept on the screen has its document already.
        written = b"" if kept else document
        try:
            self.ledger.write(
                planned_of(made, kept=kept),
                now_s,
                document=written(made) if callable(written) else written,
            )
        except BaseException as error:
            # A plan that is not in the journal is not shown, and neither is the last.
            self._clear()
            self.ledger.urged = True
            self.degraded = f"the journal took no plan, {type(error).__name__}: {error}"
            raise

    def _withdraw(self, why: str, now_s: float) -> None:
        """Take the shown plan away, if there is one."""
        self.degraded = why
        self._clear()
        if self.situation.shown_revision is not None:
            gone = withdrawal(self.situation.revision, why)
            self.ledger.write(gone, now_s)
        self._lapse(now_s)

    def _clear(self) -> None:
        """Nothing is shown any more."""
        self.shown = self._previous = None
        self.confirmed_at_s = None
        self._stands = {}
