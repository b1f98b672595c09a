"""Tracks of a situation: reported, dropped by their feed, reported killed."""

from dataclasses import replace

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.ids import TrackId
from zaslin.domain.track import Track
from zaslin.ops.situation import Situation, without


def reported(situation: Situation, reports: tuple[Track, ...]) -> Situation:
    """The latest measurement of each track; of two of one time, what came last."""
    news: dict[TrackId, Track] = {}
    for track in reports:
        known = news.get(track.id) or situation.tracks.get(track.id)
        is_late = known is not None and track.measured_at_s < known.measured_at_s
        if not is_late and track != known and _is_back(situation, track):
            news[track.id] = track
    if not news:
        return situation
    return replace(
        situation,
        tracks={**situation.tracks, **news},
        downed=without(situation.downed, news),
        dropped=without(situation.dropped, news),
    )


def _is_back(situation: Situation, track: Track) -> bool:
    """Whether a report says more than that the track was there before it went."""
    return all(
        track.id not in gone or track.measured_at_s > gone[track.id]
        for gone in (situation.downed, situation.dropped)
    )


def lost(situation: Situation, lost: tuple[TrackId, ...]) -> Situation:
    """Without these tracks; one that is not there has gone already."""
    gone = {
        name: situation.tracks[name].measured_at_s
        for name in lost
        if name in situation.tracks
    }
    if not gone:
        return situation
    return replace(
        situation,
        tracks=without(situation.tracks, gone),
        dropped={**situation.dropped, **gone},
    )


def killed(situation: Situation, pin: PinnedEngagement) -> Situation:
    """Without the track, unless it was seen after the look that saw it fall."""
    track = situation.tracks.get(pin.track)
    if track is None or track.measured_at_s > pin.assessed_s:
        return situation
    return replace(
        situation,
        tracks=without(situation.tracks, {pin.track: track}),
        downed={**situation.downed, pin.track: pin.assessed_s},
    )
