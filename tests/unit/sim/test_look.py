"""What is believed about an object is honest, and says nothing that is not believed."""

from dataclasses import fields, replace

import numpy as np
import pytest

from tests.closed_loop import PERFECT, parallel_raid
from zaslin.domain.track import Crew, IdentificationMethod, StandardIdentity
from zaslin.sim.look import Look, bystander_looks, echo_looks, raid_looks
from zaslin.sim.profile import Span
from zaslin.sim.raid import Raid
from zaslin.sim.scenario import Surveillance
from zaslin.sim.traffic import other_tracks

USUAL = Surveillance()
COUNT = 4000


def _raid(p_decoy: float = 0.3) -> Raid:
    decoys = np.flatnonzero(np.random.default_rng(8).random(COUNT) < p_decoy)
    return parallel_raid(COUNT, p_decoy=p_decoy, decoys=decoys.tolist())


RAID = _raid()
LOOKS = raid_looks(RAID, USUAL, np.random.default_rng(5))


def test_of_those_said_to_be_decoys_with_p_a_share_p_is() -> None:
    """Calibration in five bins, each within four standard errors."""
    p_decoy = np.array([look.p_decoy for look in LOOKS])
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        rows = (p_decoy >= low) & (p_decoy < low + 0.2)
        count = np.count_nonzero(rows)
        tolerance = 4.0 * 0.5 / np.sqrt(count)
        assert count > 20
        assert RAID.is_decoy[rows].mean() == pytest.approx(
            p_decoy[rows].mean(), abs=tolerance
        )


def test_calibration_is_broken_by_turning_beliefs_round() -> None:
    """The test above notices what it is for."""
    p_decoy = 1.0 - np.array([look.p_decoy for look in LOOKS])
    rows = p_decoy >= 0.8

    assert abs(RAID.is_decoy[rows].mean() - p_decoy[rows].mean()) > 0.4


def test_a_look_holds_no_truth() -> None:
    """Beliefs, sigmas, times; altitude is measured; nothing says decoy or class."""
    assert {each.name for each in fields(Look)} == {
        "altitude_m",
        "position_sigma_m",
        "velocity_sigma_mps",
        "at_first",
        "settled",
        "identify_s",
        "class_probabilities",
        "method",
        "crew",
        "civil",
        "p_decoy",
    }
    assert all(0.0 < look.p_decoy < 1.0 for look in LOOKS)


def test_identification_goes_as_often_wrong_as_stated() -> None:
    """2 % never identified, 70 % of the others positively: four standard errors."""
    hostile = [look for look in LOOKS if look.settled is StandardIdentity.HOSTILE]
    positive = [look.method is IdentificationMethod.POSITIVE for look in hostile]
    doubtful = [look for look in LOOKS if look.settled is not StandardIdentity.HOSTILE]

    assert len(doubtful) / COUNT == pytest.approx(0.02, abs=0.009)
    assert np.mean(positive) == pytest.approx(0.7, abs=0.03)
    assert all(look.method is not None for look in hostile)
    assert {(look.settled, look.method) for look in doubtful} == {
        (StandardIdentity.UNKNOWN, None),
        (StandardIdentity.SUSPECT, None),
    }
    assert {look.at_first for look in LOOKS} == {
        StandardIdentity.PENDING,
        StandardIdentity.UNKNOWN,
    }


def test_times_and_sigmas_are_within_their_spans() -> None:
    """Uniformly, so the mean is in the middle."""
    wait_s = np.array([look.identify_s for look in LOOKS])
    sigma_m = np.array([look.position_sigma_m for look in LOOKS])

    assert wait_s.min() >= 20.0
    assert wait_s.max() <= 120.0
    assert wait_s.mean() == pytest.approx(70.0, abs=2.0)
    assert sigma_m.min() >= 40.0
    assert sigma_m.max() <= 200.0
    assert sigma_m.mean() == pytest.approx(120.0, abs=3.0)


def test_echoes_look_like_drones_and_are_identified_as_often() -> None:
    """Which is why they can cost rounds."""
    looks = echo_looks(np.full(COUNT, 500.0), RAID, USUAL, np.random.default_rng(6))
    hostile = np.mean([look.settled is StandardIdentity.HOSTILE for look in looks])
    likely = [max(look.class_probabilities.values()) for look in looks]

    assert hostile == pytest.approx(0.98, abs=0.009)
    assert all(look.crew is Crew.UNCREWED and not look.civil for look in looks)
    assert np.mean([look.p_decoy for look in looks]) == pytest.approx(0.3, abs=0.02)
    assert np.mean(likely) > 0.9


def test_echoes_need_no_raid() -> None:
    """They come without one, too."""
    nobody = RAID.only(np.zeros(COUNT, dtype=bool))

    looks = echo_looks(np.full(3, 500.0), nobody, USUAL, np.random.default_rng(6))

    assert len(looks) == 3
    assert all(look.p_decoy == 0.0 for look in looks)


def test_bystanders_are_known_from_the_first_report() -> None:
    """And never become anything else."""
    tracks = other_tracks(
        12, 1, np.zeros((1, 2)), 1000.0, 0.0, np.random.default_rng(3)
    )
    looks = bystander_looks(tracks, USUAL, np.random.default_rng(3))

    for track, look in zip(tracks, looks, strict=True):
        assert look.at_first is look.settled is track.identity
        assert (look.crew, look.civil) == (track.crew, track.civil)
        assert look.method is None


def test_a_perfect_watch_believes_the_truth() -> None:
    """Evidence without end leaves no doubt about decoys."""
    sure = replace(PERFECT, decoy_evidence=Span(20.0, 20.0))

    looks = raid_looks(RAID, sure, np.random.default_rng(5))

    assert [look.p_decoy > 0.5 for look in looks] == RAID.is_decoy.tolist()
