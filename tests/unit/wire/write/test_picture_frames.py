"""A picture written once: deltas from anywhere come to the same as the whole."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.pictures import FREE, hostile, missile_unit, saturated
from zaslin.domain.control import ForbiddenPairing, WeaponsControlStatus
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.track import StandardIdentity
from zaslin.wire.write.picture_frames import PictureFrames


class Screen:
    """What a console has, laid together from documents."""

    def __init__(self) -> None:
        self.version = -1
        self.tracks: dict[str, Any] = {}
        self.units: Any = None
        self.control: Any = None

    def take(self, document: bytes) -> None:
        """Lay a document over what is there."""
        data = json.loads(document)
        if data["schema"] == "zaslin/live-picture/1":
            self.tracks = {}
            self.units, self.control = data["fire_units"], data["control"]
        else:
            assert data["since"] <= self.version
            self.units = data["fire_units"] or self.units
            self.control = data["control"] or self.control
            for name in data["gone"]:
                self.tracks.pop(name, None)
        self.tracks |= {track["id"]: track for track in data["tracks"]}
        self.version = data["version"]

    def shows(self, frames: PictureFrames) -> bool:
        """Whether it shows what the whole picture says."""
        whole = Screen()
        whole.take(frames.snapshot())
        return vars(self) == vars(whole)


def frames(history: int = 256) -> PictureFrames:
    """Of the live desk."""
    return PictureFrames("live", "live", PlanParams(), history=history)


def changed(picture: Picture, rng: np.random.Generator) -> Picture:
    """The picture with something else in it, or later."""
    tracks = list(picture.tracks)
    match int(rng.integers(6)):
        case 0 if tracks:
            del tracks[int(rng.integers(len(tracks)))]
        case 1:
            name = f"N{int(rng.integers(8))}"
            tracks = [each for each in tracks if each.id != name]
            tracks.append(hostile(name, east_m=float(rng.integers(9_000))))
        case 2 if tracks:
            place = int(rng.integers(len(tracks)))
            tracks[place] = replace(tracks[place], identity=StandardIdentity.FRIEND)
        case 3 if tracks:
            forbidden = (ForbiddenPairing(track=tracks[0].id),)
            control = replace(picture.control, forbidden=forbidden)
            return replace(picture, control=control)
        case 4:
            status = WeaponsControlStatus(("free", "tight", "hold")[rng.integers(3)])
            control = replace(FREE, weapons_control=status)
            unit = missile_unit("U1", rounds=1 + int(rng.integers(4)))
            return replace(picture, control=control, fire_units=(unit,))
        case _:
            return replace(picture, now_s=picture.now_s + 40.0)
    return replace(picture, tracks=tuple(tracks))


def followed(written: PictureFrames, seed: int, steps: int = 60) -> list[bool]:
    """Whether readers of every pace show the right thing in the end."""
    rng = np.random.default_rng(seed)
    picture = saturated()
    screens = [Screen() for _ in range(5)]
    right = []
    for step in range(steps):
        written.advance(3 * step, picture)
        for pace, screen in enumerate(screens, 1):
            if step % (pace * pace):
                continue
            since = written.since(screen.version) if screen.version >= 0 else None
            screen.take(since or written.snapshot())
            right.append(screen.shows(written))
        picture = changed(picture, rng)
    return right


@pytest.mark.parametrize("seed", range(12))
def test_deltas_from_anywhere_come_to_the_whole_picture(seed: int) -> None:
    """For readers who keep up, and for those who read only now and then."""
    assert all(followed(frames(), seed))


@pytest.mark.parametrize("seed", range(4))
def test_who_was_away_too_long_gets_the_whole_picture(seed: int) -> None:
    """A short memory costs bytes, and is never wrong."""
    assert all(followed(frames(history=4), seed))


class Forgetful(PictureFrames):
    """The planted fault: what has gone is told only to those who were just there."""

    def since(self, version: int) -> bytes | None:
        """As it should be, without older departures."""
        document = super().since(version)
        if document is None or version == self.version:
            return document
        data = json.loads(document)
        return json.dumps({**data, "gone": data["gone"][:1]}).encode()


def test_a_departure_that_is_not_told_would_be_noticed() -> None:
    """So the test above can fail."""
    outcomes = [
        followed(Forgetful("live", "live", PlanParams()), seed) for seed in range(12)
    ]

    assert not all(all(right) for right in outcomes)


def test_what_has_not_changed_is_not_written_again() -> None:
    """The delta of a picture that is only later is empty, but for its time."""
    written, picture = frames(), saturated()
    written.advance(1, picture)
    written.advance(2, replace(picture, now_s=picture.now_s + 1.0))

    delta = json.loads(written.since(1) or b"")

    assert (delta["tracks"], delta["gone"]) == ([], [])
    assert delta["fire_units"] is delta["control"] is None


def test_a_track_that_grows_stale_is_news() -> None:
    """Nobody reported it; what may be done about it is another thing."""
    written, picture = frames(), saturated()
    written.advance(1, picture)
    written.advance(2, replace(picture, now_s=picture.now_s + 100.0))

    delta = json.loads(written.since(1) or b"")

    assert {track["refusal"] for track in delta["tracks"]} == {"stale"}
    assert len(delta["tracks"]) == len(picture.tracks)


def test_an_older_board_than_the_last_changes_nothing() -> None:
    """Two threads may come the other way round."""
    written, picture = frames(), saturated()
    written.advance(5, picture)
    written.advance(4, replace(picture, tracks=()))

    assert written.version == 5
    assert len(json.loads(written.snapshot())["tracks"]) == 12


def test_there_is_nothing_before_the_first_picture() -> None:
    """Whoever asks too early is told so."""
    with pytest.raises(ValueError, match="no picture yet"):
        frames().snapshot()


def test_a_declared_identity_says_that_a_person_declared_it() -> None:
    """And not a feed."""
    written, picture = frames(), saturated()
    written.advance(1, picture, declared={TrackId("T01")})

    tracks = {t["id"]: t for t in json.loads(written.snapshot())["tracks"]}

    assert tracks["T01"]["identification"]["declared"] is True
    assert tracks["T02"]["identification"]["declared"] is False
