"""The plan document: what the operator gets, with its proof and its reasons."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from zaslin.domain.reason import ReasonCode

Advice = Literal["ADVICE ONLY. NOTIONAL DATA. A named person decides."]

Moment = Annotated[
    str,
    Meta(
        description="ISO-8601 in UTC, to the millisecond",
        extra_json_schema={"format": "date-time"},
    ),
]
Money = Annotated[float, Meta(description="notional million euro")]
Chance = Annotated[float, Meta(description="probability")]
Seconds = Annotated[float, Meta(description="seconds")]
PAvailable = Annotated[
    float, Meta(description="probability that the shot is still there in time")
]
PkLow = Annotated[float, Meta(description="per round, low end; includes p_available")]
PkPlanned = Annotated[
    float, Meta(description="per round, as planned; includes p_available")
]
PkHigh = Annotated[float, Meta(description="per round, high end; includes p_available")]
EarningsElsewhere = Annotated[
    float,
    Meta(
        description="what its rounds and channel time would earn elsewhere, "
        "notional million euro"
    ),
]
RoundCount = Annotated[int, Meta(description="number of rounds")]
StationId = Annotated[
    str, Meta(description="id of a prepared position; current: where the unit stands")
]


class Stated(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object of the plan document; every field is always written."""


class Place(Stated, frozen=True, kw_only=True):
    """A point in the air or on the ground, WGS-84."""

    latitude_deg: Annotated[float, Meta(description="degrees north")]
    longitude_deg: Annotated[float, Meta(description="degrees east")]
    altitude_m: Annotated[float, Meta(description="metres above the ellipsoid")]


class Window(Stated, frozen=True, kw_only=True):
    """Launch times from which an intercept is feasible."""

    opens: Moment
    closes: Moment


class Alternative(Stated, frozen=True, kw_only=True):
    """Another shot at the same track."""

    fire_unit: str
    position: StationId
    interceptor_type: str
    salvo_size: RoundCount
    launch: Moment
    pk_planned: Chance
    difference_meur: Annotated[
        float,
        Meta(description="what taking it instead changes, notional million euro"),
    ]


class Shot(Stated, frozen=True, kw_only=True):
    """One salvo at one track."""

    track: str
    fire_unit: str
    position: StationId
    launch_from: Place
    interceptor_type: str
    salvo_size: RoundCount
    launch: Moment
    intercept: Moment
    assessed: Moment
    intercept_at: Place
    stage: Annotated[
        int, Meta(description="looks so far plus one: 2 is launched if 1 missed")
    ]
    p_needed: Annotated[
        float, Meta(description="probability that this stage is reached")
    ]
    p_available: PAvailable
    pk_low: PkLow
    pk_planned: PkPlanned
    pk_high: PkHigh
    p_kill: Annotated[
        float, Meta(description="of the whole salvo, as planned; includes p_available")
    ]
    debris_meur: Annotated[
        float, Meta(description="expected debris damage, notional million euro")
    ]


class Recommendation(Shot, frozen=True, kw_only=True):
    """One line of the plan: the shot, what it buys and what it costs."""

    firm: Annotated[
        bool, Meta(description="launched soon and not conditional on a miss")
    ]
    window: Window
    last_order: Annotated[Moment, Meta(description="last moment to order the shot")]
    damage_averted_meur: Annotated[
        float, Meta(description="damage added if it is dropped, notional million euro")
    ]
    price_meur: EarningsElsewhere
    refusal_meur: Annotated[
        float | None,
        Meta(
            description="rise of the least cost of this track if this unit may not "
            "engage it: the track alone solved anew, at the prices that the other "
            "tracks set, not the plan; notional million euro; null: not computed "
            "(floor plan, follow-up in a re-plan)"
        ),
    ]
    replacement: Annotated[
        Alternative | None,
        Meta(description="the shot at this track that would then come first"),
    ]
    alternatives: tuple[Alternative, ...]
    assumes: Annotated[
        tuple[str, ...], Meta(description="what the choice rests on, in plain lines")
    ]


class NotEngaged(Stated, frozen=True, kw_only=True):
    """A track that gets no shot, and why."""

    track: str
    reason: ReasonCode
    text: Annotated[str, Meta(description="the reason in plain words")]
    threat_value_meur: Money
    expected_leak_meur: Money


class Leaker(Stated, frozen=True, kw_only=True):
    """What is expected to get through of one track."""

    track: str
    p_leak: Chance
    expected_leak_meur: Money
    likely_asset: str | None
    time_to_impact_s: Seconds | None


class AssetThreat(Stated, frozen=True, kw_only=True):
    """One factor of a threat value: an asset the track may be flying to."""

    asset: str
    p_asset: Chance
    priority: Annotated[float, Meta(description="commander's factor")]
    damage_meur: Money
    contribution_meur: Money
    time_to_impact_s: Seconds


class Threat(Stated, frozen=True, kw_only=True):
    """A track's threat value with every factor that made it."""

    track: str
    threat_value_meur: Money
    p_decoy: Chance
    lethality: Annotated[
        float, Meta(description="damage of one hit as a multiple of the reference's")
    ]
    p_no_asset: Chance
    assets: tuple[AssetThreat, ...]
    other_assets_meur: Money
    time_to_impact_s: Seconds | None


