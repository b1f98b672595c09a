"""The tables of docs/api.md, made from the code.

``python -m tests.api_tables`` writes them anew; a test compares.
"""

import re
from dataclasses import fields
from pathlib import Path

from zaslin.api.errors import Code
from zaslin.api.limits import Limits, Rate

DOCUMENT = Path(__file__).parents[1] / "docs" / "api.md"

MEANING = {
    "url_bytes": ("length of an address, query included", "414 `url_too_long`"),
    "header_bytes": ("all headers together", "431 `headers_too_large`"),
    "header_count": ("number of headers", "431 `headers_too_large`"),
    "body_bytes": ("a body", "413 `body_too_large`"),
    "report_body_bytes": ("a body of reports", "413 `body_too_large`"),
    "json_depth": ("nesting of a document", "422 `invalid`"),
    "receive_s": (
        "for the head of a request, and again for its body, however they trickle",
        "408 `receive_timeout`, closed",
    ),
    "connections": ("connections at once", "503 `overloaded`, closed"),
    "connections_per_address": (
        "connections of one address (IPv6: of one /64); named proxies are exempt",
        "503 `overloaded`, closed",
    ),
    "keep_alive_s": ("between two requests of a connection", "closed"),
    "requests_per_connection": ("requests of one connection", "closed"),
    "send_s": ("for a client to read what it was sent", "closed"),
    "bodies_bytes": ("all bodies that are being received", "503 `overloaded`"),
    "streams": ("streams of events at once", "429 `too_many_requests`"),
    "streams_per_user": (
        "streams of events of one user",
        "429 `too_many_requests`",
    ),
    "per_address": ("requests of one address", "429 `too_many_requests`"),
    "per_user": ("requests of one user or key", "429 `too_many_requests`"),
    "per_source": ("requests of one feed", "429 `too_many_requests`"),
    "tracks_per_source": ("reports of one feed", "429 `too_many_requests`"),
    "page": ("items of a page without `limit`", ""),
    "longest_page": ("largest `limit` of a page", "422 `invalid`"),
    "idempotency_key_shortest": ("shortest `Idempotency-Key`", "422 `invalid`"),
    "idempotency_key_longest": ("longest `Idempotency-Key`", "422 `invalid`"),
    "forward_s": (
        "for the leader's next byte, on a standby",
        "503 `not_leader` or `outcome_unknown`",
    ),
}


def limits_table() -> str:
    """Every limit with its default and what happens beyond it."""
    limits = Limits()
    lines = ["| limit | default | beyond it |", "|---|---|---|"]
    for each in fields(Limits):
        meaning, beyond = MEANING[each.name]
        value = _written(each.name, getattr(limits, each.name))
        lines.append(f"| {meaning} (`{each.name}`) | {value} | {beyond} |")
    return "\n".join(lines)


def codes_table() -> str:
    """Every code with its status and title."""
    lines = ["| status | `code` | title |", "|---|---|---|"]
    in_order = sorted(Code, key=lambda code: (code.status, code.word))
    lines += [f"| {code.status} | `{code.word}` | {code.title} |" for code in in_order]
    return "\n".join(lines)


def _written(name: str, value: float | Rate) -> str:
    if isinstance(value, Rate):
        return f"{value.per_s:,.0f} a second, {value.at_once:,.0f} at once"
    if name.endswith("_s"):
        return f"{value:g} s"
    unit = " bytes" if name.endswith("_bytes") else ""
    return f"{value:,}{unit}"


TABLES = {"limits": limits_table, "codes": codes_table}


def with_tables(text: str) -> str:
    """The document with its tables as the code has them."""
    for name, table in TABLES.items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
        text, found = re.subn(
            pattern,
            lambda match, table=table: f"{match[1]}{table()}\n{match[2]}",  # type: ignore[misc]
            text,
            flags=re.DOTALL,
        )
        if found != 1:
            raise ValueError(f"{name}: {found} tables; accepted: one")
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(
        with_tables(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8"
    )
