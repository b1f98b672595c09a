"""Closed-loop runs as they are written: one document of one run, and rows of many."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.wire.form.plan import Advice, Money, RoundCount, Seconds, Stated
from zaslin.wire.form.scalar import Name

Count = Annotated[int, Meta(ge=0, description="number")]
Rate = Annotated[float, Meta(ge=0, description="decisions in a minute")]
Bound = Annotated[
    float | None,
    Meta(description="notional million euro; null: not computed"),
]
Digest = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{64}$",
        description="SHA-256 of its contents",
        extra={"accepted": "64 hexadecimal digits"},
    ),
]


class TypeAccount(Stated, frozen=True, kw_only=True):
    """Rounds of one interceptor type: start + resupplied = fired + end."""

    at_start: RoundCount
    resupplied: RoundCount
    fired: RoundCount
    at_end: RoundCount
    money_meur: Money


class Result(Stated, frozen=True, kw_only=True):
    """What one run of one policy came to; objects = downed + through + airborne."""

    scenario: Name
    policy: Name
    seed: Count
    leaked_meur: Annotated[
        float, Meta(description="damage by what got through, notional million euro")
    ]
    leaked_expected_meur: Annotated[
        float,
        Meta(
            description="the same with warheads as likely as the tracks said, "
            "notional million euro"
        ),
    ]
    undefended_meur: Annotated[
        float,
        Meta(description="damage if nothing were engaged, notional million euro"),
    ]
    debris_meur: Money
    objects: Count
    downed: Count
    through: Count
    airborne: Count
    decoys_downed: Count
    decoys_leaked: Count
    leakers: Annotated[
        dict[Name, Count], Meta(description="real objects that got through, by class")
    ]
    rounds: Annotated[dict[Name, TypeAccount], Meta(description="by interceptor type")]
    authorised: Count
    refused: Count
    fired: Count
    aborted: Count
    expired: Count
    killed: Count
    missed: Count
    assessed_unknown: Count
    plans: Count
    failed_plans: Annotated[
        int, Meta(ge=0, description="times that the desk was left without a plan")
    ]
    churn: Annotated[
        int,
        Meta(ge=0, description="shown recommendations dropped before their time"),
    ]
    decisions_per_minute: Rate
    busiest_decisions_per_minute: Rate


class Bounds(Stated, frozen=True, kw_only=True):
    """Lower bounds on what any policy leaks of this raid."""

    full_information_meur: Bound
    forecast_meur: Bound
    chance_meur: Bound


class Timing(Stated, frozen=True, kw_only=True):
    """Wall-clock times of one run; no part of its result."""

    total_s: Seconds
    planning_s: Seconds
    replan_median_s: Seconds
    replan_p99_s: Seconds


class Run(Stated, frozen=True, kw_only=True):
    """One run of one policy in one scenario under one seed."""

    schema: Literal["zaslin/run/1"] = "zaslin/run/1"
    advice: Advice = "ADVICE ONLY. NOTIONAL DATA. A named person decides."
    result: Result
    bounds: Bounds
    timing: Timing


class BoundsRow(Stated, frozen=True, kw_only=True):
    """The bounds of one raid of a study."""

    scenario: Name
    seed: Count
    bounds: Bounds


class TimingRow(Stated, frozen=True, kw_only=True):
    """How long one result of a study took; policy null: its bounds."""

    scenario: Name
    policy: Name | None
    seed: Count
    timing: Timing


class StudiedScenario(Stated, frozen=True, kw_only=True):
    """A scenario by its name and by all that it holds."""

    name: Name
    digest: Digest


class Study(Stated, frozen=True, kw_only=True):
    """What a folder of results is about; written before the first of them."""

    schema: Literal["zaslin/study/1"]
    zaslin: Annotated[Name, Meta(description="version and digest of the code")]
    seed: Count
    runs: Count
    bounds: bool
    scenarios: tuple[StudiedScenario, ...]
    policies: tuple[Name, ...]
