"""Planning beside the desk: one question at a time, its answers put on the desk.

The desk never waits for a plan: a thread asks those who plan, and the desk takes what
they say between two other things.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Protocol

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.live.planning import PlanWorkers, Workforce

Document = Callable[[Plan, Picture], bytes]
"""Writes the document of a plan that was made from a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A picture that a plan is wanted for.

    ``trial``: only to see whether there is one; nobody is shown it.
    """

    number: int
    picture: Picture
    previous: Plan | None
    deadline_s: float
    trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A checked plan for a question; there may be a better one yet."""

    question: Question
    plan: Plan
    source: str
    document: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """There is no more to come; ``error``: because planning failed."""

    question: Question
    error: Exception | None = None


Answer = Proposed | Finished
Post = Callable[[Answer], None]


class Asker(Protocol):
    """Puts questions to those who plan."""

    def ask(self, question: Question, post: Post) -> None:
        """Put one question; only when the last one is ``Finished``."""

    def workforce(self) -> Workforce | None:
        """How those who plan are; None: unknown."""

    def close(self) -> None:
        """Ask no more."""


def put(
    workers: PlanWorkers, document: Document, question: Question, post: Post
) -> None:
    """Put a question and post what comes of it, ``Finished`` last, whatever happens."""

    def propose(plan: Plan, source: str) -> None:
        written = document(plan, question.picture)
        post(Proposed(question=question, plan=plan, source=source, document=written))

    try:
        workers.plan(
            question.picture,
            question.previous,
            deadline_s=question.deadline_s,
            on_plan=propose,
        )
    # Whatever it is: the desk has to know that nothing comes any more.
    except Exception as error:
        post(Finished(question=question, error=error))
    else:
        post(Finished(question=question))


class AskHere:
    """Asks in the caller's thread; for tests and for whoever has time."""

    def __init__(self, workers: PlanWorkers, document: Document) -> None:
        self._workers = workers
        self._document = document

    def ask(self, question: Question, post: Post) -> None:
        """Put a question, and come back with everything posted."""
        put(self._workers, self._document, question, post)

    def workforce(self) -> Workforce | None:
        """How those who plan are."""
        return self._workers.workforce()

    def close(self) -> None:
        """Nothing to close: those who plan belong to whoever hired them."""


class AskBeside:
    """Asks in a thread of its own.

    A question that nobody has taken up yet gives way to the next one.

    Parameters
    ----------
    workers
        Those who plan; they are not dismissed with this.
    document
        Writes plans down, beside the desk as well.
    name
        Of the desk, for the thread's name.
    """

    def __init__(self, workers: PlanWorkers, document: Document, name: str) -> None:
        self._workers = workers
        self._document = document
        self._changed = Condition()
        self._next: tuple[Question, Post] | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name=f"plans of {name}", daemon=True)
        self._thread.start()

    def ask(self, question: Question, post: Post) -> None:
        """Hand a question over and come back at once."""
        with self._changed:
            self._next = question, post
            self._changed.notify()

    def workforce(self) -> Workforce | None:
        """How those who plan are."""
        return self._workers.workforce()

    def close(self) -> None:
        """Put no more questions; one that is being answered is not waited for."""
        with self._changed:
            self._next, self._closed = None, True
            self._changed.notify()

    def _run(self) -> None:
        while (each := self._taken()) is not None:
            put(self._workers, self._document, *each)

    def _taken(self) -> tuple[Question, Post] | None:
        """The next question; None when there are no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._next is not None)
            each, self._next = self._next, None
            return each
