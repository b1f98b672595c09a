"""What the bound says could still have been saved."""

from zaslin.adapters.page.account import Account
from zaslin.adapters.page.frame import fact, facts, keys, note
from zaslin.adapters.page.html import Html, joined, tag
from zaslin.adapters.page.svg import WIDTH, Axis, drawing, label, tip
from zaslin.adapters.page.words import NONE, Words
from zaslin.wire.form.run import Bounds

_HEIGHT = 62.0
_BAR = 30.0
_ROOM = 62.0


def best_bound(bounds: Bounds | None) -> float | None:
    """The tightest of those that hold for this raid alone, if any is known.

    The one that sees chance is an estimate, right on average over many raids.
    """
    known = _known(bounds)
    return max((known[kind] for kind in _CERTAIN if kind in known), default=None)


def bound_section(account: Account, words: Words) -> Html:
    """A bar of all damage that was possible, cut where the night and the bound are."""
    truth = account.truth
    best = best_bound(truth.bounds if truth else None)
    if truth is None or best is None:
        return note(words.say("bound.unknown"))
    leaked, undefended = truth.result.leaked_meur, truth.result.undefended_meur
    parts = [
        ("lost", min(best, leaked)),
        ("could", max(0.0, leaked - best)),
        ("averted", max(0.0, undefended - leaked)),
    ]
    told = {"leaked": words.money(leaked), "bound": words.money(best)}
    if leaked < best:
        says = words.say("bound.luck", **told)
    elif best > 0.0:
        ratio = words.number(leaked / best, 2)
        says = words.say("bound.ratio", ratio=ratio, **told)
    else:
        says = words.say("bound.zero")
    return joined(
        [
            tag("p", says),
            _bar(parts, words),
            keys((_square(name), words.say(f"bound.{name}")) for name, _ in parts),
            note(words.say("bound.note")),
            tag("h3", words.say("bound.kinds")),
            _kinds(truth.bounds, words),
        ]
    )


def _bar(parts: list[tuple[str, float]], words: Words) -> Html:
    total = sum(size for _, size in parts) or 1.0
    axis = Axis(0.0, total, 0.0, WIDTH)
    made, start = [], 0.0
    for name, size in parts:
        if size <= 0.0:
            continue
        x, end = axis(start), axis(start + size)
        text = words.rough(size)
        told = tip(f"{words.say(f'bound.{name}')}: {words.money(size)}")
        box = tag(
            "rect", told, x=x, y=22.0, width=end - x, height=_BAR, class_=f"b-{name}"
        )
        made.append(box)
        if end - x > _ROOM:
            made.append(label((x + end) / 2.0, 15.0, text, "mid bold"))
        start += size
    return drawing(WIDTH, _HEIGHT, words.say("bound.alt"), *made)


def _square(name: str) -> Html:
    return tag("rect", x=2.0, y=1.0, width=18.0, height=12.0, class_=f"b-{name}")


def _kinds(bounds: Bounds, words: Words) -> Html:
    known = _known(bounds)
    return facts(
        *(
            fact(
                words.rough(known[kind]) if kind in known else NONE,
                words.say(f"bound.{kind}"),
            )
            for kind in _KINDS
        )
    )


_KINDS = ("full", "forecast", "chance")
_CERTAIN = ("full", "forecast")


def _known(bounds: Bounds | None) -> dict[str, float]:
    if bounds is None:
        return {}
    each = (
        bounds.full_information_meur,
        bounds.forecast_meur,
        bounds.chance_meur,
    )
    return {
        kind: value
        for kind, value in zip(_KINDS, each, strict=True)
        if value is not None
    }
