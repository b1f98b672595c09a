"""Exercises and replays: a raid that is simulated, a night that is shown again."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.wire.form.desk import Count
from zaslin.wire.form.plan import Moment, Stated
from zaslin.wire.form.scalar import Given, Name, Time

Speed = Annotated[
    float, Meta(ge=0.1, le=120, description="seconds of the desk in one of ours")
]


class Scenario(Stated, frozen=True, kw_only=True):
    """A raid that can be simulated."""

    name: str
    title: str
    starts: Moment
    duration_s: Annotated[float, Meta(description="seconds")]


class Scenarios(Stated, frozen=True, kw_only=True):
    """Every scenario that is shipped or configured."""

    schema: Literal["zaslin/scenarios/1"] = "zaslin/scenarios/1"
    scenarios: tuple[Scenario, ...]


class StartExercise(Given, frozen=True, kw_only=True):
    """An exercise to begin, in a journal of its own."""

    scenario: Name
    seed: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 1
    speed: Speed = 1.0
    paused: bool = False


class StartReplay(Given, frozen=True, kw_only=True):
    """A recorded journal to show again."""

    journal: Annotated[Name, Meta(description="its id, as GET replays lists them")]
    at: Annotated[
        Time | None, Meta(description="where to begin; absent: its start")
    ] = None
    speed: Speed = 1.0
    paused: bool = False


class Steer(Given, frozen=True, kw_only=True):
    """How a running exercise is to go on; what is absent stays."""

    paused: bool | None = None
    speed: Speed | None = None


class SteerReplay(Steer, frozen=True, kw_only=True):
    """How a replay is to go on; what is absent stays."""

    at: Annotated[Time | None, Meta(description="a time of the night to go to")] = None


class Running(Stated, frozen=True, kw_only=True):
    """An exercise or a replay that runs."""

    schema: Literal["zaslin/running/1"] = "zaslin/running/1"
    kind: Literal["exercise", "replay"]
    desk: Annotated[str, Meta(description="under which it is seen")]
    name: Annotated[str, Meta(description="of the scenario or journal")]
    seed: int | None
    speed: Annotated[float, Meta(description="seconds of the desk in one of ours")]
    paused: bool
    over: Annotated[bool, Meta(description="its end has been reached")]
    starts: Moment
    now: Moment
    ends: Moment


class Recorded(Stated, frozen=True, kw_only=True):
    """A journal that can be shown again."""

    id: str
    kind: Literal["live", "sim"]
    about: str
    opened: Moment
    entries: Count


class Recordings(Stated, frozen=True, kw_only=True):
    """Journals that can be shown again, the latest first."""

    schema: Literal["zaslin/recordings/1"] = "zaslin/recordings/1"
    recordings: tuple[Recorded, ...]
