"""HTML by construction: whatever is not made here is escaped.

>>> tag("p", "a < b", tag("b", "!"), class_="x")
'<p class="x">a &lt; b<b>!</b></p>'
"""

from collections.abc import Iterable

_BOX = "\N{REPLACEMENT CHARACTER}"
# None of these may stand in a document, and the last turn the direction of reading.
_CONTROLS = (
    *range(9),
    *range(11, 32),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_ESCAPES = {
    **dict.fromkeys(_CONTROLS, _BOX),
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    ord("'"): "&#39;",
}
_VOID = frozenset({"meta", "input", "br", "circle", "line", "path", "rect", "use"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Html | None


def escaped(text: str) -> Html:
    """Any text so that it stands for itself."""
    # A lone surrogate has no place in a file.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return Html(whole.translate(_ESCAPES))


def tag(name: str, /, *children: Child, **attributes: str | float | None) -> Html:
    """An element.

    Children that are no :class:`Html` are escaped, those that are None left out, and
    so are attributes that are None.
    ``class_`` is class; an underscore within a name is a hyphen.
    """
    stated = "".join(
        f' {key.strip("_").replace("_", "-")}="{escaped(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = joined(children)
    if name in _VOID and not inner:
        return Html(
            f"<{name}{stated}>"
            if name in ("meta", "input", "br")
            else f"<{name}{stated}/>"
        )
    return Html(f"<{name}{stated}>{inner}</{name}>")


def joined(children: Iterable[Child], between: str = "") -> Html:
    """Children one after the other."""
    return Html(
        between.join(
            child if isinstance(child, Html) else escaped(child)
            for child in children
            if child is not None
        )
    )


def table(
    head: Iterable[Child],
    rows: Iterable[Iterable[Child]],
    kinds: str = "",
    *,
    narrow: bool = False,
) -> Html:
    """A table; ``kinds`` says of each column whether it holds numbers (n) or texts."""

    def cells(name: str, row: Iterable[Child]) -> Html:
        return tag(
            "tr",
            *(
                tag(name, cell, class_="n" if kinds[i : i + 1] == "n" else None)
                for i, cell in enumerate(row)
            ),
        )

    body = joined((cells("td", row) for row in rows), "\n")
    made = tag("table", tag("thead", cells("th", head)), tag("tbody", body))
    return tag("div", made, class_="wide narrow" if narrow else "wide")


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """A coordinate: to a tenth, without trailing zeros.

    >>> number(3.0), number(0.25), number(-0.01)
    ('3', '0.2', '0')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text
