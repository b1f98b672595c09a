"""A campaign as one HTML page: policies compared, scenario by scenario."""

from collections.abc import Iterator, Sequence

from zaslin.adapters.page.frame import Section, Tile, badge, keys, note, page
from zaslin.adapters.page.html import Child, Html, joined, table, tag
from zaslin.adapters.page.svg import (
    WIDTH,
    Axis,
    drawing,
    label,
    line,
    nice_step,
    ticks,
    tip,
)
from zaslin.adapters.page.words import NONE, Words, digits_of
from zaslin.bench.campaign.figures import verdict
from zaslin.sim.comparison import Comparison, PolicyFigures, ScenarioFigures
from zaslin.sim.statistics import Estimate

_ROW = 24.0
_LABELS = 230.0
_FIGURES = 130.0


def campaign_page(comparison: Comparison, words: Words) -> bytes:
    """The whole page; equal comparisons give equal bytes."""
    about = words.say(
        "camp.about",
        scenarios=len(comparison.scenarios),
        runs=words.whole(comparison.runs),
        seed=comparison.seed,
        reference=comparison.reference,
    )
    sections = [
        Section(
            f"s{index}",
            scenario.scenario,
            scenario.scenario,
            _scenario(scenario, comparison.reference, words),
        )
        for index, scenario in enumerate(comparison.scenarios)
    ]
    how = words.say("camp.how", confidence=words.share(comparison.confidence))
    overview = Section(
        "overview",
        words.say("camp.overview"),
        words.say("camp.overview"),
        joined([note(how), _overview(comparison, words)]),
    )
    badges = [badge(words.say(f"badge.{key}")) for key in ("simulated", "notional")]
    return page(
        words,
        words.say("title.campaign"),
        badges,
        about,
        _tiles(comparison, words),
        [overview, *sections],
    )


def _tiles(comparison: Comparison, words: Words) -> Iterator[Tile]:
    """How often the reference does better than the best of its rivals."""
    found = [verdict(each.difference_meur) for each in comparison.scenarios]
    for key, tone in (("better", "down"), ("open", ""), ("worse", "leak")):
        yield Tile(
            words.say(f"camp.tile.{key}"),
            words.whole(found.count(key)),
            words.say("camp.tile.note", count=len([each for each in found if each])),
            tone,
        )


def _overview(comparison: Comparison, words: Words) -> Html:
    names = [
        "scenario",
        "leaked",
        "rival",
        "rival_leaks",
        "to_rival",
        "verdict",
        "to_bound",
    ]
    rows: list[list[Child]] = []
    for index, each in enumerate(comparison.scenarios):
        own = each.of(comparison.reference)
        rival = None if each.rival is None else each.of(each.rival)
        rows.append(
            [
                tag("a", each.scenario, href=f"#s{index}"),
                _apart(own.leaked, words),
                each.rival or NONE,
                NONE if rival is None else _apart(rival.leaked, words),
                _between(each.to_rival, words),
                _verdict(each.difference_meur, words),
                _between(own.to_bound, words),
            ]
        )
    head = [words.say(f"camp.{name}") for name in names]
    return table(head, rows, kinds="-n-nn-n")


def _verdict(difference: Estimate | None, words: Words) -> str:
    found = verdict(difference)
    return words.say(f"camp.{found}") if found else NONE


def _scenario(scenario: ScenarioFigures, reference: str, words: Words) -> Html:
    bound = scenario.bound_meur
    facts = words.say(
        "camp.facts",
        objects=words.whole(scenario.objects),
        undefended=words.money(scenario.undefended_meur.value),
        bound=NONE if bound is None else words.money(bound.value),
    )
    ranked = sorted(scenario.policies, key=lambda each: each.leaked.value)
    return joined(
        [
            note(facts),
            _bars(ranked, scenario, reference, words),
            _ranking(ranked, reference, words),
            tag("h3", words.say("camp.by_class")),
            _by_class(ranked, words),
            tag("h3", words.say("camp.by_type")),
            _by_type(ranked, words),
        ]
    )


def _bars(
    ranked: Sequence[PolicyFigures],
    scenario: ScenarioFigures,
    reference: str,
    words: Words,
) -> Html:
    """Mean leaked value with its interval; the bound as a line across."""
    bound = scenario.bound_meur
    highest = max(
        [each.leaked.high or each.leaked.value for each in ranked]
        + [bound.value if bound else 0.0]
    )
    axis = Axis(0.0, highest or 1.0, _LABELS, WIDTH - _FIGURES)
    bottom = 4.0 + _ROW * len(ranked)
    parts: list[Html] = []
    step = nice_step(axis.high, 8)
    for value in ticks(0.0, axis.high, step):
        x = axis(value)
        parts.append(line(x, 4.0, x, bottom, "grid"))
        text = words.number(value, 0 if step >= 1.0 else digits_of(step))
        parts.append(label(x, bottom + 14.0, text, "tick mid"))
    for row, each in enumerate(ranked):
        parts.append(
            _bar(each, axis, 4.0 + row * _ROW, each.policy == reference, words)
        )
    if bound is not None:
        x = axis(bound.value)
        told = f"{words.say('camp.bound_line')}: {words.money(bound.value)}"
        parts.append(tag("g", tip(told), line(x, 0.0, x, bottom, "mark")))
    drawn = drawing(WIDTH, bottom + 20.0, words.say("camp.bars.alt"), *parts)
    legend = [
        (tag("rect", x=2.0, y=2.0, width=18.0, height=10.0, class_=class_), text)
        for class_, text in (
            ("b-ours", f"{reference} ({words.say('camp.reference')})"),
            ("b-policy", words.say("camp.others")),
        )
    ]
    if bound is not None:
        mark = line(11.0, 0.0, 11.0, 14.0, "mark")
        legend.append((mark, words.say("camp.bound_line")))
    return joined([keys(legend), drawn])


