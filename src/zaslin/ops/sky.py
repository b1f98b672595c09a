"""Tracks of a situation: reported, declared, dropped by their feed, reported killed."""

from collections.abc import Mapping
from dataclasses import replace

from zaslin.domain.control import PinnedEngagement
from zaslin.domain.event import Identified
from zaslin.domain.ids import TrackId
from zaslin.domain.track import Track
from zaslin.ops.identity import accuses, is_lapsed, protection
from zaslin.ops.situation import Situation, without

_A_DAY_S = 86_400.0


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
        identified=_not_disproved(situation.identified, news),
    )


def identified(situation: Situation, said: Identified, at_s: float) -> Situation:
    """With what a person declares of a track, in the place of what was declared before.

    A declaration that no report could ever let count is refused, so that whoever makes
    it is told.
    """
    track = situation.tracks.get(said.track)
    if track is None:
        raise ValueError(
            f"identification of track {said.track!r}; accepted: one of the "
            f"{len(situation.tracks)} tracks of the picture"
        )
    if is_lapsed(said, at_s):
        raise ValueError(
            f"identification of track {said.track!r} expires at {said.expires_s} s; "
            f"accepted: later than now, {at_s} s"
        )
    evidence = protection(track)
    if accuses(said) and evidence is not None:
        raise ValueError(
            f"identification of track {said.track!r} is {said.identity}, and there is "
            f"evidence against it: {evidence}; accepted: an identity that is not "
            "hostile or suspect"
        )
    return replace(situation, identified={**situation.identified, said.track: said})


def _not_disproved(
    declared: Mapping[TrackId, Identified], news: Mapping[TrackId, Track]
) -> Mapping[TrackId, Identified]:
    """Without declarations of hostility that a report speaks against.

    They do not come back with the next report that is silent on it.
    """
    wrong = {
        name: said
        for name, said in declared.items()
        if name in news and accuses(said) and protection(news[name]) is not None
    }
    return without(declared, wrong)


def _forgotten(
    situation: Situation, gone: Mapping[TrackId, object]
) -> Mapping[TrackId, Identified]:
    """Without declarations of hostility on tracks that have gone.

    What comes back under the name may be another object; that it is a friend is held
    on to until the declaration lapses.
    """
    if not situation.identified:
        return situation.identified
    return without(
        situation.identified,
        {
            name: said
            for name, said in situation.identified.items()
            if name in gone and accuses(said)
        },
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
        downed=_recent(situation.downed, situation.at_s),
        dropped={**_recent(situation.dropped, situation.at_s), **gone},
        identified=_forgotten(situation, gone),
    )


def _recent(gone: Mapping[TrackId, float], now_s: float) -> Mapping[TrackId, float]:
    """Without those of more than a day ago: no feed is as late as that.

    A desk is open for months, and every track goes some time.
    """
    old = {name: at_s for name, at_s in gone.items() if at_s < now_s - _A_DAY_S}
    return without(gone, old)


def killed(situation: Situation, pin: PinnedEngagement) -> Situation:
    """Without the track, unless it was seen after the look that saw it fall."""
    track = situation.tracks.get(pin.track)
    if track is None or track.measured_at_s > pin.assessed_s:
        return situation
    return replace(
        situation,
        tracks=without(situation.tracks, {pin.track: track}),
        downed={**situation.downed, pin.track: pin.assessed_s},
        identified=_forgotten(situation, {pin.track: track}),
    )
