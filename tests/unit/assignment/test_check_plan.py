"""The account around the shots: value, reasons, leakers, threats, pins, stock."""

import math
from dataclasses import replace

import pytest

from tests.pictures import (
    JAMMER,
    NOW_S,
    all_friendly,
    asset,
    identification,
    square,
)
from tests.unit.assignment.by_hand import (
    LEAK_MEUR,
    P_KILL,
    PARAMS,
    PICTURE,
    PLAN,
    ROUND,
    SHOT,
    THREAT_MEUR,
    TRACK,
    UNIT,
    plan_of,
    rules,
    rules_in,
    with_control,
    with_round,
    with_track,
)
from zaslin.assignment.check import PlanRejected, Rule, Violation, check_plan
from zaslin.domain.control import (
    NoEngagementZone,
    PinnedEngagement,
    WeaponsControlStatus,
)
from zaslin.domain.defence import Magazine
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId, ZoneId
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.plan import (
    Alternative,
    AssetOutlook,
    AssetThreat,
    NotEngaged,
    Plan,
    RoundPrice,
    SlotPrice,
    Times,
    WithdrawnPin,
)
from zaslin.domain.reason import REASON_TEXT, WITHDRAWAL_TEXT, ReasonCode
from zaslin.domain.track import StandardIdentity


def test_a_right_plan_passes_without_a_word() -> None:
    """Nothing is returned, nothing is raised."""
    check_plan(PICTURE, PARAMS, PLAN)


def test_a_wrong_plan_is_rejected_with_everything_that_is_wrong() -> None:
    """All violations at once, the first ones in the message."""
    wrong = replace(PLAN, revision=8, value=1.0, bound=9.0, undefended=1.0)
    with pytest.raises(PlanRejected, match="and 1 more") as rejected:
        check_plan(PICTURE, PARAMS, wrong)
    assert [each.rule for each in rejected.value.violations] == [
        Rule.VALUE,
        Rule.VALUE,
        Rule.BOUND,
        Rule.REVISION,
    ]
    assert str(PlanRejected((Violation(Rule.ZONE, "a", "b"),))) == "zone: a: b"


@pytest.mark.parametrize("name", ["leaked_damage", "rounds", "debris", "plan_change"])
@pytest.mark.parametrize("wrong", [-1.0, 0.01, math.nan, math.inf])
def test_each_term_is_computed_anew(name: str, wrong: float) -> None:
    """No term may be off, in either direction."""
    terms = replace(PLAN.terms, **{name: getattr(PLAN.terms, name) + wrong})
    assert Rule.TERMS in rules(replace(PLAN, terms=terms))


@pytest.mark.parametrize("wider", [PLAN.value + 1e-3, math.nan, math.inf, -math.inf])
def test_a_bound_over_all_launches_lies_below_the_value(wider: float) -> None:
    """It may be anything below, and it may be missing."""
    assert rules(replace(PLAN, bound_all_launches=wider)) == {Rule.BOUND}
    assert rules(replace(PLAN, bound_all_launches=PLAN.value - 1.0)) == set()


def test_a_bound_says_what_it_covers() -> None:
    """So many launches a window as were considered, and staged policies."""
    for wrong in ({"starts_per_window": 7}, {"policies": "all"}):
        covers = replace(PLAN.bound_covers, **wrong)
        assert rules(replace(PLAN, bound_covers=covers)) == {Rule.BOUND}


@pytest.mark.parametrize("value", [PLAN.value * 1.00001, 0.0, math.nan, math.inf])
def test_the_value_is_the_sum_of_the_terms(value: float) -> None:
    """And the value without shots is what would leak."""
    assert rules(replace(PLAN, value=value)) == {Rule.VALUE}
    assert rules(replace(PLAN, undefended=value)) == {Rule.VALUE}


@pytest.mark.parametrize("bound", [PLAN.value * 1.00001, math.nan, math.inf, -math.inf])
def test_no_bound_is_above_the_value(bound: float) -> None:
    """A bound that the plan itself beats is no bound."""
    assert rules(replace(PLAN, bound=bound)) == {Rule.BOUND}