def _bar(
    each: PolicyFigures, axis: Axis, top: float, is_ours: bool, words: Words
) -> Html:
    leaked, middle = each.leaked, top + _ROW / 2.0
    parts: list[Html] = [
        tip(f"{each.policy}: {_apart(leaked, words)}"),
        label(
            _LABELS - 10.0, middle + 4.0, each.policy, "end bold" if is_ours else "end"
        ),
        tag(
            "rect",
            x=axis(0.0),
            y=top + 5.0,
            width=axis(leaked.value) - axis(0.0),
            height=_ROW - 10.0,
            class_="b-ours" if is_ours else "b-policy",
        ),
    ]
    end = axis(leaked.value)
    if leaked.low is not None and leaked.high is not None:
        low, high = axis(max(0.0, leaked.low)), axis(leaked.high)
        parts.append(line(low, middle, high, middle, "whisker"))
        parts += [
            line(x, middle - 4.0, x, middle + 4.0, "whisker") for x in (low, high)
        ]
        end = high
    parts.append(label(end + 8.0, middle + 4.0, _apart(leaked, words), "small"))
    return tag("g", *parts)


def _ranking(ranked: Sequence[PolicyFigures], reference: str, words: Words) -> Html:
    names = [
        "policy", "leaked", "difference", "to_reference", "to_bound", "leakers",
        "rounds", "rounds_meur", "left", "churn", "per_minute",
    ]  # fmt: skip
    rows: list[list[Child]] = []
    for each in ranked:
        is_ours = each.policy == reference
        means = each.means
        rows.append(
            [
                tag("b", each.policy) if is_ours else each.policy,
                _apart(each.leaked, words),
                NONE if is_ours else _apart(each.difference_meur, words, sign="+"),
                NONE if is_ours else _between(each.to_reference, words),
                _between(each.to_bound, words),
                words.number(sum(kind.value for kind in each.leakers.values()), 1),
                words.number(sum(kind.fired.value for kind in each.rounds.values()), 1),
                words.rough(means["rounds_meur"].value),
                words.number(
                    sum(kind.at_end.value for kind in each.rounds.values()), 1
                ),
                words.number(means["churn"].value, 1),
                words.number(means["decisions_per_minute"].value, 1),
            ]
        )
    head = [words.say(f"camp.{name}") for name in names]
    return table(head, rows, kinds="-nnnnnnnnnn")


def _by_class(ranked: Sequence[PolicyFigures], words: Words) -> Html:
    kinds = sorted({kind for each in ranked for kind in each.leakers})
    head = [words.say("camp.policy"), *(words.name("class", kind) for kind in kinds)]
    rows = [
        [each.policy, *(_apart(each.leakers.get(kind), words) for kind in kinds)]
        for each in ranked
    ]
    return table(head, rows, kinds="-" + "n" * len(kinds))


def _by_type(ranked: Sequence[PolicyFigures], words: Words) -> Html:
    kinds = sorted({kind for each in ranked for kind in each.rounds})
    head = [words.say("camp.policy"), *(words.name("type", kind) for kind in kinds)]
    rows: list[list[Child]] = []
    for each in ranked:
        row: list[Child] = [each.policy]
        for kind in kinds:
            rounds = each.rounds.get(kind)
            if rounds is None:
                row.append(NONE)
                continue
            left = words.number(rounds.at_end.value, 1)
            row.append(f"{words.number(rounds.fired.value, 1)} ({left})")
        rows.append(row)
    return table(head, rows, kinds="-" + "n" * len(kinds))


def _apart(estimate: Estimate | None, words: Words, sign: str = "") -> str:
    """A mean with the half width of its interval."""
    if estimate is None:
        return NONE
    value = words.rough(estimate.value, sign)
    if estimate.high is None:
        return value
    half = estimate.high - estimate.value
    digits = digits_of(half) if half < 9.95 else 0
    digits = min(digits, digits_of(max(abs(estimate.value), half / 10.0)))
    value = words.number(estimate.value, digits, sign)
    return f"{value} ± {words.number(half, digits)}"


def _between(estimate: Estimate | None, words: Words) -> str:
    """A ratio with its interval; open above where the denominator may be zero."""
    if estimate is None:
        return NONE
    value = words.number(estimate.value, 2)
    if estimate.low is None:
        return value
    high = "…" if estimate.high is None else words.number(estimate.high, 2)
    return f"{value} ({words.number(estimate.low, 2)}–{high})"