class AssetOutlook(Stated, frozen=True, kw_only=True):
    """Expected damage at one asset without and with the plan."""

    asset: str
    damage_undefended_meur: Money
    damage_expected_meur: Money
    undefendable_at: Annotated[
        Moment | None, Meta(description="from when no shot can help it any more")
    ]


class StockAfter(Stated, frozen=True, kw_only=True):
    """One magazine after the plan."""

    fire_unit: str
    interceptor_type: str
    rounds_before: RoundCount
    rounds_committed: Annotated[int, Meta(description="rounds launched for certain")]
    rounds_expected: Annotated[
        float, Meta(description="mean number of rounds spent, follow-ups included")
    ]
    rounds_for_forecast: Annotated[
        float, Meta(description="mean number of rounds held for later waves")
    ]
    min_reserve: Annotated[int, Meta(description="rounds never planned")]
    rounds_after: Annotated[int, Meta(description="rounds before less committed")]


class RoundPrice(Stated, frozen=True, kw_only=True):
    """What one more round of a type at a unit would save."""

    fire_unit: str
    position: StationId
    interceptor_type: str
    price_meur: Money


class SlotPrice(Stated, frozen=True, kw_only=True):
    """Price of one fire channel, or of one rail of a type, in one slot."""

    fire_unit: str
    position: StationId
    interceptor_type: Annotated[
        str | None, Meta(description="null: a fire channel; a type: one of its rails")
    ]
    starts: Moment
    price_meur: Money


class Posture(Stated, frozen=True, kw_only=True):
    """Where a mobile unit fights in this plan."""

    fire_unit: str
    position: StationId
    place: Place


class WithdrawnPin(Stated, frozen=True, kw_only=True):
    """An authorised engagement that is no longer allowed or was not launched."""

    track: str
    fire_unit: str
    launched: bool
    reason: ReasonCode
    text: Annotated[str, Meta(description="the reason in plain words")]


class Terms(Stated, frozen=True, kw_only=True):
    """The objective's named terms; they add up to the value."""

    leaked_damage: Money
    rounds: Money
    debris: Money
    plan_change: Money


class BoundCovers(Stated, frozen=True, kw_only=True):
    """What the bound holds for."""

    starts_per_window: Annotated[
        int, Meta(description="launch times considered in each engagement window")
    ]
    policies: Annotated[
        Literal["staged"],
        Meta(
            description="shoot, look, shoot: one stage of shots at a track at a time, "
            "each unit at one position"
        ),
    ]


class Times(Stated, frozen=True, kw_only=True):
    """Time spent; zeros if nobody looked at a clock."""

    compile_s: Seconds
    floor_s: Seconds
    prices_s: Seconds
    improve_s: Seconds
    explain_s: Seconds
    check_s: Seconds
    total_s: Seconds


class Plan(Stated, frozen=True, kw_only=True):
    """All recommended engagements for one picture revision: advice, never an order."""

    schema: Literal["zaslin/plan/1"]
    advice: Advice
    revision: Annotated[int, Meta(description="of the picture it was made from")]
    made_at: Annotated[Moment, Meta(description="the picture's instant")]
    method: str
    value: Annotated[
        float,
        Meta(
            description="expected damage and cost of the plan, notional million euro; "
            "follow-ups find their rounds and channels on average"
        ),
    ]
    bound: Annotated[
        float,
        Meta(
            description="no policy that bound_covers does better, notional million "
            "euro; one with other launch times may"
        ),
    ]
    bound_covers: BoundCovers
    bound_all_launches: Annotated[
        float | None,
        Meta(
            description="no staged policy does better with any launch time of the "
            "grid, notional million euro; null: not computed (deadline, re-plan)"
        ),
    ]
    gap: Annotated[float, Meta(description="(value - bound) / value")]
    averted_share: Annotated[
        float,
        Meta(
            description="part of the saving that bound leaves possible, 0 to 1: "
            "(undefended - value) / (undefended - bound)"
        ),
    ]
    undefended: Annotated[
        float, Meta(description="value without any shot, notional million euro")
    ]
    forecast_leak_meur: Annotated[
        float,
        Meta(description="part of the leaked damage made by forecast tracks"),
    ]
    terms: Terms
    times: Times
    recommendations: tuple[Recommendation, ...]
    not_engaged: tuple[NotEngaged, ...]
    leakers: tuple[Leaker, ...]
    threats: tuple[Threat, ...]
    assets: tuple[AssetOutlook, ...]
    stock_after: tuple[StockAfter, ...]
    prices: tuple[RoundPrice, ...]
    slot_prices: tuple[SlotPrice, ...]
    postures: tuple[Posture, ...]
    held_for_forecast: Annotated[
        tuple[Shot, ...],
        Meta(description="rounds kept for forecast tracks; never recommended"),
    ]
    withdrawn: tuple[WithdrawnPin, ...]