def test_a_bound_may_touch_the_value() -> None:
    """To a millionth."""
    assert rules(replace(PLAN, bound=PLAN.value * (1.0 + 1e-7))) == set()


# ------------------------------------------------------------------ recommendations


def test_there_is_one_recommendation_for_each_shot() -> None:
    """None missing, none twice, none for a shot that is not in the plan."""
    one = PLAN.recommendations[0]
    other = replace(one, shot=replace(SHOT, salvo_size=2))
    for recommendations in ((), (one, one), (other,)):
        changed = replace(PLAN, recommendations=recommendations)
        assert Rule.RECOMMENDATION in rules(changed)


@pytest.mark.parametrize(
    "changes",
    [
        {"firm": False},
        {"damage_averted_meur": THREAT_MEUR},
        {"damage_averted_meur": math.nan},
    ],
)
def test_what_a_recommendation_claims_is_checked(changes: dict[str, object]) -> None:
    """Whether it is firm, and what dropping it would cost."""
    one = replace(PLAN.recommendations[0], **changes)  # type: ignore[arg-type]
    assert rules(replace(PLAN, recommendations=(one,))) == {Rule.RECOMMENDATION}


def test_a_shot_past_the_commit_horizon_is_not_firm() -> None:
    """At a commit horizon of 5 s the shot at 10 s is an intention."""
    params = replace(PARAMS, commit_horizon_s=5.0)
    assert rules(params=params) == {Rule.RECOMMENDATION}
    one = replace(PLAN.recommendations[0], firm=False)
    assert rules(replace(PLAN, recommendations=(one,)), params=params) == set()


BAD_ALTERNATIVE = Alternative(
    fire_unit=UNIT.id,
    position=SHOT.position,
    interceptor_type=ROUND.id,
    salvo_size=1,
    launch_s=NOW_S,
    pk_planned=math.nan,
    difference_meur=0.0,
)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"window_opens_s": math.nan}, Rule.WINDOW),
        ({"window_closes_s": math.inf}, Rule.WINDOW),
        ({"last_order_s": math.nan}, Rule.WINDOW),
        ({"price_meur": math.nan}, Rule.PRICE),
        ({"refusal_meur": -math.inf}, Rule.RECOMMENDATION),
        ({"replacement": BAD_ALTERNATIVE}, Rule.ALTERNATIVE),
        ({"alternatives": (BAD_ALTERNATIVE,)}, Rule.ALTERNATIVE),
    ],
)
def test_every_figure_of_a_recommendation_is_a_number(
    changes: dict[str, object], rule: Rule
) -> None:
    """Also those that the checker only holds between limits."""
    one = replace(PLAN.recommendations[0], **changes)  # type: ignore[arg-type]
    assert rules(replace(PLAN, recommendations=(one,))) == {rule}


def test_every_other_figure_is_a_number() -> None:
    """Prices and times; and no price is negative."""
    price = RoundPrice(
        fire_unit=UNIT.id,
        position=SHOT.position,
        interceptor_type=ROUND.id,
        price_meur=-1.0,
    )
    slot_price = SlotPrice(
        fire_unit=UNIT.id,
        position=SHOT.position,
        interceptor_type=None,
        starts_s=NOW_S,
        price_meur=math.inf,
    )
    prices = (price, *PLAN.prices[1:])
    assert rules(replace(PLAN, prices=prices)) == {Rule.BOUND, Rule.PRICE}
    found = rules(replace(PLAN, slot_prices=(slot_price,)))
    assert Rule.FINITE in found
    assert rules(replace(PLAN, times=Times(total_s=math.inf))) == {Rule.FINITE}


# ------------------------------------------------------- tracks that get no shot

SILENCE = NotEngaged(
    track=TRACK.id,
    reason=ReasonCode.NOT_WORTH_A_ROUND,
    text=REASON_TEXT[ReasonCode.NOT_WORTH_A_ROUND],
    threat_value_meur=THREAT_MEUR,
    expected_leak_meur=THREAT_MEUR,
)


