"""A planning worker that does everything a worker must not do.

Run as ``faulty_planning_worker.py FOLDER light|real`` and what follows for any worker.
Before a question the test writes ``FOLDER/<revision>``: which fault, when it strikes
and whom.  The first worker that is asked takes the file away if one is to be struck.
A light worker does not plan, it sends ``FOLDER/plan.*``, and so starts in no time.
"""

import ctypes
import os
import pickle
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from zaslin.adapters.planning.codec import (
    Question,
    decode_plan,
    decode_question,
    encode,
)
from zaslin.adapters.planning.confine import Limits, confine
from zaslin.adapters.planning.frame import FrameReader, Kind, framed
from zaslin.domain.plan import Plan
from zaslin.domain.track import StandardIdentity

FOREVER_S = 3600.0
_FRIENDLY = (
    StandardIdentity.FRIEND,
    StandardIdentity.ASSUMED_FRIEND,
    StandardIdentity.NEUTRAL,
)


@dataclass
class Turn:
    """One question, and what the worker is about to say."""

    connection: socket.socket
    folder: Path
    number: int
    question: Question
    received_s: float
    body: bytes = b""

    def say(self, kind: Kind, body: bytes = b"") -> None:
        """Send a proper message."""
        self.connection.sendall(framed(kind, self.number, body))

    def until(self, share: float) -> None:
        """Sleep for a share of the time in which somebody reads."""
        end_s = self.received_s + share * self.question.read_s
        time.sleep(max(0.0, end_s - time.monotonic()))


Strike = Callable[[Turn], None]
"""Strikes before a plan is sent, and may change it.  Goes on at every later plan."""


def hang(_: Turn) -> None:
    """Wait for something that never comes."""
    time.sleep(FOREVER_S)


def spin(_: Turn) -> None:
    """Compute for ever."""
    while True:
        pass


def leave(_: Turn) -> None:
    """End, just so."""
    os._exit(3)


def segv(_: Turn) -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def abort(_: Turn) -> None:
    """Give up as C++ does when it is out of memory."""
    os.abort()


def killed(_: Turn) -> None:
    """Be the one that the kernel picks when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def stopped(_: Turn) -> None:
    """Stand still, alive."""
    os.kill(os.getpid(), signal.SIGSTOP)


def devour(_: Turn) -> None:
    """Take memory until there is none."""
    kept = []
    while True:
        kept.append(bytearray(2**26))


def devour_and_hang(_: Turn) -> None:
    """Take all memory there is, and then not even say so."""
    kept: list[bytearray] = []
    size = 2**26
    while size > 2**12:
        try:
            kept.append(bytearray(size))
        except MemoryError:
            size //= 2
    time.sleep(FOREVER_S)


def garbage(turn: Turn) -> None:
    """Send bytes that are no message."""
    turn.connection.sendall(bytes(range(256)) * 64)


def garbage_document(turn: Turn) -> None:
    """Send a proper message with bytes in it that are no plan."""
    turn.body = bytes(range(256)) * 64


def cut_document(turn: Turn) -> None:
    """Send a proper message with half a plan in it."""
    turn.body = turn.body[: len(turn.body) // 2]


def nested(turn: Turn) -> None:
    """Send what no reader should follow down."""
    turn.body = b'{"revision":' + b"[" * 500_000


def not_a_number(turn: Turn) -> None:
    """Send a plan with a value that is none."""
    name = b'"value":'
    at = turn.body.index(name) + len(name)
    end = turn.body.index(b",", at)
    turn.body = turn.body[:at] + b"NaN" + turn.body[end:]


class _Bomb:
    """Makes a file when somebody unpickles it."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self._path}",)


def pickled(turn: Turn) -> None:
    """Send something that does harm if it is unpickled."""
    turn.body = pickle.dumps(_Bomb(str(turn.folder / "exploded")))


