"""A worker answers with the floor first, in its time, and says what went wrong."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.faulted_planning import small_picture
from zaslin.adapters.planning.answer import Answering, Pace, Search
from zaslin.adapters.planning.codec import (
    Question,
    Setup,
    decode_plan,
    encode,
    warmth_of,
)
from zaslin.adapters.planning.frame import Frame, FrameReader, Kind, framed
from zaslin.adapters.planning.rehearsal import rehearsal_picture, rehearse
from zaslin.assignment.check import check_plan
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

PICTURE = small_picture(0)


class Correspondence:
    """The other end of a worker's channel."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._reader = FrameReader()
        self._frames: list[Frame] = []

    def next(self) -> Frame:
        """The next message."""
        while not self._frames:
            data = self.connection.recv(2**18)
            assert data, "the worker has gone"
            self._frames += self._reader.feed(data)
        return self._frames.pop(0)

    def ask(self, number: int, body: bytes) -> list[Frame]:
        """The whole answer to a question."""
        self.connection.sendall(framed(Kind.QUESTION, number, body))
        frames = [self.next()]
        while frames[-1].kind is Kind.PLAN:
            frames.append(self.next())
        return frames


@contextmanager
def answering() -> Iterator[Correspondence]:
    """A worker in a thread, ready to be asked."""
    ours, theirs = socket.socketpair()
    worker = Answering(theirs, time.monotonic)
    thread = threading.Thread(target=worker.serve)
    thread.start()
    try:
        there = Correspondence(ours)
        ours.sendall(framed(Kind.SETUP, 0, encode(Setup(params=PlanParams()))))
        assert there.next().kind is Kind.READY
        yield there
    finally:
        ours.close()
        thread.join()
        theirs.close()


def question(picture: Picture, previous: Plan | None = None) -> bytes:
    """The bytes of a question with time to spare."""
    warmth = warmth_of(previous)
    return encode(Question(read_s=10.0, picture=picture, warmth=warmth))


@pytest.mark.usefixtures("_collector")
def test_the_floor_comes_first_and_every_plan_passes_the_check() -> None:
    """And the last word says that there will be no more."""
    with answering() as worker:
        *sent, last = worker.ask(7, question(PICTURE))
    plans = [decode_plan(frame.body) for frame in sent]
    assert last == Frame(Kind.DONE, 7, b"")
    assert {frame.question for frame in sent} == {7}
    assert [made.method for made in plans] == ["floor", "priced", "priced"]
    for made in plans:
        check_plan(PICTURE, PlanParams(), made)


@pytest.mark.usefixtures("_collector")
def test_a_worker_remembers_nothing_from_question_to_question() -> None:
    """Another worker in its place would give the same plans."""
    first = replace(PICTURE, revision=10)
    with answering() as worker:
        made = decode_plan(worker.ask(1, question(first))[-2].body)
        again = [frame.body for frame in worker.ask(2, question(PICTURE, made))[:-1]]
    with answering() as fresh:
        anew = [frame.body for frame in fresh.ask(2, question(PICTURE, made))[:-1]]
    one, other = (
        [replace(decode_plan(each), times=made.times) for each in bodies]
        for bodies in (again, anew)
    )
    assert one == other


@pytest.mark.usefixtures("_collector")
def test_a_question_that_cannot_be_read_is_answered_and_survived() -> None:
    """One bad picture costs no worker."""
    with answering() as worker:
        (failed,) = worker.ask(1, b'{"picture": "none"}')
        *_, last = worker.ask(2, question(PICTURE))
    assert failed.kind is Kind.FAILED
    assert failed.body.startswith(b"CodecError: cannot be read")
    assert last.kind is Kind.DONE


def test_the_search_ends_early_enough_for_what_follows() -> None:
    """What came after the last search is expected after the next one."""
    pace = Pace()
    at_first = pace.search_s(1.0, 100)
    pace.learn(0.4, 100)
    assert pace.search_s(1.0, 100) < at_first < 1.0
    assert pace.search_s(1.0, 10) > pace.search_s(1.0, 100)


def test_one_slow_plan_is_forgotten_in_time() -> None:
    """The search gets its time back, little by little."""
    pace = Pace()
    pace.learn(0.5, 100)
    slow = pace.search_s(1.0, 100)
    for _ in range(20):
        pace.learn(0.01, 100)
    assert pace.search_s(1.0, 100) > slow


def test_something_is_searched_however_slow_all_is() -> None:
    """A late plan is better than none ever."""
    pace = Pace()
    pace.learn(100.0, 1)
    assert pace.search_s(1.0, 1_000) > 0.0


def test_the_search_remembers_when_it_last_asked() -> None:
    """From then on the plan was written and checked."""
    times = iter([0.0, 1.0, 5.0])
    search = Search(lambda: next(times), 4.0, 9.0)
    assert not search.reached(1)
    assert search.reached(2)
    assert search.asked_at_s == 5.0


def test_the_first_step_is_taken_as_long_as_somebody_reads() -> None:
    """Compiling may have used up the time of the search: a few steps are worth it."""
    times = iter([0.0, 5.0, 5.0, 9.0])
    search = Search(lambda: next(times), 4.0, 8.0)
    assert not search.reached(0)
    assert search.reached(1)
    assert search.reached(0)


def test_the_rehearsal_has_shots_and_raises_nothing() -> None:
    """A rehearsal without a shot would load half of the kernels."""
    rehearse(PlanParams(), time.monotonic)
    assert len(rehearsal_picture().tracks) == 6