def silent(**changes: object) -> Plan:
    """A plan without shots that gives its reason, in its words."""
    entry = replace(SILENCE, **changes)  # type: ignore[arg-type]
    entry = replace(entry, text=REASON_TEXT[entry.reason])
    return replace(plan_of(), not_engaged=(entry,))


def test_a_track_without_a_shot_is_listed_once_with_its_reason() -> None:
    """Not silently dropped, not twice, not beside a shot."""
    assert rules(silent()) == set()
    assert rules(plan_of()) == {Rule.NOT_ENGAGED}
    twice = replace(plan_of(), not_engaged=(SILENCE, SILENCE))
    assert rules(twice) == {Rule.NOT_ENGAGED}
    beside = replace(
        PLAN, not_engaged=(replace(SILENCE, expected_leak_meur=LEAK_MEUR),)
    )
    assert rules(beside) == {Rule.NOT_ENGAGED}


def test_only_tracks_of_the_picture_are_listed() -> None:
    """A stranger has no reason."""
    stranger = replace(SILENCE, track=TrackId("nobody"))
    plan = replace(plan_of(), not_engaged=(SILENCE, stranger))
    assert rules(plan) == {Rule.UNKNOWN}


@pytest.mark.parametrize(
    "changes", [{"threat_value_meur": 0.0}, {"expected_leak_meur": 0.0}]
)
def test_the_cost_of_silence_is_checked(changes: dict[str, object]) -> None:
    """What it threatens and what will leak."""
    assert rules(silent(**changes)) == {Rule.NOT_ENGAGED}


@pytest.mark.parametrize(
    "reason",
    [
        ReasonCode.FRIEND,
        ReasonCode.STALE,
        ReasonCode.PINNED,
        ReasonCode.NO_UNITS,
        ReasonCode.WEAPONS_HOLD,
        ReasonCode.WEAPONS_TIGHT,
        ReasonCode.ZONE,
        ReasonCode.FORBIDDEN,
        ReasonCode.NO_CHANNEL,
        ReasonCode.SECTOR,
        ReasonCode.RESERVE,
        ReasonCode.ALTITUDE,
    ],
)
def test_a_reason_that_the_picture_refutes_is_wrong(reason: ReasonCode) -> None:
    """The filter passes, nothing is pinned, no measure is in force."""
    assert rules(silent(reason=reason)) == {Rule.NOT_ENGAGED}


@pytest.mark.parametrize(
    ("reason", "picture"),
    [
        (ReasonCode.NO_UNITS, replace(PICTURE, fire_units=())),
        (
            ReasonCode.WEAPONS_HOLD,
            with_control(weapons_control=WeaponsControlStatus.HOLD),
        ),
    ],
)
def test_a_reason_that_the_picture_supports_is_right(
    reason: ReasonCode, picture: Picture
) -> None:
    """No unit at all; HOLD."""
    found = rules(silent(reason=reason), picture=picture)
    assert Rule.NOT_ENGAGED not in found
    if reason is ReasonCode.NO_UNITS:
        assert Rule.NOT_ENGAGED in rules(silent(), picture=picture)


def test_units_without_magazines_have_no_rounds_and_nothing_else() -> None:
    """They are in the picture, but there is nothing to shoot."""
    units = tuple(replace(unit, magazines=()) for unit in PICTURE.fire_units)
    picture = replace(PICTURE, fire_units=units)
    assert Rule.NOT_ENGAGED not in rules(
        silent(reason=ReasonCode.NO_ROUNDS), picture=picture
    )
    for reason in (ReasonCode.NO_UNITS, ReasonCode.OUT_OF_REACH):
        assert Rule.NOT_ENGAGED in rules(silent(reason=reason), picture=picture)


def test_a_costly_track_is_worth_a_round() -> None:
    """A shot that kills with 2 % pays against 10 M€ if the round costs little."""
    cheap = with_round(cost_meur=0.05)
    assert Rule.NOT_ENGAGED in rules(silent(), picture=cheap)
    assert Rule.NOT_ENGAGED not in rules(silent())


