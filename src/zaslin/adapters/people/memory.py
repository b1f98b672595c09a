"""Who was behind a session or key a moment ago, so that not every request asks.

What was found is good for a second without asking again.
While the database does not answer it is good for some minutes: nobody can be shut out
through a database that does not answer, nor can anything be decided.
"""

from collections import OrderedDict
from threading import Lock

from zaslin.domain.person import Principal

_MOST = 10_000


class Memory:
    """Remembers principals by the hash of what they showed; thread-safe."""

    def __init__(self, fresh_s: float, outage_s: float) -> None:
        self._fresh_s = fresh_s
        self._outage_s = outage_s
        self._found: OrderedDict[bytes, tuple[Principal, float]] = OrderedDict()
        self._lock = Lock()
        self._changes = 0

    @property
    def changes(self) -> int:
        """How often everything was forgotten; read it before asking the database."""
        return self._changes

    def keep(
        self, shown: bytes, principal: Principal, now_s: float, changes: int
    ) -> None:
        """Remember what was found, unless something was changed since it was asked."""
        with self._lock:
            if changes != self._changes:
                return
            self._found[shown] = (principal, now_s)
            self._found.move_to_end(shown)
            if len(self._found) > _MOST:
                self._found.popitem(last=False)

    def fresh(self, shown: bytes, now_s: float) -> Principal | None:
        """What was found a moment ago."""
        return self._younger(shown, now_s, self._fresh_s)

    def last_known(self, shown: bytes, now_s: float) -> Principal | None:
        """What was found before the database stopped answering."""
        return self._younger(shown, now_s, self._outage_s)

    def drop(self, shown: bytes) -> None:
        """Forget one, which the database no longer knows."""
        with self._lock:
            self._found.pop(shown, None)

    def forget(self) -> None:
        """Forget everything, as somebody's rights have changed."""
        with self._lock:
            self._changes += 1
            self._found.clear()

    def _younger(self, shown: bytes, now_s: float, age_s: float) -> Principal | None:
        with self._lock:
            principal, at_s = self._found.get(shown, (None, 0.0))
        if principal is None or not 0.0 <= now_s - at_s <= age_s:
            return None
        return principal if now_s < principal.ends_s else None
