"""What people declare of a track, laid over what its feeds report.

A declaration can take a shot away from anything.
It can open the way to one only where no evidence speaks against it: a civil, crewed or
friendly track stays what it is, whatever is declared.
"""

from dataclasses import replace

from zaslin.domain.event import Identified
from zaslin.domain.track import (
    Crew,
    Identification,
    IdentificationMethod,
    StandardIdentity,
    Track,
)

_ACCUSING = frozenset({StandardIdentity.HOSTILE, StandardIdentity.SUSPECT})
_FRIENDLY = frozenset(
    {
        StandardIdentity.FRIEND,
        StandardIdentity.ASSUMED_FRIEND,
        StandardIdentity.NEUTRAL,
    }
)
_STRICTNESS = {Crew.UNCREWED: 0, Crew.POSSIBLY_CREWED: 1, Crew.CREWED: 2}


def accuses(said: Identified) -> bool:
    """Whether a declaration could open the way to a shot."""
    return said.identity in _ACCUSING


def protection(track: Track) -> str | None:
    """The evidence that no declaration can overrule, in words; None: there is none."""
    if track.civil:
        return "civil traffic"
    if track.crew is Crew.CREWED:
        return "crewed"
    if track.identity in _FRIENDLY:
        return f"reported {track.identity}"
    return None


def is_lapsed(said: Identified, now_s: float) -> bool:
    """Whether a declaration holds no longer."""
    return now_s >= said.expires_s


def declared(track: Track, said: Identified | None, now_s: float) -> Track:
    """The track as it is to be taken: its feed's report under a person's declaration.

    Lapsed, a declaration leaves nothing hostile behind: not what it declared itself,
    and not what a feed reports of a track that a person had looked at.
    """
    if said is None:
        return track
    if is_lapsed(said, now_s):
        return _lapsed(track, said)
    if accuses(said) and protection(track) is not None:
        return track
    return replace(
        track,
        identity=said.identity,
        crew=_crew(track.crew, said),
        identification=Identification(
            authority=said.authority, method=said.method, expires_s=said.expires_s
        ),
    )


def _lapsed(track: Track, said: Identified) -> Track:
    is_open = track.identity not in _FRIENDLY
    if track.identity is StandardIdentity.HOSTILE or (is_open and accuses(said)):
        return replace(track, identity=StandardIdentity.UNKNOWN)
    return track


def _crew(reported: Crew, said: Identified) -> Crew:
    """The stricter of the two; positive identification settles a mere possibility."""
    if said.crew is None:
        return reported
    if (
        said.crew is Crew.UNCREWED
        and reported is Crew.POSSIBLY_CREWED
        and said.method is IdentificationMethod.POSITIVE
    ):
        return Crew.UNCREWED
    return max(reported, said.crew, key=_STRICTNESS.__getitem__)