def test_under_hold_no_round_does_more_elsewhere() -> None:
    """There is no shot then, so it is the HOLD that is the reason."""
    held = with_control(weapons_control=WeaponsControlStatus.HOLD)
    for reason in (ReasonCode.NO_CAPACITY, ReasonCode.NOT_WORTH_A_ROUND):
        assert Rule.NOT_ENGAGED in rules(silent(reason=reason), picture=held)


def test_a_filtered_track_has_exactly_the_filters_reason() -> None:
    """Neutral is not unknown, and an unknown track leaks nothing that counts."""
    picture = with_track(identity=StandardIdentity.UNKNOWN)
    right = silent(reason=ReasonCode.IDENTIFY_UNKNOWN, expected_leak_meur=0.0)
    assert Rule.NOT_ENGAGED not in rules(right, picture=picture)
    for reason in (ReasonCode.NEUTRAL, ReasonCode.NO_CAPACITY):
        wrong = silent(reason=reason, expected_leak_meur=0.0)
        assert Rule.NOT_ENGAGED in rules(wrong, picture=picture)


def test_every_friendly_track_is_listed_with_its_own_reason() -> None:
    """The six that are never engaged, in an otherwise empty plan."""
    picture = replace(all_friendly(), fire_units=(), revision=7)
    reasons = (
        ReasonCode.FRIEND,
        ReasonCode.ASSUMED_FRIEND,
        ReasonCode.NEUTRAL,
        ReasonCode.CIVIL,
        ReasonCode.CREWED,
        ReasonCode.POSSIBLY_CREWED,
    )
    plan = replace(
        plan_of(),
        value=0.0,
        bound=0.0,
        undefended=0.0,
        terms=replace(PLAN.terms, leaked_damage=0.0, rounds=0.0, debris=0.0),
        leakers=(),
        threats=(),
        assets=(
            replace(
                TOWN_OUTLOOK,
                asset=picture.assets[0].id,
                damage_undefended_meur=0.0,
                damage_expected_meur=0.0,
            ),
        ),
        stock_after=(),
        postures=(),
        not_engaged=tuple(
            replace(
                SILENCE,
                track=track.id,
                reason=reason,
                text=REASON_TEXT[reason],
                threat_value_meur=0.0,
                expected_leak_meur=0.0,
            )
            for track, reason in zip(picture.tracks, reasons, strict=True)
        ),
    )
    assert rules(plan, picture=picture) == set()


# --------------------------------------------------------------- leakers and threats


@pytest.mark.parametrize(
    "changes",
    [
        {"p_leak": 0.0},
        {"p_leak": math.nan},
        {"expected_leak_meur": 0.0},
        {"track": TrackId("nobody")},
    ],
)
def test_what_gets_through_is_checked(changes: dict[str, object]) -> None:
    """Its probability, its damage, and whose it is."""
    leaker = replace(PLAN.leakers[0], **changes)  # type: ignore[arg-type]
    assert rules(replace(PLAN, leakers=(leaker,))) == {Rule.LEAKER}


def test_no_leaker_is_kept_quiet() -> None:
    """Each is listed, and once."""
    assert rules(replace(PLAN, leakers=())) == {Rule.LEAKER}
    assert rules(replace(PLAN, leakers=PLAN.leakers * 2)) == {Rule.LEAKER}


# An asset 18 km ahead of the drone, and no shot: w = exp(−18/150), P = w / (0.1 + w).
TOWN = asset("town", value_meur=40.0)
P_TOWN = math.exp(-0.12) / (0.1 + math.exp(-0.12))
TOWN_MEUR = P_TOWN * 40.0
OVER_TOWN = replace(PICTURE, assets=(TOWN,))
TOWN_VALUE = TOWN_MEUR + (1.0 - P_TOWN) * THREAT_MEUR
TOWN_SHARE = AssetThreat(
    asset=TOWN.id,
    p_asset=P_TOWN,
    priority=1.0,
    damage_meur=40.0,
    contribution_meur=TOWN_MEUR,
    time_to_impact_s=360.0,
)
TOWN_THREAT = replace(
    PLAN.threats[0],
    threat_value_meur=TOWN_VALUE,
    p_no_asset=1.0 - P_TOWN,
    assets=(TOWN_SHARE,),
    other_assets_meur=(1.0 - P_TOWN) * THREAT_MEUR,
    time_to_impact_s=360.0,
)
TOWN_LEAKER = replace(
    PLAN.leakers[0],
    p_leak=1.0,
    expected_leak_meur=TOWN_VALUE,
    likely_asset=TOWN.id,
    time_to_impact_s=360.0,
)
TOWN_OUTLOOK = AssetOutlook(
    asset=TOWN.id,
    damage_undefended_meur=TOWN_MEUR,
    damage_expected_meur=TOWN_MEUR,
    undefendable_at_s=NOW_S + 300.0,
)


