"""What a saved round is worth later, as the objective and the checker count it."""

from dataclasses import replace

import pytest

from tests.pictures import one_track_one_unit
from tests.unit.assignment.by_hand import PLAN, SHOT, UNIT, rules, rules_in, with_unit
from zaslin.assignment.check import Rule
from zaslin.assignment.plan import plan
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan

SAVED_MEUR = 0.25
LINE = "a round saved would earn 0.25 M€ later"


def saving(picture: Picture, saved_meur: float) -> Picture:
    """The picture with every round worth so much later."""
    units = tuple(
        replace(
            unit,
            magazines=tuple(
                replace(each, saved_value_meur=saved_meur) for each in unit.magazines
            ),
        )
        for unit in picture.fire_units
    )
    return replace(picture, fire_units=units)


def husbanded() -> Picture:
    """The picture worked out by hand, whose rounds are worth something later."""
    return with_unit(
        magazines=tuple(
            replace(each, saved_value_meur=SAVED_MEUR) for each in UNIT.magazines
        )
    )


def scarce_plan() -> Plan:
    """The plan worked out by hand, with its round's later worth in every figure."""
    terms = replace(PLAN.terms, rounds=PLAN.terms.rounds + SAVED_MEUR)
    line = PLAN.recommendations[0]
    assumes = (*line.assumes, LINE)
    return replace(
        PLAN,
        terms=terms,
        value=PLAN.value + SAVED_MEUR,
        recommendations=(replace(line, assumes=assumes),),
    )


def test_a_round_is_held_back_when_it_is_worth_more_later() -> None:
    """Just below what the shot averts it is launched, just above it is not."""
    picture = one_track_one_unit()
    free = plan(picture)
    best = max(shot.p_kill for shot in free.shots)
    averts_meur = best * free.threats[0].threat_value_meur
    money_meur = picture.interceptor_types[0].cost_meur

    launched = plan(saving(picture, 0.99 * averts_meur - money_meur))
    held = plan(saving(picture, 1.01 * averts_meur - money_meur))

    assert launched.shots
    assert held.shots == ()
    assert held.terms.rounds == 0.0


def test_the_rounds_term_is_money_and_scarcity() -> None:
    """Each round costs both, as often as it is needed."""
    picture = one_track_one_unit()
    saved = plan(saving(picture, SAVED_MEUR))
    spent = sum(shot.p_needed * shot.salvo_size for shot in saved.shots)

    cost_meur = picture.interceptor_types[0].cost_meur

    assert saved.terms.rounds == pytest.approx(spent * (cost_meur + SAVED_MEUR))
    assert SHOT.salvo_size == 1


def test_the_shot_says_what_the_round_would_earn() -> None:
    """In a line of its own, and only where it is worth anything."""
    picture = one_track_one_unit()

    (line, *_) = plan(saving(picture, SAVED_MEUR)).recommendations
    (plain, *_) = plan(picture).recommendations

    assert LINE in line.assumes
    assert not any("saved" in each for each in plain.assumes)


def test_the_checker_counts_scarcity_by_itself() -> None:
    """The plan worked out by hand passes with it and fails without."""
    assert rules(scarce_plan(), picture=husbanded()) == set()
    assert rules_in(husbanded()) == {Rule.TERMS, Rule.VALUE, Rule.RECOMMENDATION}


def test_the_checker_rejects_scarcity_that_the_picture_does_not_hold() -> None:
    """A plan may not make rounds dearer than they are."""
    assert rules(scarce_plan()) == {Rule.TERMS, Rule.VALUE, Rule.RECOMMENDATION}


def test_a_dear_round_is_a_reason_to_stay_silent() -> None:
    """The plan without shots says that nothing is worth a round, and passes."""
    silent = plan(saving(one_track_one_unit(), 1.0e5))

    assert [each.reason.value for each in silent.not_engaged] == ["not_worth_a_round"]
