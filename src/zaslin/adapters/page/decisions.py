"""People and plans: decisions a minute, how long they took, what came of them."""

import math
from collections import Counter
from collections.abc import Sequence

from zaslin.adapters.page.account import NOT_LAUNCHED, Account, outcome_of
from zaslin.adapters.page.cause import why_told
from zaslin.adapters.page.frame import fact, facts, note
from zaslin.adapters.page.html import Child, Html, joined, table, tag
from zaslin.adapters.page.svg import WIDTH, Axis, count_axis, drawing, time_axis, tip
from zaslin.adapters.page.words import NONE, Words, clock
from zaslin.domain.engagement import EngagementState

_HEIGHT = 170.0
_LEFT, _TOP, _BOTTOM = 46.0, 8.0, 22.0
_MOST_BARS = 240
_MOST_ROWS = 12


def decision_section(account: Account, words: Words) -> Html:
    """Figures, then the load over time, who carried it, and what was not launched."""
    if not account.story.decisions:
        return joined([note(words.say("dec.none")), _plan_facts(account, words)])
    made = [
        _decision_facts(account, words),
        _plan_facts(account, words),
        tag("h3", words.say("dec.per_minute")),
        _load(account, words),
        tag("h3", words.say("dec.by")),
        _people(account, words),
    ]
    failed = _failures(account, words)
    if failed is not None:
        made += [tag("h3", words.say("dec.why")), failed]
    return joined(made)


def _decision_facts(account: Account, words: Words) -> Html:
    story = account.story
    # Amended shots are authorised ones, and fire held is refused.
    engaging = Counter(each.decision.verdict.engages for each in story.decisions)
    states = Counter(shot.engagement.state for shot in story.shots.values())
    waited = [each.waited_s for each in story.decisions]
    lead = [
        each.decision.launch_s - each.at_s
        for each in story.decisions
        if each.decision.verdict.engages
    ]
    figures = [
        (words.whole(engaging[True]), words.say("dec.authorised")),
        (words.whole(engaging[False]), words.say("dec.refused")),
        (words.whole(states[EngagementState.ABORTED]), words.say("dec.aborted")),
        (words.whole(states[EngagementState.EXPIRED]), words.say("dec.expired")),
        (words.whole(_busiest(account)), words.say("dec.busiest")),
        (_median(waited, words), words.say("dec.waited") + _most(waited, words)),
        (_median(lead, words), words.say("dec.lead") + _most(lead, words)),
    ]
    return facts(*(fact(figure, told) for figure, told in figures))


def _plan_facts(account: Account, words: Words) -> Html:
    plans = account.story.plans
    made = words.say(
        "dec.plans.note",
        made=words.whole(plans.made),
        withdrawn=words.whole(plans.withdrawn),
    )
    return facts(
        fact(words.whole(plans.shown), words.say("dec.plans"), " ", made),
        fact(
            words.whole(plans.dropped),
            words.say("dec.dropped"),
            " ",
            words.say("dec.dropped.note"),
        ),
    )


def _median(values: Sequence[float], words: Words) -> str:
    return words.seconds(_quantile(values, 0.5)) if values else NONE


def _most(values: Sequence[float], words: Words) -> str:
    if not values:
        return ""
    most = words.seconds(_quantile(values, 0.9))
    return f" ({words.say('dec.within', most=most)})"


def _quantile(values: Sequence[float], share: float) -> float:
    """The least value that so large a share does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _busiest(account: Account) -> int:
    times = sorted(each.at_s for each in account.story.decisions)
    return max(
        sum(start <= at_s < start + 60.0 for at_s in times[i:])
        for i, start in enumerate(times)
    )


def _load(account: Account, words: Words) -> Html:
    """Decisions a minute as bars: authorised below, refused on top."""
    story = account.story
    span = max(story.until_s - story.from_s, 60.0)
    wide_s = 60.0 * max(1, math.ceil(span / 60.0 / _MOST_BARS))
    counts: Counter[tuple[int, bool]] = Counter(
        (int((each.at_s - story.from_s) // wide_s), each.decision.verdict.engages)
        for each in story.decisions
    )
    per_minute = 60.0 / wide_s
    bins = sorted({index for index, _ in counts})
    totals = {i: counts[i, True] + counts[i, False] for i in bins}
    across = Axis(story.from_s, story.from_s + span, _LEFT, WIDTH - 10.0)
    up = Axis(0.0, max(totals.values()) * per_minute, _HEIGHT - _BOTTOM, _TOP)
    parts: list[Html] = [
        *time_axis(across, _TOP, _HEIGHT - _BOTTOM),
        *count_axis(up, _LEFT, WIDTH - 10.0, words),
    ]
    for index in bins:
        start_s = story.from_s + index * wide_s
        x, width = across(start_s), across(start_s + wide_s) - across(start_s)
        base = 0.0
        bars = [tip(f"{clock(start_s)}: {words.rough(totals[index] * per_minute)}")]
        for engages, class_ in ((True, "b-authorised"), (False, "b-refused")):
            size = counts[index, engages] * per_minute
            if size:
                top = up(base + size)
                bars.append(
                    tag(
                        "rect",
                        x=x + 0.5,
                        y=top,
                        width=max(1.0, width - 1.0),
                        height=up(base) - top,
                        class_=class_,
                    )
                )
            base += size
        parts.append(tag("g", *bars))
    return drawing(WIDTH, _HEIGHT, words.say("dec.alt"), *parts)


def _people(account: Account, words: Words) -> Html:
    counts: Counter[tuple[str, bool]] = Counter(
        (each.decision.by, each.decision.verdict.engages)
        for each in account.story.decisions
    )
    people = Counter(each.decision.by for each in account.story.decisions)
    order = sorted(people, key=lambda by: (-people[by], by))
    rows: list[list[Child]] = [
        [
            by,
            words.whole(counts[by, True]),
            words.whole(counts[by, False]),
        ]
        for by in order[:_MOST_ROWS]
    ]
    if len(order) > _MOST_ROWS:
        rows.append([words.say("note.more", count=len(order) - _MOST_ROWS), "", ""])
    head = [words.say(f"dec.{key}") for key in ("col.by", "authorised", "refused")]
    return table(head, rows, kinds="-nn", narrow=True)


def _failures(account: Account, words: Words) -> Html | None:
    whys = Counter(
        why_told(shot.why_not or EngagementState.EXPIRED.value, words)
        for shot in account.story.shots.values()
        if outcome_of(shot.engagement) == NOT_LAUNCHED
    )
    if not whys:
        return None
    rows = [
        [why, words.whole(whys[why])]
        for why in sorted(whys, key=lambda each: (-whys[each], each))
    ]
    head = [words.say("dec.col.why"), words.say("dec.col.count")]
    return table(head, rows, kinds="-n", narrow=True)