def over_town(**changes: object) -> set[Rule]:
    """What is wrong with a plan that leaves the town to its fate, once changed."""
    plan = replace(
        plan_of(),
        value=TOWN_VALUE,
        bound=0.0,
        undefended=TOWN_VALUE,
        terms=replace(plan_of().terms, leaked_damage=TOWN_VALUE),
        not_engaged=(
            replace(
                SILENCE, threat_value_meur=TOWN_VALUE, expected_leak_meur=TOWN_VALUE
            ),
        ),
        threats=(TOWN_THREAT,),
        leakers=(TOWN_LEAKER,),
        assets=(TOWN_OUTLOOK,),
    )
    changed = replace(plan, **changes)  # type: ignore[arg-type]
    return rules(changed, picture=OVER_TOWN)


def test_an_asset_ahead_is_accounted_for() -> None:
    """Its share of the threat, its time to impact and its damage."""
    assert over_town() == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"p_asset": 0.5},
        {"priority": 2.0},
        {"damage_meur": 20.0},
        {"contribution_meur": 0.0},
        {"time_to_impact_s": 300.0},
        {"asset": asset("A").id},
    ],
)
def test_each_figure_of_a_share_is_checked(changes: dict[str, object]) -> None:
    """What one asset adds to a threat, and when it would be hit."""
    share = replace(TOWN_SHARE, **changes)  # type: ignore[arg-type]
    threat = replace(TOWN_THREAT, assets=(share,))
    assert over_town(threats=(threat,)) == {Rule.THREAT}


@pytest.mark.parametrize(
    "changes",
    [{"assets": ()}, {"time_to_impact_s": None}, {"time_to_impact_s": 100.0}],
)
def test_the_time_to_impact_is_that_of_the_likeliest_asset(
    changes: dict[str, object],
) -> None:
    """Not unknown where it is known, and not any other."""
    threat = replace(TOWN_THREAT, **changes)  # type: ignore[arg-type]
    assert over_town(threats=(threat,)) == {Rule.THREAT}


@pytest.mark.parametrize(
    "changes",
    [
        {"likely_asset": None},
        {"likely_asset": asset("A").id},
        {"time_to_impact_s": None},
        {"time_to_impact_s": 100.0},
    ],
)
def test_a_leaker_names_the_likeliest_asset(changes: dict[str, object]) -> None:
    """Where it will come down, and when."""
    leaker = replace(TOWN_LEAKER, **changes)  # type: ignore[arg-type]
    assert over_town(leakers=(leaker,)) == {Rule.LEAKER}


@pytest.mark.parametrize(
    "outlooks",
    [
        (),
        (TOWN_OUTLOOK, TOWN_OUTLOOK),
        (replace(TOWN_OUTLOOK, asset=asset("A").id),),
        (replace(TOWN_OUTLOOK, damage_undefended_meur=math.nan),),
        (replace(TOWN_OUTLOOK, damage_expected_meur=0.0),),
    ],
)
def test_the_outlook_names_each_asset_and_adds_up(
    outlooks: tuple[AssetOutlook, ...],
) -> None:
    """No asset missing, none invented, no damage lost."""
    assert over_town(assets=outlooks) == {Rule.OUTLOOK}


STRANGE_SHARE = AssetThreat(
    asset=asset("A").id,
    p_asset=0.5,
    priority=1.0,
    damage_meur=1.0,
    contribution_meur=0.5,
    time_to_impact_s=10.0,
)


