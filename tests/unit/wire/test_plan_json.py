"""Plans as documents."""

import json
from dataclasses import fields, replace
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import jsonschema
import numpy as np
import pytest

from tests import pictures
from zaslin.domain import plan as domain
from zaslin.domain.ids import CURRENT_POSITION, AssetId, FireUnitId, PositionId, TrackId
from zaslin.domain.plan import (
    Alternative,
    AssetOutlook,
    AssetThreat,
    BoundCovers,
    Leaker,
    NotEngaged,
    Plan,
    Posture,
    Recommendation,
    RoundPrice,
    Shot,
    SlotPrice,
    StockAfter,
    Terms,
    Threat,
    Times,
    WithdrawnPin,
)
from zaslin.domain.reason import REASON_TEXT, ReasonCode
from zaslin.domain.space import Position
from zaslin.wire.form import plan as wire
from zaslin.wire.plan_json import encode, plan_schema

VALIDATOR = jsonschema.Draft202012Validator(
    plan_schema(), format_checker=jsonschema.FormatChecker()
)
PICTURE = pictures.mixed_types()
NOW_S = pictures.NOW_S
NOW = "2025-09-06T23:06:40.000Z"
EAST = PositionId("east")
GUN, MISSILE_UNIT = FireUnitId("gun"), FireUnitId("missile")
FIRST, SECOND = TrackId("T1"), TrackId("T2")

SHOT = Shot(
    track=FIRST,
    fire_unit=GUN,
    position=EAST,
    interceptor_type=pictures.GUN_ROUND.id,
    salvo_size=2,
    launch_s=NOW_S + 310.0,
    intercept_s=NOW_S + 317.1254,
    assessed_s=NOW_S + 327.0,
    intercept_at=Position(5_100.0, 2_300.0, 800.0),
    stage=1,
    p_needed=1.0,
    p_available=0.9,
    pk_low=0.3,
    pk_planned=0.45,
    pk_high=0.55,
    p_kill=0.64,
    debris_meur=0.01,
)
OTHER = Alternative(
    fire_unit=MISSILE_UNIT,
    position=CURRENT_POSITION,
    interceptor_type=pictures.MISSILE.id,
    salvo_size=1,
    launch_s=NOW_S + 200.0,
    pk_planned=0.8,
    difference_meur=0.7,
)
LINE = Recommendation(
    shot=SHOT,
    firm=True,
    window_opens_s=NOW_S + 300.0,
    window_closes_s=NOW_S + 340.0,
    last_order_s=NOW_S + 332.0,
    damage_averted_meur=9.5,
    price_meur=0.2,
    refusal_meur=1.5,
    replacement=OTHER,
    alternatives=(OTHER,),
    assumes=("pk at the middle of its range",),
)
PLAN = Plan(
    revision=PICTURE.revision,
    made_at_s=NOW_S,
    method="prices",
    value=4.0,
    bound=3.0,
    bound_covers=BoundCovers(starts_per_window=6),
    bound_all_launches=2.5,
    undefended=23.0,
    forecast_leak_meur=0.0,
    terms=Terms(leaked_damage=3.0, rounds=0.5, debris=0.25, plan_change=0.25),
    shots=(SHOT,),
    recommendations=(LINE, replace(LINE, firm=False, replacement=None)),
    not_engaged=(
        NotEngaged(
            track=TrackId("T5"),
            reason=ReasonCode.IDENTIFY_UNKNOWN,
            text=REASON_TEXT[ReasonCode.IDENTIFY_UNKNOWN],
            threat_value_meur=0.0,
            expected_leak_meur=0.0,
        ),
    ),
    leakers=(
        Leaker(
            track=FIRST,
            p_leak=0.36,
            expected_leak_meur=2.0,
            likely_asset=AssetId("A1"),
            time_to_impact_s=300.0,
        ),
        Leaker(
            track=SECOND,
            p_leak=1.0,
            expected_leak_meur=1.0,
            likely_asset=None,
            time_to_impact_s=None,
        ),
    ),
    threats=(
        Threat(
            track=FIRST,
            threat_value_meur=11.0,
            p_decoy=0.4,
            lethality=1.0,
            p_no_asset=0.1,
            assets=(
                AssetThreat(
                    asset=AssetId("A1"),
                    p_asset=0.9,
                    priority=1.0,
                    damage_meur=20.0,
                    contribution_meur=10.8,
                    time_to_impact_s=360.0,
                ),
            ),
            other_assets_meur=0.2,
            time_to_impact_s=None,
        ),
    ),
    assets=(
        AssetOutlook(
            asset=AssetId("A1"),
            damage_undefended_meur=20.0,
            damage_expected_meur=2.0,
            undefendable_at_s=NOW_S + 350.0,
        ),
        AssetOutlook(
            asset=AssetId("A2"),
            damage_undefended_meur=0.0,
            damage_expected_meur=0.0,
            undefendable_at_s=None,
        ),
    ),
    stock_after=(
        StockAfter(
            fire_unit=GUN,
            interceptor_type=pictures.GUN_ROUND.id,
            rounds_before=8,
            rounds_committed=2,
            rounds_expected=2.0,
            rounds_for_forecast=0,
            min_reserve=0,
            rounds_after=6,
        ),
    ),
    prices=(
        RoundPrice(
            fire_unit=GUN,
            position=EAST,
            interceptor_type=pictures.GUN_ROUND.id,
            price_meur=0.1,
        ),
    ),
    slot_prices=(
        SlotPrice(
            fire_unit=GUN,
            position=EAST,
            interceptor_type=None,
            starts_s=NOW_S + 310.0,
            price_meur=0.05,
        ),
    ),
    postures=(Posture(fire_unit=GUN, position=EAST),),
    held_for_forecast=(replace(SHOT, track=TrackId("G1"), p_needed=0.25),),
    withdrawn=(
        WithdrawnPin(
            track=SECOND,
            fire_unit=MISSILE_UNIT,
            launched=False,
            reason=ReasonCode.CIVIL,
            text=REASON_TEXT[ReasonCode.CIVIL],
        ),
    ),
    times=Times(compile_s=0.01, total_s=0.2),
)


