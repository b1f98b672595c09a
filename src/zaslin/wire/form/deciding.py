"""Decisions: prepared with all that they would do, then committed once."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.domain.control import WeaponsControlStatus
from zaslin.domain.decision import Verdict
from zaslin.domain.reason import ReasonCode
from zaslin.wire.form.coded import Code, Coded
from zaslin.wire.form.control import ForbiddenPairing
from zaslin.wire.form.desk import Count
from zaslin.wire.form.engagement import Decision, Engagement
from zaslin.wire.form.plan import (
    Advice,
    Alternative,
    Chance,
    Moment,
    RoundCount,
    Seconds,
    Stated,
    StationId,
    Window,
)
from zaslin.wire.form.scalar import Given, Id, Salvo, Text, Time
from zaslin.wire.form.shown_plan import LineState

Revision = Annotated[
    int, Meta(ge=0, le=2**53 - 1, description="of the plan that the person saw")
]
Token = Annotated[
    str,
    Meta(
        min_length=16,
        max_length=128,
        pattern="^[A-Za-z0-9_-]+$",
        description="of a preparation; good once",
        extra={"accepted": "16 to 128 letters, digits, - and _"},
    ),
]


class Amended(Given, frozen=True, kw_only=True):
    """Another shot at the same track in the place of the recommended one."""

    fire_unit: Id
    interceptor_type: Id
    salvo_size: Annotated[Salvo | None, Meta(description="absent: the best")] = None
    position: Annotated[Id | None, Meta(description="absent: the best")] = None


class Prepare(Given, frozen=True, kw_only=True):
    """A decision that a person is about to make on one line of the shown plan."""

    verdict: Verdict
    revision: Revision
    track: Id
    fire_unit: Id
    interceptor_type: Id
    launch: Time
    why: Annotated[
        Text, Meta(description="asked for with a refusal, a hold and an amendment")
    ] = ""
    amended: Annotated[Amended | None, Meta(description="with amend only")] = None


class PreparedShot(Stated, frozen=True, kw_only=True):
    """The shot that would be authorised."""

    track: str
    fire_unit: str
    position: StationId
    interceptor_type: str
    salvo_size: RoundCount
    launch: Moment
    intercept: Moment
    assessed: Moment
    window: Window
    last_order: Moment
    pk_low: Chance
    pk_planned: Chance
    pk_high: Chance
    p_kill: Chance
    damage_averted_meur: Annotated[float, Meta(description="notional million euro")]
    price_meur: Annotated[float, Meta(description="notional million euro")]


class Check(Stated, frozen=True, kw_only=True):
    """One thing that was looked at."""

    code: Code
    passed: bool
    params: Annotated[
        dict[str, str | int | float | bool | None], Meta(description="what it is about")
    ]


class Review(Stated, frozen=True, kw_only=True):
    """What a decision would do: to be read before it is committed."""

    verdict: Verdict
    revision: Annotated[int, Meta(description="of the plan that is shown now")]
    seen_revision: int
    track: str
    fire_unit: str
    interceptor_type: str
    launch: Moment
    shot: Annotated[
        PreparedShot | None, Meta(description="null: nothing would be authorised")
    ]
    forbids: Annotated[
        ForbiddenPairing | None, Meta(description="what would be forbidden")
    ]
    weapons_control: WeaponsControlStatus
    rounds_ready_after: Annotated[
        int | None, Meta(description="on the rails of that unit, of that type")
    ]
    rounds_left_after: Annotated[
        int | None, Meta(description="ready and stored, less all that is authorised")
    ]
    reserve: Annotated[int | None, Meta(description="rounds never planned")]
    refusal_meur: Annotated[
        float | None,
        Meta(
            description="what refusing the line would cost, notional million euro; "
            "null: not computed"
        ),
    ]
    replacement: Annotated[
        Alternative | None,
        Meta(description="the shot that would come first if the line were refused"),
    ]
    checks: tuple[Check, ...]
    second: Annotated[
        Coded | None, Meta(description="why a second person has to confirm it")
    ]


class Prepared(Stated, frozen=True, kw_only=True):
    """A prepared decision; nothing has been decided yet."""

    schema: Literal["zaslin/preparation/1"] = "zaslin/preparation/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    token: str
    expires: Moment
    valid_s: Seconds
    review: Review


class Commit(Given, frozen=True, kw_only=True):
    """The second step of a decision: what was prepared is to be entered.

    Verdict and revision are stated again, so that nobody commits what they did not
    read.
    """

    token: Token
    verdict: Verdict
    revision: Annotated[
        Revision | None,
        Meta(description="the one that was prepared; absent: the header If-Match"),
    ] = None


class Nomination(Stated, frozen=True, kw_only=True):
    """A decision that waits for a second person."""

    id: str
    decision: Decision
    why: Coded
    review: Annotated[
        Review | None,
        Meta(description="as it stands now; null: its line is there no more"),
    ]


class Nominations(Stated, frozen=True, kw_only=True):
    """Decisions that wait for a second person."""

    schema: Literal["zaslin/nominations/1"] = "zaslin/nominations/1"
    revision: int
    now: Moment
    nominations: tuple[Nomination, ...]


class Entered(Stated, frozen=True, kw_only=True):
    """A decision that is in the journal for good."""

    schema: Literal["zaslin/decision/1"] = "zaslin/decision/1"
    status: Literal["decided", "nominated", "withdrawn", "released"]
    number: Annotated[int, Meta(description="of its entry in the journal")]
    revision: Annotated[int, Meta(description="of the picture after it")]
    decision: Decision | None
    engagement: Annotated[
        Engagement | None, Meta(description="what is authorised; null: nothing is")
    ]
    forbidden: Annotated[ForbiddenPairing | None, Meta(description="what is forbidden")]
    nomination: Annotated[str | None, Meta(description="waits for a second person")]


class Confirm(Given, frozen=True, kw_only=True):
    """The second person's word on a nomination."""

    revision: Annotated[
        Revision | None, Meta(description="absent: the header If-Match, or any")
    ] = None


