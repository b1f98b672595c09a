"""Passwords as argon2id hashes, and no more of them at once than the machine bears."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from zaslin.domain.account import TooBusyError
from zaslin.domain.password import normalised


@dataclass(frozen=True, slots=True, kw_only=True)
class HashParams:
    """What a hash costs; the defaults are those of RFC 9106 for little memory.

    ``at_once`` hashes are made at the same time and ``waiting`` more may wait
    ``wait_s`` for their turn; beyond that a sign-in is refused at once.
    """

    time_cost: int = 3
    memory_kib: int = 65_536
    lanes: int = 4
    at_once: int = 2
    waiting: int = 16
    wait_s: float = 5.0


class Hashing:
    """Makes and checks hashes; safe to use from several threads."""

    def __init__(self, params: HashParams) -> None:
        self._hasher = PasswordHasher(
            time_cost=params.time_cost,
            memory_cost=params.memory_kib,
            parallelism=params.lanes,
        )
        self._wait_s = params.wait_s
        self._running = BoundedSemaphore(params.at_once)
        self._inside = BoundedSemaphore(params.at_once + params.waiting)
        # Checked when there is no such user, so that the answer takes as long.
        self._nobody = self._hasher.hash("nobody has this password")

    def make(self, password: str) -> str:
        """The hash of a password; raises :class:`TooBusyError`."""
        with self._turn():
            return self._hasher.hash(normalised(password))

    def fits(self, stored: str, password: str) -> bool:
        """Whether it is the password of the hash; takes as long if there is none."""
        with self._turn():
            try:
                self._hasher.verify(stored or self._nobody, normalised(password))
            except (VerificationError, InvalidHashError):
                return False
            return bool(stored)

    def outdated(self, stored: str) -> bool:
        """Whether a hash was made at another cost than is asked today."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._inside.acquire(blocking=False):
            raise TooBusyError
        try:
            if not self._running.acquire(timeout=self._wait_s):
                raise TooBusyError
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._inside.release()
