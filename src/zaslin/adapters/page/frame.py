"""The page around its sections: head, headline, navigation, foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zaslin.adapters.page.html import Child, Html, joined, tag
from zaslin.adapters.page.style import POLICY, SCRIPT, STYLE
from zaslin.adapters.page.words import Words


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; without a name for the navigation it is not in it."""

    anchor: str
    name: str
    title: str
    body: Html
    long: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the headline."""

    name: str
    figure: str
    note: str
    tone: str = ""


def page(
    words: Words,
    title: str,
    badges: Sequence[Html],
    about: str,
    tiles: Iterable[Tile],
    sections: Sequence[Section],
) -> bytes:
    """The whole document."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"Zaslin · {title}"),
        tag("style", Html(STYLE)),
    )
    links = (tag("a", each.name, href=f"#{each.anchor}") for each in sections)
    shown = [tag("div", *map(_tile, tiles), class_="tiles")]
    body = tag(
        "body",
        tag("header", *badges, tag("h1", title), tag("p", about, class_="soft")),
        tag("nav", tag("div", *links)),
        tag("main", *shown, *map(_section, sections)),
        tag("footer", words.say("note.notional"), " ", words.say("note.times")),
        tag("script", Html(SCRIPT)),
    )
    made = joined([tag("html", head, body, lang=words.language)])
    return f"<!doctype html>\n{made}\n".encode()


def badge(text: str, class_: str = "") -> Html:
    """A word in a box."""
    return tag("span", text, class_=f"badge {class_}".strip())


def note(text: str) -> Html:
    """A remark."""
    return tag("p", text, class_="note")


def keys(lines: Iterable[tuple[Html, str]]) -> Html:
    """A legend: a small drawing, 22 by 14, with what it stands for."""
    return tag(
        "ul",
        *(
            tag("li", tag("svg", mark, viewBox="0 0 22 14", aria_hidden="true"), text)
            for mark, text in lines
        ),
        class_="keys",
    )


def fact(figure: str, *told: Child) -> Html:
    """A figure in a row of them."""
    return tag("div", tag("b", figure), *told)


def facts(*each: Html) -> Html:
    """A row of figures."""
    return tag("div", *each, class_="facts")


def _tile(tile: Tile) -> Html:
    return tag(
        "div",
        tag("span", tile.name),
        tag("b", tile.figure),
        tag("span", tile.note),
        class_=f"tile {tile.tone}".strip(),
    )


def _section(section: Section) -> Html:
    return tag(
        "section",
        tag("h2", section.title),
        section.body,
        id=section.anchor,
        class_="long" if section.long else None,
    )
