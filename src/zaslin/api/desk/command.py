"""Something done by the desk's own thread, once, with one answer."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import msgspec
from starlette.responses import Response

from zaslin.api.desk.found import Found
from zaslin.api.endpoint import answer
from zaslin.api.errors import Code, ProblemError
from zaslin.api.idempotency import Claim, answered
from zaslin.api.service import Service
from zaslin.domain.event import Entry, Event
from zaslin.live.refusals import DeskUnavailableError, Refusal
from zaslin.ops.desk import Desk
from zaslin.ops.journal_fault import (
    AlreadyKeptError,
    JournalFaultError,
    JournalMovedError,
)
from zaslin.ops.ledger import Receipts
from zaslin.ops.situation import Situation

T = TypeVar("T")
Answer = Callable[[Entry, Situation], object]
"""The document that answers, made of the entry and the situation after it."""

_PATIENCE_S = 5.0


async def done(here: Found, act: Callable[[Desk, float], T]) -> T:
    """What ``act`` gives back, carried out by the desk's thread with its time.

    Raises :class:`ProblemError`; only ``OUTCOME_UNKNOWN`` leaves open what happened.
    """
    try:
        future: Future[T] = here.live.submit(act)
    except DeskUnavailableError as error:
        raise _unavailable(error) from None
    waiting = asyncio.wrap_future(future)
    # What went wrong is raised below; nobody has to be reminded of it.
    waiting.add_done_callback(lambda each: each.cancelled() or each.exception())
    await asyncio.wait([waiting], timeout=_PATIENCE_S)
    if not future.done():
        # What has not begun can still be called off.
        code = Code.DESK_UNAVAILABLE if future.cancel() else Code.OUTCOME_UNKNOWN
        raise ProblemError(
            code,
            f"the desk has not answered for {_PATIENCE_S:g} s; accepted: ask again "
            "with the same Idempotency-Key",
            headers={"Retry-After": "1"},
        )
    return _outcome(future)


async def entered(
    here: Found,
    service: Service,
    claim: Claim | None,
    write: Callable[[Desk, float, Receipts], object],
    document: Answer,
    *,
    status: int = 200,
) -> Response:
    """Write an entry and answer with a document of it; asked again, the same answer.

    ``write`` gets the receipt to keep with its entry, or None without a claim.
    """
    archive = service.archives.get(here.name)

    def act(desk: Desk, now_s: float) -> Response:
        known = archive.receipt(claim.key) if claim and archive else None
        if claim and known:
            return answered(claim, known)
        made: list[bytes] = []

        def receipt(entry: Entry, after: Situation) -> object:
            made.append(msgspec.json.encode(document(entry, after)))
            return claim.receipt(made[-1], status) if claim else None

        write(desk, now_s, receipt)  # type: ignore[arg-type]  # None: nothing is kept
        return answer(made[-1], status=status)

    try:
        return await done(here, act)
    except AlreadyKeptError as error:
        if claim is None:
            raise
        return answered(claim, error.receipt)


def recorded(event: Event, by: str) -> Callable[[Desk, float, Receipts], object]:
    """A ``write`` of :func:`entered` for something that somebody reports."""

    def write(desk: Desk, now_s: float, receipt: Receipts) -> Entry:
        return desk.ledger.write(event, now_s, by=by, receipt=receipt)

    return write


def _outcome(future: Future[T]) -> T:
    try:
        return future.result()
    except DeskUnavailableError as error:
        raise _unavailable(error) from None
    except JournalMovedError:
        raise ProblemError(
            Code.NOT_LEADER,
            "another process leads by now; accepted: the same request again",
            headers={"Retry-After": "1"},
        ) from None
    except JournalFaultError as error:
        unknown = getattr(error, "outcome_unknown", True)
        raise ProblemError(
            Code.OUTCOME_UNKNOWN if unknown else Code.LEDGER_UNAVAILABLE,
            "the journal did not answer; accepted: the same request again, with the "
            "same Idempotency-Key",
            headers={"Retry-After": "1"},
        ) from None
    except ValueError as error:
        raise ProblemError(Code.CONFLICT, str(error)) from None


def _unavailable(error: DeskUnavailableError) -> ProblemError:
    if error.code is Refusal.READ_ONLY:
        return ProblemError(
            Code.READ_ONLY, "this desk shows what was; accepted: a desk that is led"
        )
    return ProblemError(
        Code.DESK_UNAVAILABLE,
        str(error),
        more={"reason": str(error.code), "params": dict(error.params)},
        headers={"Retry-After": "1"},
    )
