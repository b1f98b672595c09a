"""The few typographic pieces of the report."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from zaslin.cli.words import countdown

Cell = str | Text
Column = tuple[str, str]

WARNING = "bold yellow"
ALARM = "bold red"
FAINT = "dim"
STRONG = "bold"

_SOON_S = 60.0


def heading(title: str, note: str = "") -> Text:
    """A line that can be found by eye when the colours are gone: capitals, a dash."""
    text = Text(f"\n{title.upper()}", style=STRONG)
    if note:
        text.append(f" · {note}", style="not bold")
    return text


def ledger(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Table:
    """A table of figures: columns are ``(title, kind)``.

    A ``number`` stands to the right and is never broken nor cut; a ``name`` may be
    broken but is never cut short, since two may differ in their last letter.
    """
    filled = list(rows)
    table = Table(
        box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="underline"
    )
    for index, (title, kind) in enumerate(columns):
        if kind == "number":
            table.add_column(
                title,
                justify="right",
                overflow="fold",
                min_width=_needed_width(title, [row[index] for row in filled if row]),
            )
        else:
            table.add_column(title, overflow="fold")
    for row in filled:
        table.add_row(*row)
    return table


def _needed_width(title: str, cells: Iterable[Cell]) -> int:
    """Width of the longest word of a title and of the longest line of the cells."""
    parts = [
        *title.split(),
        *(line for cell in cells for line in str(cell).split("\n")),
    ]
    return max(map(cell_len, parts), default=0)


def more(total: int, shown: int, what: str) -> Text | None:
    """That a list was cut, and how to see the rest of it."""
    hidden = total - shown
    if hidden <= 0:
        return None
    return Text(f"… and {hidden:,} more {what}: --all shows them", style=FAINT)


def stack(*parts: RenderableType | None) -> Group:
    """One below the other; what is not there leaves no gap."""
    return Group(*(part for part in parts if part is not None))


def lines(each: Iterable[str], style: str = "") -> Text:
    """Plain lines."""
    return Text("\n".join(each), style=style)


def soon(ahead_s: float) -> Text:
    """A countdown, marked when less than a minute is left."""
    text = countdown(ahead_s)
    return Text(f"!{text}", style=ALARM) if ahead_s < _SOON_S else Text(text)
