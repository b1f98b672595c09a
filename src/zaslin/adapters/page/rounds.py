"""Rounds: what was there, what was spent on what, and how many were left when."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from zaslin.adapters.page.account import Account, is_kill, was_launched
from zaslin.adapters.page.cause import shots_of
from zaslin.adapters.page.frame import note
from zaslin.adapters.page.html import Child, Html, joined, table, tag
from zaslin.adapters.page.svg import Axis, count_axis, drawing, label, steps, time_axis
from zaslin.adapters.page.words import NONE, Words
from zaslin.ops.story import StockStory

_WIDTH, _HEIGHT = 360.0, 130.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, 34.0, 26.0, 20.0


def spent(account: Account) -> tuple[int, float]:
    """Rounds launched, and their money."""
    stocks = account.story.stocks
    rounds = sum(stock.fired for stock in stocks.values())
    meur = sum(s.fired * account.kinds[str(k)].cost_meur for k, s in stocks.items())
    return rounds, meur


def rounds_section(account: Account, words: Words) -> Html:
    """The account by type, and the stock over time."""
    stocks = account.story.stocks
    charts = [
        _stock(account, words, str(kind), stocks[kind])
        for kind in sorted(stocks, key=lambda each: -stocks[each].fired)
        if stocks[kind].at_start or stocks[kind].fired or stocks[kind].resupplied
    ]
    text = "rounds.note" if account.truth else "rounds.note.desk"
    return joined(
        [
            note(words.say(text)),
            _ledger(account, words),
            tag("h3", words.say("rounds.over_time")),
            tag("div", *charts, class_="multiples"),
        ]
    )


def _ledger(account: Account, words: Words) -> Html:
    names = [
        "type",
        "start",
        "in",
        "fired",
        "end",
        "price",
        "money",
        "kills",
        "per_kill",
    ]
    averted = _averted(account)
    if account.truth:
        names.append("averted")
    kills = Counter(
        str(each.pin.interceptor_type) for each in account.launched if is_kill(each)
    )
    rows: list[list[Child]] = []
    stocks = {str(kind): stock for kind, stock in account.story.stocks.items()}
    for kind in sorted(stocks, key=lambda each: (-stocks[each].fired, each)):
        stock, cost = stocks[kind], account.kinds[kind].cost_meur
        row: list[Child] = [words.name("type", kind)]
        row += map(
            words.whole, (stock.at_start, stock.resupplied, stock.fired, stock.at_end)
        )
        row += [
            words.rough(cost),
            words.rough(stock.fired * cost),
            words.whole(kills[kind]),
        ]
        row.append(_per_kill(stock.fired * cost, kills[kind], words))
        if account.truth:
            row.append(words.rough(averted[kind]))
        rows.append(row)
    for kind in sorted(set(kills) - set(stocks)):
        # What spends no rounds has a line only if it brought something down.
        row = [words.name("type", kind), *[NONE] * 6, words.whole(kills[kind]), NONE]
        rows.append([*row, words.rough(averted[kind])] if account.truth else row)
    rounds, meur = spent(account)
    total: list[Child] = [words.say("rounds.sum"), "", "", words.whole(rounds), "", ""]
    total += [words.rough(meur), words.whole(kills.total())]
    total.append(_per_kill(meur, kills.total(), words))
    if account.truth:
        total.append(words.rough(sum(averted.values())))
    rows.append([tag("b", cell) if cell else cell for cell in total])
    head = [words.say(f"rounds.col.{name}") for name in names]
    return table(head, rows, kinds="-nnnnnnnnn")


def _per_kill(meur: float, kills: int, words: Words) -> str:
    return words.rough(meur / kills) if kills else NONE


def _averted(account: Account) -> Mapping[str, float]:
    """Damage that objects brought down would have done, by what brought them down."""
    averted: defaultdict[str, float] = defaultdict(float)
    for thing in account.truth.objects if account.truth else ():
        shots = [each.engagement for each in shots_of(account, thing.tracks)]
        launched = [each for each in shots if was_launched(each)]
        if thing.ending == "down" and launched:
            # An assessment may be wrong: the shot nearest in time brought it down.
            hit = min(
                launched, key=lambda each: abs(each.pin.intercept_s - thing.ended_s)
            )
            averted[str(hit.pin.interceptor_type)] += thing.damage_meur
    return averted


def _stock(account: Account, words: Words, kind: str, stock: StockStory) -> Html:
    """One type's rounds as a step line."""
    story = account.story
    most = max(rounds for _, rounds in stock.steps) or 1
    across = Axis(
        story.from_s, max(story.until_s, story.from_s + 60.0), _LEFT, _WIDTH - _RIGHT
    )
    up = Axis(0.0, float(most), _HEIGHT - _BOTTOM, _TOP)
    name = words.name("type", kind)
    points = [(across(at_s), up(float(rounds))) for at_s, rounds in stock.steps]
    end = across(across.high)
    outline = steps(points, end)
    floor = up(0.0)
    area = f"{outline}V{floor:.1f}H{points[0][0]:.1f}Z"
    return drawing(
        _WIDTH,
        _HEIGHT,
        words.say("rounds.alt", name=name),
        *time_axis(across, _TOP, _HEIGHT - _BOTTOM, most=4),
        *count_axis(up, _LEFT, _WIDTH - _RIGHT, words, most=3),
        tag("path", d=area, class_="area"),
        tag("path", d=outline, class_="l stock"),
        label(_LEFT, 14.0, name, "bold"),
        label(end + 6.0, points[-1][1] + 4.0, words.whole(stock.at_end), "bold"),
    )
