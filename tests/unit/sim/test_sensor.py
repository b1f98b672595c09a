"""Tracks are what a network would see: uncertain, honest, and without the truth."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.sim.test_raid import BIG, PROFILE
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity
from zaslin.sim.profile import Span
from zaslin.sim.raid import CLASSES
from zaslin.sim.sensor import as_mapping, covered, estimate, tracks_at

AT_S = 1_757_214_000.0  # 2025-09-07 03:00 UTC
SEEN = BIG.airborne(AT_S)
BELIEVED = estimate(BIG, PROFILE.sensor, PROFILE.identity, np.random.default_rng(5))
TRACKS = tracks_at(BIG, BELIEVED, SEEN, AT_S, "officer")


def test_one_track_per_object_seen() -> None:
    """No object twice, none left out, and no track of what is not there."""
    assert len(TRACKS) == np.count_nonzero(SEEN)
    assert len({track.id for track in TRACKS}) == len(TRACKS)


def test_track_numbers_tell_nothing() -> None:
    """They are a permutation: order in the raid would give the class away."""
    assert sorted(BELIEVED.number) == list(range(1, len(BIG) + 1))
    assert list(BELIEVED.number) != sorted(BELIEVED.number)
    assert [track.id for track in TRACKS] == sorted(track.id for track in TRACKS)


def test_decoy_probabilities_are_calibrated() -> None:
    """Among objects believed to be decoys with p, a share p is (forty looks)."""
    p_decoy = np.concatenate(
        [
            estimate(
                BIG, PROFILE.sensor, PROFILE.identity, np.random.default_rng(seed)
            ).p_decoy
            for seed in range(40)
        ]
    )
    is_decoy = np.tile(BIG.is_decoy, 40)
    drones = p_decoy > 0.0
    for low in (0.1, 0.3, 0.5, 0.7):
        rows = drones & (p_decoy >= low) & (p_decoy < low + 0.2)
        assert np.mean(is_decoy[rows]) == pytest.approx(
            np.mean(p_decoy[rows]), abs=0.08
        )


def test_decoys_are_never_certain_nor_labelled() -> None:
    """A decoy is a probability on a track."""
    drones = BIG.class_index == 0
    doubtful = (BELIEVED.p_decoy > 0.0) & (BELIEVED.p_decoy < 1.0)

    assert np.all(doubtful[drones])
    assert np.all(BELIEVED.p_decoy[~drones] == 0.0)


def test_classes_are_mostly_right_and_not_always_sure() -> None:
    """Imperfect class probabilities, with the truth ahead nearly always."""
    right = np.argmax(BELIEVED.p_class, axis=1) == BIG.class_index
    sure = BELIEVED.p_class.max(axis=1)

    assert np.mean(right) > 0.95
    assert sure.min() < 0.95
    np.testing.assert_allclose(BELIEVED.p_class.sum(axis=1), 1.0)


def test_errors_match_the_stated_sigma() -> None:
    """Reported position less truth, in units of its sigma, is a unit normal."""
    by_id = {f"T{number:04d}": row for row, number in enumerate(BELIEVED.number)}
    misses = []
    for track in TRACKS:
        row = by_id[track.id]
        elapsed_s = np.full(len(BIG), track.measured_at_s) - BIG.launched_s
        true_m, _ = BIG.routes.at(elapsed_s)
        miss_m = np.array([track.position.east_m, track.position.north_m]) - true_m[row]
        misses.append(miss_m / track.position_sigma_m)

    assert np.std(misses) == pytest.approx(1.0, abs=0.1)


def test_hostile_tracks_are_uncrewed_and_named_by_an_authority() -> None:
    """And those not yet declared hostile carry no identification."""
    for track in TRACKS:
        assert track.crew is Crew.UNCREWED
        assert (track.identification is not None) == (
            track.identity is StandardIdentity.HOSTILE
        )
    methods = {track.identification.method for track in TRACKS if track.identification}
    assert methods == set(IdentificationMethod)


def test_some_are_stale_and_some_have_lapsed() -> None:
    """With certainty if the profile says so."""
    sensor = replace(PROFILE.sensor, p_stale=1.0)
    identity = replace(PROFILE.identity, p_lapsed=1.0, p_unidentified=0.0)
    believed = estimate(BIG, sensor, identity, np.random.default_rng(5))

    tracks = tracks_at(BIG, believed, SEEN, AT_S, "officer")

    old = [track for track in tracks if AT_S - track.measured_at_s > 60.0]
    # Objects launched a moment ago cannot be stale yet.
    assert len(old) > 0.95 * len(tracks)
    for track in tracks:
        assert track.identification is not None
        assert track.identification.expires_s < AT_S


def test_nothing_is_measured_before_its_launch_or_after_now() -> None:
    """Even if the drawn age would say so."""
    moment_s = float(np.sort(BIG.launched_s)[400]) + 1.0
    tracks = tracks_at(BIG, BELIEVED, BIG.airborne(moment_s), moment_s, "officer")
    first_s = {
        f"T{number:04d}": launched_s
        for number, launched_s in zip(BELIEVED.number, BIG.launched_s, strict=True)
    }

    for track in tracks:
        assert first_s[track.id] - 0.1 <= track.measured_at_s <= moment_s


def test_coverage_is_a_distance_to_any_city() -> None:
    """Inside of one is enough."""
    centres_m = np.array([[0.0, 0.0], [100_000.0, 0.0]])
    points_m = np.array([[9_000.0, 0.0], [50_000.0, 0.0], [100_000.0, 10_000.0]])

    assert covered(points_m, centres_m, 10_000.0).tolist() == [True, False, True]


@pytest.mark.parametrize("seed", range(20))
def test_rounded_probabilities_still_sum_to_one(seed: int) -> None:
    """To three decimals, with what rounding left over given to the largest."""
    shares = np.random.default_rng(seed).dirichlet(np.full(len(CLASSES), 0.3))

    mapping = as_mapping(shares)

    assert sum(mapping.values()) == pytest.approx(1.0, abs=1e-12)
    assert all(0.0 < share <= 1.0 for share in mapping.values())


def test_no_evidence_leaves_the_prior() -> None:
    """A sensor that sees nothing knows the night's figures and no more."""
    blind = replace(
        PROFILE.sensor, class_evidence=Span(0.0, 0.0), decoy_evidence=Span(0.0, 0.0)
    )
    believed = estimate(BIG, blind, PROFILE.identity, np.random.default_rng(5))

    np.testing.assert_allclose(believed.p_decoy, BIG.decoy_prior)
    assert len(np.unique(believed.p_class.round(12), axis=0)) == 1
