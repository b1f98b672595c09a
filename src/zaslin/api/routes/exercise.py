"""Simulated raids, in a journal of their own."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from zaslin.api.desk.running import (
    carried_out,
    current,
    exercises_of,
    running,
    scenario_to_wire,
    stopped,
)
from zaslin.api.endpoint import answer, body, documented
from zaslin.api.security import Permission, require, signed_in
from zaslin.api.service import Serving
from zaslin.wire.form.exercise import Running, Scenarios, StartExercise, Steer

router = APIRouter(tags=["exercises"])

Trainer = require(Permission.EXERCISE)
Seer = require(Permission.SEE, desk="sim")


@router.get(
    "/scenarios",
    dependencies=[signed_in],
    **documented(response=Scenarios, errors=(404,)),
)
async def list_scenarios(service: Serving) -> Response:
    """Every raid that can be simulated."""
    cards = await carried_out("exercise", exercises_of(service).scenarios)
    return answer(Scenarios(scenarios=tuple(scenario_to_wire(each) for each in cards)))


@router.post(
    "/exercises",
    dependencies=[Trainer],
    **documented(
        request=StartExercise, response=Running, status=201, errors=(404, 409)
    ),
)
async def start_exercise(
    service: Serving, start: Annotated[StartExercise, body(StartExercise)]
) -> Response:
    """Begin an exercise; it is seen as the desk sim."""
    act = partial(
        exercises_of(service).start,
        start.scenario,
        seed=start.seed,
        speed=start.speed,
        paused=start.paused,
    )
    return await running("exercise", act, status=201)


@router.get(
    "/exercises/current",
    dependencies=[Seer],
    **documented(response=Running | None, errors=(404,)),
)
async def get_exercise(service: Serving) -> Response:
    """The exercise that runs; null: none does."""
    return await current("exercise", exercises_of(service).current)


@router.patch(
    "/exercises/current",
    dependencies=[Trainer],
    **documented(request=Steer, response=Running, errors=(404, 409)),
)
async def steer_exercise(
    service: Serving, steer: Annotated[Steer, body(Steer)]
) -> Response:
    """Hold it, let it go on, or change its speed."""
    exercises = exercises_of(service)
    act = partial(exercises.steer, paused=steer.paused, speed=steer.speed)
    return await running("exercise", act)


@router.delete(
    "/exercises/current",
    dependencies=[Trainer],
    **documented(status=204, errors=(404,)),
)
async def stop_exercise(service: Serving) -> Response:
    """End it; its journal stays, and can be replayed."""
    return await stopped("exercise", exercises_of(service).stop)
