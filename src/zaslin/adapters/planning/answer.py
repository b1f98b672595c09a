"""What a worker does with a question: plans, the floor first, until its time is up."""

import gc
import socket
from collections.abc import Callable, Iterator

from zaslin.adapters.planning.codec import (
    Question,
    decode_question,
    decode_setup,
    encode,
    one_line,
    plan_of,
)
from zaslin.adapters.planning.frame import Frame, FrameReader, Kind, framed
from zaslin.adapters.planning.rehearsal import rehearse
from zaslin.assignment.plan import plan
from zaslin.domain.params import PlanParams
from zaslin.domain.plan import Plan

_PIECE = 2**18
_TAIL_S_PER_TRACK = 0.0005
"""Until it has been measured: writing a plan out with its reasons, and checking it."""
_LEAST_SEARCH = 0.15
"""Share of the time that is searched in any case, though the plan may be late."""
_SENDING_S = 0.02


class Pace:
    """How long to search, so that the plan is written, checked and sent in time.

    What follows the search always runs in full; it is measured for each plan, and the
    next search is the shorter for it.
    """

    def __init__(self) -> None:
        self._tail_s_per_track = _TAIL_S_PER_TRACK

    def search_s(self, read_s: float, tracks: int) -> float:
        """Seconds from now that the search may take."""
        tail_s = 1.5 * self._tail_s_per_track * max(tracks, 1) + _SENDING_S
        return max(read_s - tail_s, _LEAST_SEARCH * read_s)

    def learn(self, tail_s: float, tracks: int) -> None:
        """Take in how long the end of a plan took: at once up, slowly down."""
        seen = tail_s / max(tracks, 1)
        self._tail_s_per_track = max(seen, 0.8 * self._tail_s_per_track)


class Search:
    """Stops the search when its time is up, and remembers when it last asked.

    Before the first step it stops only if nobody reads any more: on a slow machine
    compiling takes all the time there is for the search, and a plan from a few price
    steps is still better than the floor.
    """

    def __init__(
        self, monotonic: Callable[[], float], until_s: float, read_until_s: float
    ) -> None:
        self._monotonic = monotonic
        self._until_s = until_s
        self._read_until_s = read_until_s
        self.asked_at_s = monotonic()

    def reached(self, done: int) -> bool:
        """Whether the time is up."""
        self.asked_at_s = self._monotonic()
        return self.asked_at_s >= (self._until_s if done else self._read_until_s)


class Answering:
    """Answers the questions of one connection until it is closed."""

    def __init__(
        self, connection: socket.socket, monotonic: Callable[[], float]
    ) -> None:
        self._connection = connection
        self._monotonic = monotonic
        self._pace = Pace()

    def serve(self) -> None:
        """Read the parameters, get ready, answer; returns when nobody asks any more."""
        frames = self._frames()
        first = next(frames, None)
        if first is None:
            return
        params = decode_setup(first.body).params
        rehearse(params, self._monotonic)
        # What lives now lives on; what a plan leaves behind is cleared after it.
        gc.disable()
        gc.collect()
        gc.freeze()
        self._send(Kind.READY)
        for frame in frames:
            self._answer(frame, params)
            gc.collect()

    def say_out_of_memory(self) -> None:
        """The last word of a process that can do nothing more."""
        self._send(Kind.MEMORY)

    def _answer(self, frame: Frame, params: PlanParams) -> None:
        received_s = self._monotonic()
        number = frame.question
        try:
            self._plan(decode_question(frame.body), params, number, received_s)
        except (MemoryError, OSError):
            raise
        # One bad picture is no reason to end: say so, and take the next.
        except Exception as error:
            text = one_line(f"{type(error).__name__}: {error}")
            self._send(Kind.FAILED, number, text.encode("utf-8", "replace"))
        else:
            self._send(Kind.DONE, number)

    def _plan(
        self, question: Question, params: PlanParams, number: int, received_s: float
    ) -> None:
        written_s = received_s

        def send(made: Plan) -> None:
            nonlocal written_s
            body = encode(made)
            # Whoever reads may be busy with the plan before: not this one's time.
            written_s = self._monotonic()
            self._send(Kind.PLAN, number, body)

        tracks = len(question.picture.tracks)
        search_s = self._pace.search_s(question.read_s, tracks)
        search = Search(
            self._monotonic, received_s + search_s, received_s + question.read_s
        )
        made = plan(
            question.picture,
            params,
            search,
            previous=plan_of(question.warmth),
            clock=self._monotonic,
            on_plan=send,
        )
        if not made.method.startswith("floor"):
            self._pace.learn(written_s - search.asked_at_s, tracks)

    def _send(self, kind: Kind, number: int = 0, body: bytes = b"") -> None:
        self._connection.sendall(framed(kind, number, body))

    def _frames(self) -> Iterator[Frame]:
        reader = FrameReader()
        while data := self._connection.recv(_PIECE):
            yield from reader.feed(data)
