"""Why an object was not stopped, as far as the desk's own facts tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zaslin.adapters.page.account import (
    IN_FLIGHT,
    NOT_LAUNCHED,
    Account,
    is_kill,
    outcome_of,
    was_launched,
)
from zaslin.adapters.page.words import Words
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.reason import REASON_TEXT, WITHDRAWAL_TEXT, ReasonCode
from zaslin.ops.story import ShotStory

_CODES = {
    text: code for told in (REASON_TEXT, WITHDRAWAL_TEXT) for code, text in told.items()
}

# Not yet a word about whether it is worth a shot.
_UNCLEAR = frozenset(
    {
        ReasonCode.IDENTIFY_PENDING,
        ReasonCode.IDENTIFY_UNKNOWN,
        ReasonCode.IDENTIFY_SUSPECT,
        ReasonCode.PINNED,
    }
)


@dataclass(frozen=True, slots=True)
class Cause:
    """What stood between an object and a shot that stops it.

    ``key`` is that of a text, ``reason`` the plans' own where no shot was advised.
    """

    key: str
    reason: ReasonCode | None = None

    def told(self, words: Words) -> str:
        """In words."""
        if self.reason is None:
            return words.say(self.key)
        return words.say(self.key, reason=words.name("reason", self.reason))


def cause_of(account: Account, tracks: Sequence[str]) -> Cause:
    """The last thing that went wrong on the way from a report to a kill.

    Asked from the end: what was shot at was also seen, identified and decided on.
    """
    known = [name for name in tracks if name in account.tracks]
    if not known:
        return Cause("cause.unseen")
    shots = shots_of(account, known)
    launched = [each for each in shots if was_launched(each.engagement)]
    if launched:
        return _of_launched([each.engagement for each in launched])
    if shots:
        return Cause("cause.not_launched")
    if any(account.refusals_at.get(name) for name in known):
        return Cause("cause.refused")
    stories = [account.tracks[name] for name in known]
    if any(story.shown for story in stories):
        return Cause("cause.not_ordered")
    if all(story.hostile_s is None for story in stories):
        return Cause("cause.unidentified")
    return _of_words(account, known)


def details_of(account: Account, tracks: Sequence[str], words: Words) -> str:
    """What else is known of it, in a line."""
    known = [name for name in tracks if name in account.tracks]
    shots = shots_of(account, known)
    parts = []
    if shots:
        told = words.list(Counter(_ended(shot, words) for shot in shots))
        parts.append(words.say("detail.shots", count=len(shots), outcomes=told))
    refusals = sum(account.refusals_at.get(name, 0) for name in known)
    if refusals:
        parts.append(words.say("detail.refused", count=refusals))
    stories = [account.tracks[name] for name in known]
    shown = sum(story.shown for story in stories)
    if shown and not shots:
        parts.append(words.say("detail.shown", count=shown))
    if stories and not any(story.is_hostile for story in stories):
        identity = words.name("identity", stories[-1].last.identity)
        parts.append(words.say("detail.identity", identity=identity))
    reasons = _reasons(account, known)
    if reasons:
        told = words.list(
            {words.name("reason", code): n for code, n in reasons.most_common(3)}
        )
        parts.append(words.say("detail.plans", reasons=told))
    return "; ".join(parts)


def shots_of(account: Account, tracks: Sequence[str]) -> list[ShotStory]:
    """Authorised shots at any of these tracks, by their time."""
    shots = [shot for name in tracks for shot in account.shots_at.get(name, ())]
    return sorted(shots, key=lambda shot: shot.engagement.pin.launch_s)


def why_told(why: str, words: Words) -> str:
    """What a crew said, in the page's language if it is one of the usual things."""
    code = _CODES.get(why)
    if code is not None:
        return words.name("reason", code)
    if why == EngagementState.EXPIRED.value:
        return words.say("detail.expired")
    told = words.name("why_not", why)
    return why if told == why.replace("_", " ") else told


def _ended(shot: ShotStory, words: Words) -> str:
    """What became of a shot, and why it was not launched, if so."""
    outcome = outcome_of(shot.engagement)
    if outcome != NOT_LAUNCHED:
        return words.name("outcome", outcome)
    why = why_told(shot.why_not or EngagementState.EXPIRED.value, words)
    return words.say("detail.not_launched", why=why)


def _of_launched(launched: Sequence[Engagement]) -> Cause:
    if any(map(is_kill, launched)):
        return Cause("cause.written_off")
    if all(outcome_of(each) == IN_FLIGHT for each in launched):
        return Cause("cause.in_flight")
    if all(each.outcome is not Outcome.MISSED for each in launched):
        return Cause("cause.unassessed")
    return Cause("cause.missed")


def _of_words(account: Account, tracks: Sequence[str]) -> Cause:
    """What most plans said, once it was clear what it is."""
    reasons = _reasons(account, tracks)
    planned = sum(account.said.shots.get(name, 0) for name in tracks)
    told = {code: n for code, n in reasons.items() if code not in _UNCLEAR} or reasons
    if planned and planned >= max(told.values(), default=0):
        return Cause("cause.later")
    if not told:
        return Cause("cause.silent")
    return Cause("cause.no_shot", max(sorted(told), key=told.__getitem__))


def _reasons(account: Account, tracks: Sequence[str]) -> Counter[ReasonCode]:
    """Plans without a shot at any of these tracks, by the reason that they gave."""
    reasons: Counter[ReasonCode] = Counter()
    for name in tracks:
        reasons.update(account.said.reasons.get(name, {}))
    return reasons
