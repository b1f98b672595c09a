"""Decisions that were prepared and not committed yet: each good once, and not for long.

They live in memory alone: a service that has been started anew knows none, and
whoever was about to decide prepares it again.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from zaslin.api.errors import Code, ProblemError
from zaslin.domain.decision import AmendedShot, Verdict
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId

VALID_S = 15.0
"""How long a preparation is good for."""

_MOST = 1_000
_MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a person is about to decide, as they were shown it."""

    user_id: str
    verdict: Verdict
    seen_revision: int
    track: TrackId
    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    launch_s: float
    why: str = ""
    amended: AmendedShot | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    prepared: Prepared
    expires_s: float


class Preparations:
    """Tokens of prepared decisions; any thread may call.

    Parameters
    ----------
    token
        Makes a secret that nobody can guess.
    monotonic
        Seconds that never jump.
    """

    def __init__(
        self, token: Callable[[], str], monotonic: Callable[[], float]
    ) -> None:
        self._token, self._monotonic = token, monotonic
        self._lock = Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def keep(self, prepared: Prepared) -> str:
        """Keep a prepared decision; its token is good once, for ``VALID_S``."""
        token = self._token()
        with self._lock:
            self._forget_old()
            own = [
                name
                for name, each in self._kept.items()
                if each.prepared.user_id == prepared.user_id
            ]
            for name in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
                del self._kept[name]
            if len(self._kept) >= _MOST:
                raise ProblemError(
                    Code.OVERLOADED,
                    f"{_MOST} decisions are being prepared; accepted: in a moment",
                    headers={"Retry-After": "1"},
                )
            expires_s = self._monotonic() + VALID_S
            self._kept[token] = _Kept(prepared, expires_s)
        return token

    def take(self, token: str, user_id: str) -> Prepared:
        """The prepared decision of a token, which is not good any more.

        Raises :class:`ProblemError` for one that is unknown, used, too old, or
        somebody else's; that one stays good for whom it belongs to.
        """
        with self._lock:
            kept = self._kept.get(token)
            if kept is None or kept.prepared.user_id != user_id:
                raise ProblemError(
                    Code.EXPIRED,
                    "the preparation is unknown, used already, or somebody else's; "
                    "accepted: one of your own, once",
                    more={"reason": "preparation_unknown"},
                )
            del self._kept[token]
            if self._monotonic() > kept.expires_s:
                raise ProblemError(
                    Code.EXPIRED,
                    f"the preparation is older than {VALID_S:g} s; accepted: prepare "
                    "the decision again",
                    more={"reason": "preparation_expired"},
                )
        return kept.prepared

    def _forget_old(self) -> None:
        now_s = self._monotonic()
        for name in [n for n, each in self._kept.items() if each.expires_s < now_s]:
            del self._kept[name]
