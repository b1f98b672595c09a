"""Each track against each inventory: the best shot, or the reason there is none."""

from dataclasses import replace

import numpy as np
import pytest

from tests.pictures import (
    all_friendly,
    empty_magazines,
    empty_sky,
    hold,
    hostile,
    mixed_types,
    one_track_one_unit,
    saturated,
    with_forecast,
    with_pins_and_shown,
)
from tests.unit.assignment.by_hand import (
    COST_MEUR,
    P_AVAILABLE,
    PARAMS,
    PICTURE,
    THREAT_MEUR,
)
from zaslin.assignment.score import score
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode


def test_every_track_meets_every_mount_once() -> None:
    """A position is a mount of its own; refused tracks come last."""
    scores = score(mixed_types())

    mounts = 5  # missile, gun here, gun in the east, drones, jammer
    assert len(scores) == 5 * mounts
    tracks = list(dict.fromkeys(each.track for each in scores))
    assert sorted(tracks) == ["T1", "T2", "T3", "T4", "T5"]
    assert tracks[-1] == "T5"
    assert len(
        {(s.track, s.fire_unit, s.position, s.interceptor_type) for s in scores}
    ) == len(scores)


def test_each_score_has_a_shot_or_a_reason() -> None:
    """Exactly one of them."""
    for picture in (mixed_types(), saturated(), with_pins_and_shown()):
        for each in score(picture):
            assert (each.best is None) is not (each.reason is None)


def test_refused_tracks_carry_the_filters_reason() -> None:
    """Against every inventory the same."""
    assert {each.reason for each in score(mixed_types()) if each.track == "T5"} == {
        ReasonCode.IDENTIFY_UNKNOWN
    }
    reasons = {each.reason for each in score(all_friendly())}
    assert reasons == {
        ReasonCode.FRIEND,
        ReasonCode.ASSUMED_FRIEND,
        ReasonCode.NEUTRAL,
        ReasonCode.CIVIL,
        ReasonCode.CREWED,
        ReasonCode.POSSIBLY_CREWED,
    }


@pytest.mark.parametrize(
    ("picture", "reason"),
    [(hold(), ReasonCode.WEAPONS_HOLD), (empty_magazines(), ReasonCode.NO_ROUNDS)],
    ids=["hold", "empty magazines"],
)
def test_what_cannot_fire_says_so_for_every_track(
    picture: Picture, reason: ReasonCode
) -> None:
    """No shot anywhere."""
    scores = score(picture)

    assert len(scores) == 24
    assert {each.reason for each in scores} == {reason}


def test_an_empty_sky_scores_nothing() -> None:
    """Nor does a picture without units."""
    assert score(empty_sky()) == ()
    assert score(replace(one_track_one_unit(), fire_units=())) == ()


def test_forecast_tracks_are_not_scored() -> None:
    """They are nobody's to engage yet; but they compete in the prices."""
    tracks = {each.track for each in score(with_forecast())}

    assert tracks == {"T1", "T2", "T3", "T4", "T5"}


def test_the_best_shot_is_the_one_on_paper() -> None:
    """With rounds to spare the price is nothing, and the best salvo nets most."""
    best = score(PICTURE, replace(PARAMS, starts_per_window=1))[0].best

    assert best is not None
    p_kill = P_AVAILABLE * 0.84
    assert best.salvo_size == 2
    assert best.launch_s == PICTURE.now_s + 10.0
    assert best.p_available == pytest.approx(P_AVAILABLE)
    assert (best.pk_low, best.pk_planned, best.pk_high) == pytest.approx(
        (P_AVAILABLE * 0.5, P_AVAILABLE * 0.6, P_AVAILABLE * 0.7)
    )
    assert best.damage_averted_meur == pytest.approx(THREAT_MEUR * p_kill)
    assert best.cost_meur == pytest.approx(2.0 * COST_MEUR + 0.1 * p_kill)
    assert best.price_meur == pytest.approx(0.0, abs=1e-9)
    assert best.net_gain_meur == pytest.approx(
        best.damage_averted_meur - best.cost_meur - best.price_meur
    )


def test_figures_are_consistent_wherever_there_is_a_shot() -> None:
    """Net gain is what it says, pks are in order, launches lie in their windows."""
    for picture in (saturated(), with_pins_and_shown()):
        for each in score(picture):
            if each.best is None:
                continue
            best = each.best
            net = best.damage_averted_meur - best.cost_meur - best.price_meur
            assert best.net_gain_meur == pytest.approx(net)
            assert 0.0 <= best.pk_low <= best.pk_planned <= best.pk_high
            assert best.pk_high <= best.p_available <= 1.0
            assert best.window_opens_s <= best.launch_s <= best.window_closes_s
            assert best.price_meur >= 0.0


def test_scarce_rounds_have_a_price() -> None:
    """Twelve tracks for eight rounds: every shot pays for what it takes from others."""
    prices = [each.best.price_meur for each in score(saturated()) if each.best]

    assert min(prices) > 0.0


def test_a_pinned_track_is_scored_at_what_is_left_of_it() -> None:
    """A fifth of its value, after the look."""
    pinned = with_pins_and_shown()
    free = replace(pinned, control=replace(pinned.control, pinned=()))

    def averted(picture: Picture) -> float:
        return max(
            each.best.damage_averted_meur / each.best.pk_planned
            for each in score(picture)
            if each.best and each.track == "T1"
        )

    assert averted(pinned) < 0.5 * averted(free)


def test_tracks_come_by_their_value() -> None:
    """Worth most first."""
    tracks = tuple(
        replace(hostile(f"T{n}", east_m=100.0 * n), p_decoy=0.2 * n)
        for n in (3, 1, 4, 0)
    )
    scores = score(replace(one_track_one_unit(), tracks=tracks))

    assert [each.track for each in scores] == ["T0", "T1", "T3", "T4"]
    assert all(np.isfinite(each.best.net_gain_meur) for each in scores if each.best)
