"""The plans of a live desk: when one is asked for, and what is done with an answer."""

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan  # noqa: TC001
from zaslin.live.ask import Asker, Finished, Post, Proposed, Question
from zaslin.live.health import PlanFacts
from zaslin.ops.desk import Answer, Desk


class Advice:
    """Asks for plans and shows them; lives on the desk's thread.

    While no plan is shown, every one that comes is shown at once, the floor first.
    While one is shown, only the last and best answer to a question may replace it, so
    that a person who reads it is not disturbed by every step of a search.

    Parameters
    ----------
    desk
        Whose plans they are.
    asker
        Puts the questions.
    post
        Takes the answers, in whatever thread they come.
    deadline_s
        By when a plan must be there.
    """

    def __init__(self, desk: Desk, asker: Asker, post: Post, deadline_s: float) -> None:
        self._desk = desk
        self._asker = asker
        self._post = post
        self._deadline_s = deadline_s
        self._numbers = 0
        self._open: Question | None = None
        self._held: Proposed | None = None
        self._previous: Plan | None = None
        self._answered_source = self._finished_source = ""
        self._failed = ""
        self._withdrawn = ""
        self.source = ""
        self.picture: Picture | None = None
        self.document = b""

    @property
    def busy(self) -> bool:
        """Whether a question has not been answered for good."""
        return self._open is not None

    def facts(self, now_s: float) -> PlanFacts:
        """What there is to say of plans at a time."""
        desk = self._desk
        shown = desk.shown is not None
        confirmed_s = desk.confirmed_at_s
        return PlanFacts(
            shown=shown,
            source=self._finished_source if shown else "",
            confirmed_ago_s=None if confirmed_s is None else now_s - confirmed_s,
            failed=self._failed,
            withdrawn=self._withdrawn,
        )

    def ask(self, now_s: float) -> None:
        """Let time pass at the desk, and put a question if a plan is due."""
        if self.busy:
            # A desk that asks nothing still has orders and plans that grow old.
            self._desk.pass_time(now_s)
        else:
            self._put(self._desk.asks(now_s))
        self.notice()

    def _put(self, picture: Picture | None) -> None:
        if picture is None:
            return
        self._numbers += 1
        self._open = Question(
            number=self._numbers,
            picture=picture,
            previous=self._previous,
            deadline_s=self._deadline_s,
        )
        self._asker.ask(self._open, self._post)

    def proposed(self, made: Proposed, now_s: float) -> None:
        """A plan has come; nothing happens if it answers an old question."""
        if made.question is not self._open:
            return
        if self._desk.shown is None or self._is_first(made.question):
            self._answer(made, now_s)
        else:
            self._held = made

    def _is_first(self, question: Question) -> bool:
        """Whether what is shown answers this very question."""
        return self.picture is question.picture

    def finished(self, end: Finished, now_s: float) -> None:
        """Nothing more comes."""
        if end.question is not self._open:
            return
        held, self._held, self._open = self._held, None, None
        if held is not None:
            self._answer(held, now_s)
        if end.error is not None:
            self._failed = f"{type(end.error).__name__}: {end.error}"[:200]
            self.fail(f"planning failed, {self._failed}", now_s)
            return
        self._failed = ""
        self._finished_source = self._answered_source

    def _answer(self, made: Proposed, now_s: float) -> None:
        """Show a plan, or let it confirm the one that is shown."""
        document = made.document
        came_of_it = self._desk.answer(made.plan, now_s, document=document)
        if came_of_it is Answer.OVERTAKEN:
            return
        self._answered_source = made.source
        self._previous = made.plan
        self._withdrawn = ""
        if came_of_it is Answer.SHOWN:
            self.picture, self.document = made.question.picture, document
            self.source = made.source

    def drop(self) -> None:
        """Forget what was asked: whatever comes of it is about another desk."""
        self._open = self._held = None

    def fail(self, why: str, now_s: float) -> None:
        """Take the shown plan away."""
        self._desk.fail(why, now_s)
        self.notice()

    def notice(self) -> None:
        """Take in that the desk shows nothing any more, if it does not."""
        if self._desk.shown is None and self.picture is not None:
            self._previous = self.picture = None
            self.source, self.document = "", b""
            self._withdrawn = self._desk.degraded or "withdrawn"