class Withdraw(Given, frozen=True, kw_only=True):
    """Why a nomination is taken back; the body may be left out."""

    why: Text = ""


class Hold(Given, frozen=True, kw_only=True):
    """Fire is to be held on a track, whoever would shoot and with whatever."""

    why: Text = ""


class Release(Given, frozen=True, kw_only=True):
    """A refusal or a hold that is lifted; nothing is authorised by that."""

    track: Id
    fire_unit: Id | None = None
    interceptor_type: Id | None = None


class DecisionEntry(Stated, frozen=True, kw_only=True):
    """A decision, with the engagement that it led to."""

    number: Annotated[int, Meta(description="its place among all decisions, from 0")]
    at: Moment
    decision: Decision
    engagement: str | None


class DecisionList(Stated, frozen=True, kw_only=True):
    """Decisions, the latest first."""

    schema: Literal["zaslin/decisions/1"] = "zaslin/decisions/1"
    decisions: tuple[DecisionEntry, ...]
    next: Annotated[
        int | None, Meta(description="give it as before for the next page; null: end")
    ]


class BecameOfLine(Stated, frozen=True, kw_only=True):
    """What became of a line that is not the one that was seen."""

    state: Annotated[
        Literal["standing", "changed", "gone", "decided", "no_plan"],
        Meta(description="changed: the track has another line now"),
    ]
    line: Annotated[LineState | None, Meta(description="as it stands now")]
    by: Annotated[str | None, Meta(description="who decided it")]
    at: Annotated[Moment | None, Meta(description="when it was decided")]
    verdict: Verdict | None
    reason: Annotated[
        ReasonCode | None, Meta(description="why the track gets no shot now")
    ]


class Deciding(Stated, frozen=True, kw_only=True):
    """Where decisions stand: sent to consoles whenever it changes."""

    schema: Literal["zaslin/deciding/1"] = "zaslin/deciding/1"
    desk: str
    entries: Annotated[int, Meta(description="size of the journal")]
    revision: Annotated[int | None, Meta(description="of the plan that is shown")]
    lines: tuple[LineState, ...]
    engagements: Annotated[
        tuple[Engagement, ...],
        Meta(description="authorised or in flight, and the last hundred that are over"),
    ]
    nominations: tuple[Nomination, ...]
    forbidden: tuple[ForbiddenPairing, ...]
    open_lines: Count
