"""Calls of the people store: off the event loop, and every fault a problem document."""

import math
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

from zaslin.api.errors import Code, ProblemError
from zaslin.domain.account import (
    ChangeRefusedError,
    NoRoleError,
    OwnAccountError,
    PeopleUnavailableError,
    ProviderUnavailableError,
    RevisionChangedError,
    ThrottledError,
    TooBusyError,
    UnknownNameError,
    WrongCredentialsError,
)

T = TypeVar("T")

# Threads of their own: neither a slow database nor many passwords must use up those
# that everything else runs in, or one another's.
_LOOK_UPS = 8
_CHANGES = 32
_look_ups: RunVar[CapacityLimiter] = RunVar("zaslin_people_look_ups")
_changes: RunVar[CapacityLimiter] = RunVar("zaslin_people_changes")


async def looked_up(ask: Callable[..., T], *arguments: object) -> T:
    """The answer of a short read."""
    return await _called(_look_ups, _LOOK_UPS, ask, *arguments)


async def changed(ask: Callable[..., T], *arguments: object) -> T:
    """The answer of what may take a hash, a change or another service."""
    return await _called(_changes, _CHANGES, ask, *arguments)


async def _called(
    which: RunVar[CapacityLimiter],
    most: int,
    ask: Callable[..., T],
    *arguments: object,
) -> T:
    limiter = which.get(None)
    if limiter is None:
        limiter = CapacityLimiter(most)
        which.set(limiter)
    try:
        return await run_sync(lambda: ask(*arguments), limiter=limiter)
    except tuple(_PROBLEMS) as fault:
        raise _problem(fault) from None


_PROBLEMS: dict[type[Exception], Code] = {
    WrongCredentialsError: Code.WRONG_CREDENTIALS,
    ThrottledError: Code.TOO_MANY_REQUESTS,
    TooBusyError: Code.OVERLOADED,
    UnknownNameError: Code.NOT_FOUND,
    OwnAccountError: Code.SAME_PERSON,
    ChangeRefusedError: Code.CONFLICT,
    RevisionChangedError: Code.REVISION_CHANGED,
    PeopleUnavailableError: Code.LEDGER_UNAVAILABLE,
    NoRoleError: Code.FORBIDDEN,
    ProviderUnavailableError: Code.PROVIDER_UNAVAILABLE,
    # What the domain says about a name, a role, a password or a time.
    ValueError: Code.INVALID,
}


def _problem(fault: Exception) -> ProblemError:
    code = next(code for kind, code in _PROBLEMS.items() if isinstance(fault, kind))
    detail = str(fault)
    headers: dict[str, str] = {}
    match fault:
        case WrongCredentialsError():
            # The same words whatever was wrong.
            detail = "accepted: a name and its password"
        case ThrottledError():
            headers["Retry-After"] = str(max(1, math.ceil(fault.wait_s)))
        case TooBusyError():
            headers["Retry-After"] = "2"
        case RevisionChangedError():
            headers["ETag"] = f'"{fault.current}"'
        case PeopleUnavailableError() if fault.outcome_unknown:
            code = Code.OUTCOME_UNKNOWN
        case PeopleUnavailableError() | ProviderUnavailableError():
            headers["Retry-After"] = "1"
    return ProblemError(code, detail, headers=headers)
