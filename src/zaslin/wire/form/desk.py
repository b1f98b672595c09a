"""A desk as its service states it: what it is, how it stands, and how far it is."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.wire.form.coded import Code, Coded
from zaslin.wire.form.plan import Advice, Moment, Seconds, Stated

Mode = Annotated[
    Literal["live", "sim", "replay"],
    Meta(description="live: real reports; sim: an exercise; replay: a recorded night"),
]
State = Annotated[
    Literal["live", "degraded", "stale", "no_advice", "sim", "replay"],
    Meta(description="how far what is shown may be trusted"),
]
Count = Annotated[int, Meta(ge=0, description="number")]
Version = Annotated[
    int, Meta(ge=0, description="of this desk since its service started; only grows")
]


class Standing(Stated, frozen=True, kw_only=True):
    """How a desk stands, with every reason for it."""

    state: State
    underlying: Annotated[
        State, Meta(description="beneath sim or replay; else the same as state")
    ]
    reasons: tuple[Coded, ...]


class Counts(Stated, frozen=True, kw_only=True):
    """How many there are."""

    tracks: Count
    hostile: Count
    fire_units: Count
    assets: Count
    engagements: Annotated[Count, Meta(description="authorised or in flight")]
    open_lines: Annotated[
        Count, Meta(description="firm recommendations that nobody has decided on")
    ]
    nominations: Annotated[Count, Meta(description="decisions that wait for a second")]


class Desk(Stated, frozen=True, kw_only=True):
    """One desk."""

    name: str
    mode: Mode
    standing: Standing
    now: Annotated[Moment, Meta(description="by the desk's own clock")]
    version: Version
    revision: Annotated[int, Meta(description="of its picture")]
    entries: Annotated[int, Meta(description="size of its journal")]
    plan_revision: Annotated[
        int | None, Meta(description="of the plan that is shown; null: none is")
    ]
    plan_made_at: Moment | None
    plan_confirmed_at: Annotated[
        Moment | None,
        Meta(description="when a plan last said that what is shown still holds"),
    ]
    counts: Counts


class Desks(Stated, frozen=True, kw_only=True):
    """Every desk that the reader may see."""

    schema: Literal["zaslin/desks/1"] = "zaslin/desks/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    desks: tuple[Desk, ...]


class OneDesk(Stated, frozen=True, kw_only=True):
    """A desk by itself."""

    schema: Literal["zaslin/desk/1"] = "zaslin/desk/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    desk: Desk


class Feed(Stated, frozen=True, kw_only=True):
    """How long ago a source reported last."""

    source: str
    age_s: Annotated[float | None, Meta(description="seconds; null: not yet")]


class Health(Stated, frozen=True, kw_only=True):
    """The heartbeat of a desk: once a second, and at every change.

    A console that has not had one for two seconds by its own clock turns amber, and at
    five seconds red, with the advice removed.
    """

    schema: Literal["zaslin/health/1"] = "zaslin/health/1"
    desk: str
    mode: Mode
    epoch: Annotated[
        str,
        Meta(description="of the service and the desk; another one: everything anew"),
    ]
    sequence: Annotated[int, Meta(ge=0, description="of the heartbeat in its epoch")]
    time: Annotated[Moment, Meta(description="by the clock of the service")]
    now: Annotated[Moment, Meta(description="by the desk's own clock")]
    standing: Standing
    version: Version
    plan_revision: int | None
    plan_age_s: Annotated[
        float | None, Meta(description="since it was confirmed last; null: no plan")
    ]
    plan_oldest_s: Annotated[
        Seconds, Meta(description="age at which the plan is withdrawn")
    ]
    feeds: tuple[Feed, ...]
    stages: Annotated[
        dict[Code, Count], Meta(description="times that each stage was carried out")
    ]
