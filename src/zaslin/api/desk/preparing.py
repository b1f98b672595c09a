"""The first step of a decision: look at what it would do; and the second signature."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
from starlette.responses import Response

from zaslin.api.desk.command import done
from zaslin.api.desk.deciding import (
    About,
    Act,
    Enter,
    Keep,
    about_last,
    accept_advice,
    decision_of,
    nomination_in,
    prepared_of,
)
from zaslin.api.desk.documents import nomination_to_wire, nominations_of
from zaslin.api.desk.found import Found
from zaslin.api.desk.preparations import VALID_S, Prepared
from zaslin.api.desk.refusing import refused
from zaslin.api.desk.review import Ready, review_of
from zaslin.api.endpoint import answer
from zaslin.api.errors import Code, ProblemError
from zaslin.api.security import Principal
from zaslin.api.service import Service
from zaslin.domain.decision import Decision, is_same_person
from zaslin.live.health import Mode
from zaslin.ops.desk import Desk
from zaslin.ops.refused import DecisionRefusedError
from zaslin.wire.form import deciding as wire
from zaslin.wire.moment import written

Prepares = Callable[[Desk, Decision, float], Ready]
"""``prepare`` of :mod:`zaslin.ops.authorise`."""


async def prepare_decision(
    here: Found,
    service: Service,
    who: Principal,
    asked: wire.Prepare,
    prepare: Prepares,
) -> Response:
    """What a decision would do, and the token with which it may be committed once."""
    accept_advice(here, asked.verdict)

    def look(desk: Desk, now_s: float) -> tuple[Prepared, wire.Review]:
        prepared = prepared_of(asked, who, desk, now_s)
        ready = prepare(desk, decision_of(prepared, who.name, desk, now_s), now_s)
        return prepared, review_of(ready, prepared, desk, now_s)

    try:
        prepared, review = await done(here, look)
    except DecisionRefusedError as error:
        about = (asked.track, asked.fire_unit, asked.interceptor_type)
        raise refused(error, here.live.board, service, *about) from None
    token = here.room.preparations.keep(prepared)
    expires = written(service.clock() + VALID_S)
    document = wire.Prepared(
        token=token, expires=expires, valid_s=VALID_S, review=review
    )
    return answer(document, status=201, headers={"Cache-Control": "no-store"})


async def nominations_now(
    here: Found, service: Service, prepare: Prepares
) -> wire.Nominations:
    """Decisions that wait; of a recording, those that waited then."""

    def look(desk: Desk, now_s: float) -> wire.Nominations:
        waiting = reviewed(desk, now_s, service, prepare)
        return _waiting(desk.situation.revision, now_s, waiting)

    if here.board.mode is Mode.REPLAY:
        situation = here.board.situation
        waiting = nominations_of(situation, service)
        return _waiting(situation.revision, here.board.at_s, waiting)
    return await done(here, look)


def _waiting(
    revision: int, now_s: float, nominations: tuple[wire.Nomination, ...]
) -> wire.Nominations:
    return wire.Nominations(
        revision=revision, now=written(now_s), nominations=nominations
    )


def reviewed(
    desk: Desk, now_s: float, service: Service, prepare: Prepares
) -> tuple[wire.Nomination, ...]:
    """Every nomination, with what it would do if it were confirmed now."""
    return tuple(
        msgspec.structs.replace(
            nomination_to_wire(decision, desk.situation, service),
            review=_review_now(desk, now_s, decision, prepare),
        )
        for decision in desk.situation.nominated
    )


def _review_now(
    desk: Desk, now_s: float, decision: Decision, prepare: Prepares
) -> wire.Review | None:
    """What a nomination would do now; None if it can be carried out no more."""
    anew = replace(decision, decided_at_s=now_s)
    seen = decision.seen_revision
    prepared = Prepared(
        user_id="",
        verdict=decision.verdict,
        seen_revision=decision.revision if seen is None else seen,
        track=decision.track,
        fire_unit=decision.fire_unit,
        interceptor_type=decision.interceptor_type,
        launch_s=decision.launch_s,
    )
    try:
        return review_of(prepare(desk, anew, now_s), prepared, desk, now_s)
    except DecisionRefusedError:
        return None


def confirming(
    here: Found, name: str, second: str, confirm: Enter
) -> tuple[Act, About]:
    """Enters the second signature under a nomination; and names its line.

    It is not looked for before: asked again, a signature that was entered has no
    nomination any more, and its answer is given again.
    """
    taken: list[Decision] = []

    def act(desk: Desk, now_s: float, keep: Keep) -> Response:
        waiting = nomination_in(desk.situation, name)
        taken.append(waiting)
        accept_advice(here, waiting.verdict)
        _accept_other(waiting, second)
        confirm(desk, waiting, second, now_s, by=second, receipt=keep.at(201))
        return keep.response()

    return act, about_last(taken)


def _accept_other(waiting: Decision, second: str) -> None:
    """Refuse the second signature of the first person."""
    if is_same_person(waiting.by, second):
        raise ProblemError(
            Code.SAME_PERSON,
            f"nominated by {waiting.by}, confirmed by {second}; accepted: another "
            "person",
        )