@pytest.mark.parametrize(
    "changes",
    [
        {"threat_value_meur": 9.0},
        {"p_decoy": 0.1},
        {"lethality": 2.0},
        {"p_no_asset": 0.9},
        {"other_assets_meur": 9.0},
        {"assets": (STRANGE_SHARE,)},
        {"track": TrackId("nobody")},
    ],
)
def test_each_factor_of_a_threat_is_checked(changes: dict[str, object]) -> None:
    """The value and everything that made it."""
    threat = replace(PLAN.threats[0], **changes)  # type: ignore[arg-type]
    assert rules(replace(PLAN, threats=(threat,))) == {Rule.THREAT}


def test_each_threat_is_listed_once() -> None:
    """A hostile track without a threat value would be a threat unseen."""
    assert rules(replace(PLAN, threats=())) == {Rule.THREAT}
    assert rules(replace(PLAN, threats=PLAN.threats * 2)) == {Rule.THREAT}


# ---------------------------------------------------------------- pinned engagements

PIN = PinnedEngagement(
    track=TRACK.id,
    fire_unit=UNIT.id,
    interceptor_type=ROUND.id,
    salvo_size=1,
    launch_s=NOW_S - 5.0,
    intercept_s=NOW_S + 40.0,
    assessed_s=NOW_S + 50.0,
    pk=0.75,
    authorised_by="Maj Bondar",
    launched=True,
)


def pinned_plan(**changes: object) -> Plan:
    """No shot beside a pinned engagement that leaves a quarter over."""
    leak = 0.25 * THREAT_MEUR
    plan = silent(reason=ReasonCode.PINNED, expected_leak_meur=leak)
    leaker = replace(plan.leakers[0], p_leak=0.25, expected_leak_meur=leak)
    plan = replace(
        plan,
        value=leak,
        bound=leak,
        undefended=leak,
        terms=replace(plan.terms, leaked_damage=leak),
        leakers=(leaker,),
    )
    return replace(plan, **changes)  # type: ignore[arg-type]


def test_a_pinned_track_is_listed_as_pinned() -> None:
    """Its threat is what the pinned engagement leaves over."""
    picture = with_control(pinned=(PIN,))
    assert rules(pinned_plan(), picture=picture) == set()
    wrong = replace(pinned_plan().not_engaged[0], reason=ReasonCode.NO_CAPACITY)
    plan = pinned_plan(not_engaged=(wrong,))
    assert rules(plan, picture=picture) == {Rule.NOT_ENGAGED}


def test_a_pin_on_hold_is_withdrawn_and_still_flies() -> None:
    """Under HOLD it is reported with its reason; what is in the air still counts."""
    held = replace(
        PICTURE.control, weapons_control=WeaponsControlStatus.HOLD, pinned=(PIN,)
    )
    picture = replace(PICTURE, control=held)
    entry = WithdrawnPin(
        track=TRACK.id,
        fire_unit=UNIT.id,
        launched=True,
        reason=ReasonCode.WEAPONS_HOLD,
        text=REASON_TEXT[ReasonCode.WEAPONS_HOLD],
    )
    assert rules(pinned_plan(withdrawn=(entry,)), picture=picture) == set()
    assert rules(pinned_plan(), picture=picture) == {Rule.WITHDRAWN}
    twice = pinned_plan(withdrawn=(entry, entry))
    assert rules(twice, picture=picture) == {Rule.WITHDRAWN}
    wrong = pinned_plan(withdrawn=(replace(entry, reason=ReasonCode.STALE),))
    assert rules(wrong, picture=picture) == {Rule.WITHDRAWN}


