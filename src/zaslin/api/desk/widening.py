"""Control measures that permit more, while they wait for a second person.

They live in memory alone, for two minutes: nothing is entered until both have signed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from zaslin.api.errors import Code, ProblemError
from zaslin.domain.control import Control
from zaslin.domain.decision import is_same_person
from zaslin.wire.form.coded import Coded

VALID_S = 120.0
"""How long a second person has."""

_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Measures that a first person asked for.

    ``over`` is the number of the entry that set those in whose place they were asked
    for: once others are set, be it the same ones anew, nobody can sign these.
    """

    id: str
    by: str
    asked_s: float
    over: int
    control: Control
    need: Coded


class Widenings:
    """Measures that wait for a second person; any thread may call.

    Parameters
    ----------
    token
        Makes a word that nobody can guess.
    monotonic
        Seconds that never jump.
    """

    def __init__(
        self, token: Callable[[], str], monotonic: Callable[[], float]
    ) -> None:
        self._token, self._monotonic = token, monotonic
        self._lock = Lock()
        self._waiting: dict[str, tuple[float, Pending]] = {}

    def keep(
        self, by: str, asked_s: float, over: int, control: Control, need: Coded
    ) -> Pending:
        """Let measures wait; the oldest give way to the newest.

        The same asked again by the same person waits once, for the full time again.
        """
        pending = Pending(
            id=self._token()[:16],
            by=by,
            asked_s=asked_s,
            over=over,
            control=control,
            need=need,
        )
        with self._lock:
            self._forget_old()
            for _, waits in self._waiting.values():
                if (waits.by, waits.over, waits.control) == (by, over, control):
                    pending = replace(pending, id=waits.id)
            self._waiting.pop(pending.id, None)
            while len(self._waiting) >= _MOST:
                del self._waiting[next(iter(self._waiting))]
            expires_s = self._monotonic() + VALID_S
            self._waiting[pending.id] = expires_s, pending
        return pending

    def all(self, over: int) -> tuple[Pending, ...]:
        """Everything that waits to take the place of what an entry set."""
        with self._lock:
            self._forget_old()
            waiting = tuple(pending for _, pending in self._waiting.values())
        return tuple(each for each in waiting if each.over == over)

    def get(self, name: str, second: str) -> Pending:
        """What waits under an id, for a person who may sign it as the second one.

        Raises :class:`ProblemError`: 404, or 409 for the first person.
        """
        with self._lock:
            self._forget_old()
            found = self._waiting.get(name)
        if found is None:
            raise ProblemError(
                Code.NOT_FOUND, f"no measures wait as {name}; accepted: what waits"
            )
        if is_same_person(found[1].by, second):
            raise ProblemError(
                Code.SAME_PERSON,
                f"asked for by {found[1].by}, confirmed by {second}; accepted: another "
                "person",
            )
        return found[1]

    def drop(self, name: str) -> None:
        """Let nobody sign it any more."""
        with self._lock:
            self._waiting.pop(name, None)

    def _forget_old(self) -> None:
        now_s = self._monotonic()
        self._waiting = {
            name: each for name, each in self._waiting.items() if each[0] >= now_s
        }
