"""What the page tells: the story of a journal, joined with the truth if it is there."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zaslin.domain.defence import InterceptorType
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.ids import TrackId
from zaslin.domain.reason import ReasonCode
from zaslin.ops.advice import Advice
from zaslin.ops.story import NightStory, ShotStory, TrackStory
from zaslin.wire.form.truth import TrueObject, Truth

LEAKED = "leaked"
DECOY_LEAKED = "decoy_leaked"
DOWN = "down"
AIRBORNE = "airborne"
GONE = "gone"
OTHER = "other"
"""How a track ends, as the map shows it."""

NOT_LAUNCHED = "not_launched"
IN_FLIGHT = "in_flight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the plans of the night said of each track, as far as anybody kept it.

    ``shots`` counts plans with a shot, ``reasons`` the others; ``windows`` are those of
    firm shots, by track, unit and type.
    """

    shots: Mapping[str, int]
    reasons: Mapping[str, Mapping[ReasonCode, int]]
    windows: Mapping[tuple[str, str, str], tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that is known of a night, by what it is asked for.

    ``keys`` name what a track is of, the same for all tracks of one object.
    """

    about: Mapping[str, str]
    story: NightStory
    tracks: Mapping[str, TrackStory]
    truth: Truth | None
    shots_at: Mapping[str, tuple[ShotStory, ...]]
    refusals_at: Mapping[str, int]
    said: Said
    endings: Mapping[str, str]
    keys: Mapping[str, str]
    kinds: Mapping[str, InterceptorType]

    @property
    def launched(self) -> list[Engagement]:
        """Engagements that were launched."""
        every = (shot.engagement for shot in self.story.shots.values())
        return [each for each in every if was_launched(each)]


def account_of(
    story: NightStory,
    truth: Truth | None,
    about: Mapping[str, str],
    advice: Advice | None = None,
) -> Account:
    """Put together what belongs together."""
    shots_at: defaultdict[str, list[ShotStory]] = defaultdict(list)
    for shot in story.shots.values():
        shots_at[shot.engagement.pin.track].append(shot)
    refusals = Counter(
        str(each.decision.track)
        for each in story.decisions
        if not each.decision.verdict.engages
    )
    return Account(
        about=about,
        story=story,
        tracks={str(name): track for name, track in story.tracks.items()},
        truth=truth,
        shots_at={
            track: tuple(sorted(shots, key=lambda shot: shot.engagement.pin.launch_s))
            for track, shots in shots_at.items()
        },
        refusals_at=refusals,
        said=_said(truth, advice),
        endings=_endings(story.tracks, truth),
        keys=_keys(story.tracks, truth),
        kinds={str(kind.id): kind for kind in story.opened.interceptor_types},
    )


def outcome_of(engagement: Engagement) -> str:
    """What became of an authorised shot: an outcome, in flight, or not launched."""
    if engagement.outcome is not None:
        return engagement.outcome.value
    return IN_FLIGHT if was_launched(engagement) else NOT_LAUNCHED


def was_launched(engagement: Engagement) -> bool:
    """Whether its rounds left."""
    return engagement.state in (
        EngagementState.REPORTED_FIRED,
        EngagementState.ASSESSED,
    )


def is_kill(engagement: Engagement) -> bool:
    """Whether it was reported as a kill."""
    return engagement.outcome is Outcome.KILLED


def ending_of(thing: TrueObject) -> str:
    """How an object ends, as the map shows it."""
    if thing.ending == "down":
        return DOWN
    if thing.ending == "airborne":
        return AIRBORNE
    return DECOY_LEAKED if thing.is_decoy else LEAKED


def _said(truth: Truth | None, advice: Advice | None) -> Said:
    if advice is not None:
        return Said(
            shots={str(name): n for name, n in advice.shots.items()},
            reasons={str(name): each for name, each in advice.reasons.items()},
            windows={
                (str(track), str(unit), str(kind)): (each.opens_s, each.closes_s)
                for (track, unit, kind), each in advice.windows.items()
            },
        )
    words = truth.words if truth else ()
    windows = truth.windows if truth else ()
    return Said(
        shots={word.track: word.shots for word in words},
        reasons={word.track: word.reasons for word in words},
        windows={
            (each.track, each.fire_unit, each.interceptor_type): (
                each.opens_s,
                each.closes_s,
            )
            for each in windows
        },
    )


def _endings(
    tracks: Mapping[TrackId, TrackStory], truth: Truth | None
) -> dict[str, str]:
    if truth is None:
        return {str(name): _as_known(track) for name, track in tracks.items()}
    endings = dict.fromkeys(map(str, tracks), OTHER)
    for thing in truth.objects:
        endings.update(dict.fromkeys(thing.tracks, ending_of(thing)))
    return endings


def _keys(tracks: Mapping[TrackId, TrackStory], truth: Truth | None) -> dict[str, str]:
    keys = {str(name): f"t{number}" for number, name in enumerate(tracks)}
    for row, thing in enumerate(truth.objects if truth else ()):
        keys.update(dict.fromkeys(thing.tracks, f"o{row}"))
    return keys


def _as_known(track: TrackStory) -> str:
    """What the desk could say of a track at the end."""
    if track.killed_s is not None:
        return DOWN
    if not track.is_hostile:
        return OTHER
    return AIRBORNE if track.lost_s is None else GONE