def document(plan: Plan = PLAN) -> Any:
    """The plan's document, read with other code than wrote it."""
    return json.loads(encode(plan, PICTURE))


def test_a_plan_is_advice() -> None:
    """Every document says so, in the same words, next to its schema's name."""
    written = document()

    assert written["schema"] == "zaslin/plan/1"
    assert written["advice"] == ("ADVICE ONLY. NOTIONAL DATA. A named person decides.")


def test_the_document_follows_the_published_schema() -> None:
    """A stranger's validator accepts it, and the schema is one."""
    jsonschema.Draft202012Validator.check_schema(plan_schema())
    VALIDATOR.validate(document())


def test_an_empty_plan_follows_the_published_schema() -> None:
    """Nothing to do is a plan, too."""
    lists = (
        "shots", "recommendations", "not_engaged", "leakers", "threats", "assets",
        "stock_after", "prices", "slot_prices", "postures", "held_for_forecast",
        "withdrawn",
    )  # fmt: skip
    empty = replace(PLAN, **dict.fromkeys(lists, ()))  # type: ignore[arg-type]

    VALIDATOR.validate(document(empty))


def test_the_schema_demands_every_field() -> None:
    """A reader need not ask whether a field is there."""
    for key in document():
        short = document()
        del short[key]
        assert not VALIDATOR.is_valid(short), key


def test_value_bound_gap_and_terms_are_on_top() -> None:
    """The proof in numbers."""
    written = document()

    assert written["value"] == 4.0
    assert written["bound"] == 3.0
    assert written["gap"] == 0.25
    assert written["bound_covers"] == {"starts_per_window": 6, "policies": "staged"}
    assert written["bound_all_launches"] == 2.5
    assert written["averted_share"] == 0.95
    assert written["undefended"] == 23.0
    assert sum(written["terms"].values()) == written["value"]
    assert written["times"]["compile_s"] == 0.01
    assert written["made_at"] == NOW
    assert written["revision"] == PICTURE.revision


