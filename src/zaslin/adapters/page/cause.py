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
        outcomes = Counter(outcome_of(each.engagement) for each in shots)
        named = {words.name("outcome", key): n for key, n in outcomes.items()}
        told = words.list(named)
        parts.append(words.say("detail.shots", count=len(shots), outcomes=told))
    parts += [
        words.say("detail.not_launched", why=why_told(why, words))
        for why in dict.fromkeys(map(_why_not, filter(_failed, shots)))
    ]
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
    last = _last_reason(account, known)
    if last is not None and (shots or shown):
        reason = words.name("reason", last)
        parts.append(words.say("detail.later", reason=reason))
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


def _why_not(shot: ShotStory) -> str:
    return shot.why_not or EngagementState.EXPIRED.value


def _failed(shot: ShotStory) -> bool:
    return outcome_of(shot.engagement) == NOT_LAUNCHED


def _of_launched(launched: Sequence[Engagement]) -> Cause:
    if any(map(is_kill, launched)):
        return Cause("cause.written_off")
    if all(outcome_of(each) == IN_FLIGHT for each in launched):
        return Cause("cause.in_flight")
    if all(each.outcome is not Outcome.MISSED for each in launched):
        return Cause("cause.unassessed")
    return Cause("cause.missed")


def _of_words(account: Account, tracks: Sequence[str]) -> Cause:
    words = [account.words[name] for name in tracks if name in account.words]
    if not words:
        return Cause("cause.silent")
    last = max(words, key=lambda word: word.at_s)
    if last.reason is None:
        return Cause("cause.later")
    return Cause("cause.no_shot", last.reason)


def _last_reason(account: Account, tracks: Sequence[str]) -> ReasonCode | None:
    words = [account.words[name] for name in tracks if name in account.words]
    return max(words, key=lambda word: word.at_s).reason if words else None