def huge_length(turn: Turn) -> None:
    """Announce four gigabytes."""
    turn.connection.sendall(framed(Kind.PLAN, turn.number)[:13] + b"\xff" * 4)


def half_frame(turn: Turn) -> None:
    """Send half a message, and never the rest."""
    message = framed(Kind.PLAN, turn.number, turn.body)
    turn.connection.sendall(message[: len(message) // 2])
    time.sleep(FOREVER_S)


def half_frame_and_leave(turn: Turn) -> None:
    """Die in the midst of a message."""
    message = framed(Kind.PLAN, turn.number, turn.body)
    turn.connection.sendall(message[: len(message) // 2])
    os._exit(4)


def flood(turn: Turn) -> None:
    """Send plans without end, each a lie."""
    made = decode_plan(turn.body)
    message = framed(Kind.PLAN, turn.number, encode(replace(made, value=-1.0)))
    while True:
        turn.connection.sendall(message)


def repeat(turn: Turn) -> None:
    """Send the same good plan without end."""
    message = framed(Kind.PLAN, turn.number, turn.body)
    while True:
        turn.connection.sendall(message)


def chatter(_: Turn) -> None:
    """Print some megabytes, and go on."""
    for _each in range(50):
        os.write(2, b"\x1b[31mlook at me \xff\n" * 2**12)


def other_question(turn: Turn) -> None:
    """Answer another question."""
    turn.connection.sendall(framed(Kind.PLAN, turn.number + 1, turn.body))


def ready_again(turn: Turn) -> None:
    """Say a thing that is out of place."""
    turn.say(Kind.READY)


def done_at_once(turn: Turn) -> None:
    """Say that there is nothing more to say."""
    turn.say(Kind.DONE)
    time.sleep(FOREVER_S)


def failed(turn: Turn) -> None:
    """Report an error, with colours."""
    turn.say(Kind.FAILED, b"ValueError: \x1b[31mno\nplan\xff")
    raise TurnOverError


def closed(turn: Turn) -> None:
    """Close the channel and live on."""
    turn.connection.shutdown(socket.SHUT_RDWR)
    time.sleep(FOREVER_S)


def survived_by_a_child(_: Turn) -> None:
    """Die, and leave a child that holds the channel open."""
    if os.fork() == 0:
        time.sleep(FOREVER_S)
    os._exit(5)


def late(turn: Turn) -> None:
    """Be ready when nobody waits any more."""
    # Some are told to hurry, so that the time they are given is not the whole.
    turn.until(8.0)


def slow(turn: Turn) -> None:
    """Take its time, within what is allowed."""
    turn.until(0.5)


class TurnOverError(Exception):
    """The question is over."""


# ------------------------------------------------------------------------------ lies

Lie = Callable[[Plan, Turn], Plan]


def lying(lie: Lie) -> Strike:
    """Send a changed plan in the place of the plan."""

    def strike(turn: Turn) -> None:
        turn.body = encode(lie(decode_plan(turn.body), turn))

    return strike


def other_revision(made: Plan, _: Turn) -> Plan:
    """A plan for the picture before."""
    return replace(made, revision=made.revision - 1)


def better_value(made: Plan, _: Turn) -> Plan:
    """A plan that claims to be twice as good."""
    return replace(made, value=0.5 * made.value, bound=0.5 * made.bound)


def proven_optimal(made: Plan, _: Turn) -> Plan:
    """A plan that claims to be proven optimal."""
    return replace(made, bound=made.value)


def grand_method(made: Plan, _: Turn) -> Plan:
    """A plan that calls itself what it is not."""
    return replace(made, method="optimal, authorised")


def doubled_shots(made: Plan, _: Turn) -> Plan:
    """Every round twice."""
    return replace(
        made,
        shots=made.shots * 2,
        recommendations=made.recommendations * 2,
    )


def more_rounds(made: Plan, _: Turn) -> Plan:
    """Salvos larger than anything in a magazine."""
    shots = tuple(replace(shot, salvo_size=500) for shot in made.shots)
    lines = tuple(
        replace(line, shot=shot)
        for line, shot in zip(made.recommendations, shots, strict=True)
    )
    return replace(made, shots=shots, recommendations=lines)


def friend_engaged(made: Plan, turn: Turn) -> Plan:
    """The first shot, at whoever is no enemy."""
    others = [
        track.id
        for track in turn.question.picture.tracks
        if track.identity in _FRIENDLY
    ]
    first = replace(made.shots[0], track=others[0])
    line = replace(made.recommendations[0], shot=first)
    return replace(
        made,
        shots=(first, *made.shots[1:]),
        recommendations=(line, *made.recommendations[1:]),
    )


def no_reasons(made: Plan, _: Turn) -> Plan:
    """A plan that keeps silent about what it does not engage."""
    return replace(made, not_engaged=(), leakers=())


@dataclass(frozen=True)
class Fault:
    """How it strikes, what may be noticed of it, and whether it ends the worker."""

    strike: Strike
    kinds: frozenset[str] = field(default_factory=frozenset)


def _fault(strike: Strike, *kinds: str) -> Fault:
    return Fault(strike, frozenset(kinds))


_TOO_LATE = ("silent", "late")
FAULTS = {
    "hang": _fault(hang, *_TOO_LATE),
    "spin": _fault(spin, *_TOO_LATE),
    "stopped": _fault(stopped, *_TOO_LATE),
    "late": _fault(late, *_TOO_LATE, "unchecked"),
    "half_frame": _fault(half_frame, *_TOO_LATE),
    "devour_and_hang": _fault(devour_and_hang, *_TOO_LATE),
    "survived_by_a_child": _fault(survived_by_a_child, *_TOO_LATE),
    "leave": _fault(leave, "died"),
    "segv": _fault(segv, "died"),
    "abort": _fault(abort, "died"),
    "killed": _fault(killed, "died"),
    "closed": _fault(closed, "died"),
    "half_frame_and_leave": _fault(half_frame_and_leave, "died"),
    "devour": _fault(devour, "memory", "died", *_TOO_LATE),
    "failed": _fault(failed, "failed"),
    "garbage": _fault(garbage, "garbage"),
    "garbage_document": _fault(garbage_document, "garbage"),
    "cut_document": _fault(cut_document, "garbage"),
    "nested": _fault(nested, "garbage"),
    "not_a_number": _fault(not_a_number, "garbage"),
    "pickled": _fault(pickled, "garbage"),
    "huge_length": _fault(huge_length, "garbage"),
    "other_question": _fault(other_question, "garbage"),
    "ready_again": _fault(ready_again, "garbage"),
    "done_at_once": _fault(done_at_once, "garbage"),
    "flood": _fault(flood, "garbage", "rejected"),
    "repeat": _fault(repeat, "garbage"),
    "other_revision": _fault(lying(other_revision), "rejected"),
    "better_value": _fault(lying(better_value), "rejected"),
    "proven_optimal": _fault(lying(proven_optimal), "rejected"),
    "grand_method": _fault(lying(grand_method), "rejected"),
    "doubled_shots": _fault(lying(doubled_shots), "rejected"),
    "more_rounds": _fault(lying(more_rounds), "rejected"),
    "friend_engaged": _fault(lying(friend_engaged), "rejected"),
    "no_reasons": _fault(lying(no_reasons), "rejected"),
    "slow": _fault(slow),
    "chatter": _fault(chatter),
}
"""Every fault by its name; those that lead to nothing are to be borne."""

LIES = frozenset(name for name, each in FAULTS.items() if "rejected" in each.kinds)


# ------------------------------------------------------------------------- the worker


@dataclass(frozen=True)
class Spec:
    """Which fault, at which plan it strikes, and whether at every worker."""

    name: str
    at: int
    everyone: bool

    def written(self) -> str:
        """As it stands in its file."""
        return f"{self.name} {self.at} {'all' if self.everyone else 'one'}"

    @staticmethod
    def read(text: str) -> "Spec":
        """From its file."""
        name, at, who = text.split()
        return Spec(name, int(at), who == "all")


def drawn(folder: Path, revision: int) -> Spec | None:
    """The fault that is meant for this worker, and then for no other."""
    place = folder / str(revision)
    try:
        spec = Spec.read(place.read_text())
        if not spec.everyone:
            place.rename(folder / f"{revision}.meant.{os.getpid()}")
    except FileNotFoundError:
        return None
    return spec


class Misbehaviour:
    """The plans of one turn, with a fault among them."""

    def __init__(self, turn: Turn, spec: Spec | None) -> None:
        self._turn = turn
        self._spec = spec
        self._sent = 0

    def plan(self, body: bytes) -> None:
        """Say a plan, or do something else."""
        spec, turn = self._spec, self._turn
        turn.body = body
        if spec is not None and self._sent >= spec.at:
            # A worker that sends fewer plans is never struck.
            name = f"{turn.question.picture.revision}.taken.{os.getpid()}"
            (turn.folder / name).write_text(spec.written())
            FAULTS[spec.name].strike(turn)
        self._sent += 1
        turn.say(Kind.PLAN, turn.body)


def serve_light(connection: socket.socket, folder: Path) -> None:
    """Answer with plans that were made before."""
    reader = FrameReader()
    connection.sendall(framed(Kind.READY))
    while data := connection.recv(2**18):
        for frame in reader.feed(data):
            if frame.kind is not Kind.QUESTION:
                continue
            received_s = time.monotonic()
            question = decode_question(frame.body)
            revision = question.picture.revision
            turn = Turn(connection, folder, frame.question, question, received_s)
            behaviour = Misbehaviour(turn, drawn(folder, revision))
            try:
                for path in sorted(folder.glob("plan.*")):
                    made = decode_plan(path.read_bytes())
                    behaviour.plan(encode(replace(made, revision=revision)))
            except TurnOverError:
                continue
            turn.say(Kind.DONE)


def serve_real(connection: socket.socket, folder: Path) -> None:
    """Plan as any worker, until a fault strikes."""
    from zaslin.adapters.planning.answer import Answering
    from zaslin.adapters.planning.frame import Frame
    from zaslin.domain.params import PlanParams

    class Faulty(Answering):
        """Misbehaves where it would send a plan."""

        def _answer(self, frame: Frame, params: PlanParams) -> None:
            question = decode_question(frame.body)
            now_s = time.monotonic()
            turn = Turn(connection, folder, frame.question, question, now_s)
            spec = drawn(folder, question.picture.revision)
            self._behaviour = Misbehaviour(turn, spec)
            try:
                super()._answer(frame, params)
            except TurnOverError:
                return

        def _send(self, kind: Kind, number: int = 0, body: bytes = b"") -> None:
            if kind is Kind.PLAN:
                self._behaviour.plan(body)
            elif kind is not Kind.FAILED or b"TurnOver" not in body:
                super()._send(kind, number, body)

    answering = Faulty(connection, time.monotonic)
    try:
        answering.serve()
    except MemoryError:
        answering.say_out_of_memory()


def main() -> None:
    """As a worker's, with a folder and a mode in front."""
    folder, mode, channel, parent, memory_bytes, niceness = sys.argv[1:]
    limits = Limits(memory_bytes=int(memory_bytes), niceness=int(niceness))
    confine(limits, int(parent))
    connection = socket.socket(fileno=int(channel))
    serve = serve_light if mode == "light" else serve_real
    try:
        serve(connection, Path(folder))
    except MemoryError:
        connection.sendall(framed(Kind.MEMORY))
        os._exit(70)


if __name__ == "__main__":
    main()