def test_a_pin_whose_track_turns_out_friendly_is_withdrawn() -> None:
    """The filter's reason; the track is listed with the same one and counts no more."""
    friendly = replace(TRACK, identity=StandardIdentity.FRIEND)
    picture = replace(with_control(pinned=(PIN,)), tracks=(friendly,))
    entry = WithdrawnPin(
        track=TRACK.id,
        fire_unit=UNIT.id,
        launched=True,
        reason=ReasonCode.FRIEND,
        text=REASON_TEXT[ReasonCode.FRIEND],
    )
    silence = replace(
        SILENCE,
        reason=ReasonCode.FRIEND,
        text=REASON_TEXT[ReasonCode.FRIEND],
        expected_leak_meur=0.0,
    )
    plan = pinned_plan(
        value=0.0,
        bound=0.0,
        undefended=0.0,
        terms=replace(PLAN.terms, leaked_damage=0.0, rounds=0.0, debris=0.0),
        leakers=(),
        not_engaged=(silence,),
        withdrawn=(entry,),
    )
    assert rules(plan, picture=picture) == set()


def test_a_live_pin_is_not_withdrawn() -> None:
    """What a person authorised stays unless the picture forbids it."""
    entry = WithdrawnPin(
        track=TRACK.id,
        fire_unit=UNIT.id,
        launched=True,
        reason=ReasonCode.WEAPONS_HOLD,
        text=REASON_TEXT[ReasonCode.WEAPONS_HOLD],
    )
    plan = pinned_plan(withdrawn=(entry,))
    assert rules(plan, picture=with_control(pinned=(PIN,))) == {Rule.WITHDRAWN}


def test_what_is_over_counts_no_more() -> None:
    """Its track is a live threat again, and there is nothing to withdraw."""
    over = replace(PIN, intercept_s=NOW_S - 1.0, assessed_s=NOW_S)
    picture = with_control(pinned=(over,))
    assert rules(PLAN, picture=picture) == set()
    assert Rule.VALUE in rules(pinned_plan(), picture=picture)


def test_an_order_that_was_missed_is_withdrawn() -> None:
    """A launch that nobody reported neither holds nor kills."""
    missed = replace(PIN, launched=False)
    picture = with_control(pinned=(missed,))
    entry = WithdrawnPin(
        track=TRACK.id,
        fire_unit=UNIT.id,
        launched=False,
        reason=ReasonCode.ORDER_MISSED,
        text=WITHDRAWAL_TEXT[ReasonCode.ORDER_MISSED],
    )
    assert rules(replace(PLAN, withdrawn=(entry,)), picture=picture) == set()
    assert rules(PLAN, picture=picture) == {Rule.WITHDRAWN}


WAITING = replace(
    PIN,
    launched=False,
    launch_s=NOW_S + 20.0,
    intercept_s=NOW_S + 40.0,
    assessed_s=NOW_S + 50.0,
)
LAPSING = replace(TRACK, identification=identification(expires_s=NOW_S + 15.0))
EMPTY = replace(
    UNIT, magazines=tuple(replace(m, rounds_ready=0) for m in UNIT.magazines)
)
EVERYWHERE = NoEngagementZone(id=ZoneId("all"), area=square(0.0, 0.0, half_m=900_000.0))
OBSTACLES = {
    ReasonCode.IDENTIFICATION_EXPIRED: replace(PICTURE, tracks=(LAPSING,)),
    ReasonCode.NO_ROUNDS: replace(PICTURE, fire_units=(EMPTY,)),
    ReasonCode.ZONE: with_control(zones=(EVERYWHERE,)),
}


@pytest.mark.parametrize("reason", OBSTACLES)
def test_an_order_that_cannot_be_carried_out_is_withdrawn(reason: ReasonCode) -> None:
    """No identification, no round or no free way by its launch."""
    picture = OBSTACLES[reason]
    control = replace(picture.control, pinned=(WAITING,))
    entry = WithdrawnPin(
        track=TRACK.id,
        fire_unit=UNIT.id,
        launched=False,
        reason=reason,
        text=WITHDRAWAL_TEXT[reason],
    )
    picture = replace(picture, control=control)
    assert Rule.WITHDRAWN not in rules(
        replace(PLAN, withdrawn=(entry,)), picture=picture
    )
    assert Rule.WITHDRAWN in rules(PLAN, picture=picture)
    wrong = replace(entry, reason=ReasonCode.FORBIDDEN)
    assert Rule.WITHDRAWN in rules(replace(PLAN, withdrawn=(wrong,)), picture=picture)


