"""``zaslin keys``: bearer keys of feeds and other systems."""

import json
import time
from typing import Annotated

import typer

from zaslin.cli.help import examples, write_help
from zaslin.cli.inputs import AsJson
from zaslin.cli.journal import DEFAULT_DB, Db
from zaslin.cli.numbers import whole
from zaslin.cli.people import (
    administration,
    day,
    grants,
    on_the_machine,
    table,
    written,
)
from zaslin.cli.streams import say, write_answer
from zaslin.domain.account import KeyOrder
from zaslin.domain.person import Key

app = typer.Typer()

_DAY_S = 86_400.0


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Keys of feeds and other systems: list, add, delete.

    Works on the database itself, also while the service runs. Every change is on
    record.
    """
    write_help(context)


@app.command("list", epilog=examples("zaslin keys list --db sqlite:///zaslin.db"))
def list_command(db: Db = DEFAULT_DB, as_json: AsJson = False) -> None:
    """List keys, without their secrets."""
    with administration(db) as people:
        keys = people.keys()
    if as_json:
        stated = {"keys": [_document(each) for each in keys]}
        write_answer(f"{json.dumps(stated)}\n".encode())
        return
    write_answer(table([_row(each) for each in keys]) or b"There is no key.\n")


@app.command(
    "add",
    epilog=examples(
        "zaslin keys add radar-east feed:live --source radar-east",
        "zaslin keys add dashboard viewer:all --days 30",
    ),
)
def add_command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A new name.", show_default=False)
    ],
    roles: Annotated[
        list[str],
        typer.Argument(
            metavar="ROLE:SCOPE...",
            help="feed, viewer, planner or auditor, with the desks.",
            show_default=False,
        ),
    ],
    db: Db = DEFAULT_DB,
    source: Annotated[
        str,
        typer.Option(
            "--source", metavar="NAME", help="The one source that a feed reports for."
        ),
    ] = "",
    days: Annotated[
        int,
        typer.Option(
            "--days",
            parser=whole(1, 400),
            metavar="N",
            help="How long it is good; 365 unless stated.",
        ),
    ] = 365,
    trusted_ids: Annotated[
        bool,
        typer.Option(
            "--trusted-ids", help="Take the feed's track ids as they are, unprefixed."
        ),
    ] = False,
    may_identify: Annotated[
        bool,
        typer.Option("--may-identify", help="Take the feed's word on who is hostile."),
    ] = False,
) -> None:
    """Add a key; its secret is the answer, and is not shown again."""
    order = grants(roles)
    with administration(db) as people:
        new = people.add_key(
            on_the_machine(),
            KeyOrder(
                name=name,
                grants=order,
                expires_s=time.time() + days * _DAY_S,
                source=source,
                trusted_ids=trusted_ids,
                may_identify=may_identify,
            ),
        )
    say(
        f"{name} ({written(new.key.grants)}) is good until "
        f"{day(new.key.expires_s)}; Authorization: Bearer and this:"
    )
    write_answer(f"{new.secret}\n".encode())


@app.command("delete", epilog=examples("zaslin keys delete 0f1e2d3c4b5a"))
def delete_command(
    prefix: Annotated[
        str,
        typer.Argument(
            metavar="PREFIX", help="As `zaslin keys list` has it.", show_default=False
        ),
    ],
    db: Db = DEFAULT_DB,
) -> None:
    """Revoke a key for good."""
    with administration(db) as people:
        people.delete_key(on_the_machine(), prefix)
    say(f"key {prefix} is good for nothing any more")


def _row(key: Key) -> tuple[str, ...]:
    marks = [each for each in ("trusted_ids", "may_identify") if getattr(key, each)]
    return (
        key.prefix,
        key.name,
        written(key.grants),
        key.source or "-",
        f"until {day(key.expires_s)}",
        " ".join(marks),
    )


def _document(key: Key) -> dict[str, object]:
    return {
        "prefix": key.prefix,
        "name": key.name,
        "roles": [
            {"role": each.role, "scope": each.scope} for each in sorted(key.grants)
        ],
        "source": key.source or None,
        "trusted_ids": key.trusted_ids,
        "may_identify": key.may_identify,
        "created_by": key.created_by,
        "expires": day(key.expires_s),
    }