def test_a_recommendation_is_one_flat_line() -> None:
    """Who, at what, with what, from where, from when until when, what it buys."""
    line = document()["recommendations"][0]

    assert (line["track"], line["fire_unit"], line["position"]) == ("T1", "gun", "east")
    assert line["firm"] is True
    assert line["launch"] == "2025-09-06T23:11:50.000Z"
    assert line["intercept"] == "2025-09-06T23:11:57.125Z"
    assert line["window"] == {
        "opens": "2025-09-06T23:11:40.000Z",
        "closes": "2025-09-06T23:12:20.000Z",
    }
    assert line["last_order"] == "2025-09-06T23:12:12.000Z"
    assert line["damage_averted_meur"] == 9.5
    assert line["replacement"]["launch"] == "2025-09-06T23:10:00.000Z"
    assert line["alternatives"][0]["difference_meur"] == 0.7
    assert line["assumes"] == ["pk at the middle of its range"]
    assert document()["recommendations"][1]["replacement"] is None


def test_places_are_in_degrees() -> None:
    """The gun group stands 5.3 km east and 1.5 km north of 50° N 30° E."""
    line = document()["recommendations"][0]

    assert line["launch_from"]["latitude_deg"] == pytest.approx(50.0135, abs=1e-3)
    assert line["launch_from"]["longitude_deg"] == pytest.approx(30.074, abs=1e-3)
    assert line["intercept_at"]["altitude_m"] == 800.0
    assert document()["postures"][0]["place"] == line["launch_from"]


def test_what_is_unknown_is_null() -> None:
    """Never a made-up number."""
    written = document()

    assert written["leakers"][1]["likely_asset"] is None
    assert written["leakers"][1]["time_to_impact_s"] is None
    assert written["assets"][1]["undefendable_at"] is None
    assert written["slot_prices"][0]["interceptor_type"] is None


def test_the_same_plan_gives_the_same_bytes() -> None:
    """On one line, as a message in a stream of them."""
    assert encode(PLAN, PICTURE) == encode(replace(PLAN), PICTURE)
    assert encode(PLAN, PICTURE).count(b"\n") == 1


def test_a_numpy_number_is_a_number() -> None:
    """What comes out of an array must not spoil the document at the last step."""
    plan = replace(PLAN, value=np.float64(4.0))

    assert encode(plan, PICTURE) == encode(PLAN, PICTURE)
    with pytest.raises(TypeError, match="object has no place in a plan document"):
        encode(replace(PLAN, method=object()), PICTURE)  # type: ignore[arg-type]


def test_a_plan_for_another_revision_is_refused() -> None:
    """Its places would be those of another picture."""
    with pytest.raises(ValueError, match="plan is for revision 9; accepted: 1"):
        encode(replace(PLAN, revision=9), PICTURE)


def plain(kind: Any) -> Any:
    """A type without annotations and new names; alternatives as a set."""
    if get_origin(kind) is Annotated:
        return plain(get_args(kind)[0])
    if isinstance(kind, NewType):
        return plain(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        return frozenset(plain(each) for each in get_args(kind))
    return kind


@pytest.mark.parametrize(
    "name",
    [
        "Plan", "Recommendation", "Shot", "Alternative", "NotEngaged", "Leaker",
        "AssetThreat", "Threat", "AssetOutlook", "StockAfter", "RoundPrice",
        "SlotPrice", "Posture", "WithdrawnPin", "Terms", "Times",
    ],
)  # fmt: skip
def test_the_document_has_the_types_of_the_domain(name: str) -> None:
    """A field that becomes a fraction, or unknown, must do so in the schema as well."""
    known = get_type_hints(getattr(domain, name))
    written = get_type_hints(getattr(wire, name), include_extras=True)
    simple = {int, float, bool, str, frozenset({float, NoneType})}
    elsewhere = {"window_opens_s": "window", "window_closes_s": "window"}

    for field in fields(getattr(domain, name)):
        if field.name in {"shot", "shots"}:
            continue  # Its fields are those of the line itself.
        same = field.name in written
        place = elsewhere.get(field.name, field.name.removesuffix("_s"))
        assert same or place in written, field.name
        kind = plain(known[field.name])
        if same and kind in simple:
            assert plain(written[field.name]) == kind, field.name