@pytest.mark.parametrize("reason", OBSTACLES)
def test_what_has_been_launched_meets_no_obstacle(reason: ReasonCode) -> None:
    """It neither needs a round nor can be called back."""
    picture = OBSTACLES[reason]
    control = replace(picture.control, pinned=(PIN,))
    assert Rule.WITHDRAWN not in rules(
        pinned_plan(), picture=replace(picture, control=control)
    )


# ------------------------------------------------------------------------ plan change

KEPT = ShownShot(
    track=TRACK.id,
    fire_unit=UNIT.id,
    interceptor_type=ROUND.id,
    salvo_size=1,
    launch_s=NOW_S + 40.0,
)


@pytest.mark.parametrize(
    ("shown", "lost"),
    [
        (KEPT, False),
        (replace(KEPT, launch_s=NOW_S + 41.0), True),
        (replace(KEPT, salvo_size=2), True),
        (replace(KEPT, fire_unit=FireUnitId("V")), True),
        (replace(KEPT, interceptor_type=InterceptorTypeId("stone")), True),
    ],
)
def test_a_shown_shot_is_kept_or_costs(shown: ShownShot, lost: bool) -> None:
    """Same unit, type and salvo, launched within 30 s of it; else 0.05 M€."""
    picture = replace(PICTURE, shown=(shown,))
    undefended = replace(PLAN, undefended=THREAT_MEUR + 0.05)
    if lost:
        terms = replace(PLAN.terms, plan_change=0.05)
        undefended = replace(undefended, terms=terms, value=PLAN.value + 0.05)
    assert rules(undefended, picture=picture) == set()


@pytest.mark.parametrize(
    "picture",
    [
        replace(PICTURE, shown=(replace(KEPT, track=TrackId("gone")),)),
        replace(
            with_track(identification=identification(expires_s=NOW_S)), shown=(KEPT,)
        ),
        replace(with_control(pinned=(PIN,)), shown=(KEPT,)),
    ],
)
def test_a_shown_shot_that_cannot_be_kept_costs_nothing(picture: Picture) -> None:
    """Its track is gone, may not be engaged any more, or is being engaged."""
    without = replace(picture, shown=())
    for plan in (silent(), pinned_plan(), PLAN):
        assert rules(plan, picture=picture) == rules(plan, picture=without)


# ------------------------------------------------------------------------------ stock


@pytest.mark.parametrize(
    "changes",
    [
        {"rounds_before": 5},
        {"rounds_committed": 0},
        {"rounds_expected": 0.0},
        {"rounds_for_forecast": 1},
        {"min_reserve": 1},
        {"rounds_after": 4},
    ],
)
def test_the_stock_adds_up(changes: dict[str, object]) -> None:
    """Every figure of every magazine."""
    stock = replace(PLAN.stock_after[0], **changes)  # type: ignore[arg-type]
    assert rules(replace(PLAN, stock_after=(stock,))) == {Rule.STOCK}


def test_every_magazine_is_listed_once() -> None:
    """None missing, none twice, none that does not exist."""
    stock = PLAN.stock_after[0]
    stranger = replace(stock, fire_unit=FireUnitId("V"))
    assert rules(replace(PLAN, stock_after=())) == {Rule.STOCK}
    assert rules(replace(PLAN, stock_after=(stock, stock))) == {Rule.STOCK}
    assert rules(replace(PLAN, stock_after=(stock, stranger))) == {Rule.UNKNOWN}


def test_a_jammer_has_no_stock() -> None:
    """Electronic warfare may be listed, with nothing before and nothing after."""
    jammer = replace(
        UNIT,
        id=FireUnitId("J"),
        magazines=(Magazine(interceptor_type=JAMMER.id, rounds_ready=0),),
    )
    picture = replace(
        PICTURE,
        fire_units=(UNIT, jammer),
        interceptor_types=(ROUND, JAMMER),
    )
    assert rules(picture=picture) == set()


def test_the_survivors_are_what_the_shot_leaves() -> None:
    """The leak of the plan worked out on paper."""
    assert pytest.approx(THREAT_MEUR * (1.0 - P_KILL)) == LEAK_MEUR
    assert rules_in(PICTURE) == set()
