"""Tables of a measurement: on a terminal, in Markdown, and as JSON."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = tuple[str, ...]
Markers = tuple[str, str]
"""Between them stands what a command writes into a document."""


def table(rows: Sequence[Row]) -> Table:
    """The first row as a heading, the first column to the left."""
    made = Table(box=None, pad_edge=False, header_style="underline")
    for number, name in enumerate(rows[0]):
        made.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in rows[1:]:
        made.add_row(*row)
    return made


def pipes(rows: Sequence[Row]) -> str:
    """The same in Markdown."""
    head, *body = rows
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join(_pipe(row) for row in (head, rule, *body))


def to_json(report: "DataclassInstance") -> str:
    """A report as one document; figures that are not finite are null."""
    document = _finite(asdict(report))
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def write_between(path: Path, markers: Markers, written: str) -> None:
    """Replace what stands between the markers of a document.

    Raises
    ------
    ValueError
        If the document does not hold both markers, in order.
    """
    first, last = markers
    text = path.read_text(encoding="utf-8")
    head, begin, rest = text.partition(first)
    _, end, tail = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"{path} does not hold the markers {first} and {last}")
    whole = f"{head}{first}\n\n{written}\n\n{last}{tail}"
    path.write_text(whole, encoding="utf-8")


def _pipe(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _finite(node: object) -> object:
    if isinstance(node, dict):
        return {key: _finite(each) for key, each in node.items()}
    if isinstance(node, list | tuple):
        return [_finite(each) for each in node]
    if isinstance(node, float) and not math.isfinite(node):
        return None
    return node
