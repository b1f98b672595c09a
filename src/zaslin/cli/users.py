"""``zaslin users``: who may use the service, changed on the machine it runs on."""

import json
from typing import Annotated

import typer

from zaslin.cli.help import examples, write_help
from zaslin.cli.inputs import AsJson
from zaslin.cli.journal import DEFAULT_DB, Db
from zaslin.cli.people import administration, grants, on_the_machine, table, written
from zaslin.cli.streams import say, write_answer
from zaslin.domain.account import NewUser
from zaslin.domain.person import User

app = typer.Typer()

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="The user's name.", show_default=False)
]
Roles = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ROLE:SCOPE...",
        help="Roles with their desks: live, sim (exercise and replay) or all.",
        show_default=False,
    ),
]


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """People who use the service: list, add, give roles, shut out, let in again.

    Works on the database itself, also while the service runs; it takes effect within
    a second, on open streams within five. Every change is on record.
    """
    write_help(context)


@app.command("list", epilog=examples("zaslin users list --db sqlite:///zaslin.db"))
def list_command(db: Db = DEFAULT_DB, as_json: AsJson = False) -> None:
    """List users and their roles."""
    with administration(db) as people:
        users = people.users()
    if as_json:
        stated = {"users": [_document(each) for each in users]}
        write_answer(f"{json.dumps(stated)}\n".encode())
        return
    write_answer(table([_row(each) for each in users]) or b"There is no user.\n")


@app.command("add", epilog=examples("zaslin users add olena planner:live viewer:sim"))
def add_command(name: Name, roles: Roles = None, db: Db = DEFAULT_DB) -> None:
    """Add a user; the secret for the first sign-in is the answer."""
    asked = grants(roles or [])
    with administration(db) as people:
        _show(people.add_user(on_the_machine(), name, sorted(asked)))


@app.command(
    "grant", epilog=examples("zaslin users grant olena engagement_authority:live")
)
def grant_command(name: Name, roles: Roles = None, db: Db = DEFAULT_DB) -> None:
    """Give a user these roles in the place of those before; without any, none."""
    asked = grants(roles or [])
    with administration(db) as people:
        user = people.grant(on_the_machine(), name, sorted(asked))
    say(f"{user.name} is now: {written(user.grants)}")


@app.command("disable", epilog=examples("zaslin users disable olena"))
def disable_command(name: Name, db: Db = DEFAULT_DB) -> None:
    """Shut a user out; the account stays, as its name is in the journal."""
    with administration(db) as people:
        people.disable(on_the_machine(), name, True)
    say(f"{name} is shut out")


@app.command("enable", epilog=examples("zaslin users enable olena"))
def enable_command(name: Name, db: Db = DEFAULT_DB) -> None:
    """Let a user in again."""
    with administration(db) as people:
        people.disable(on_the_machine(), name, False)
    say(f"{name} may sign in again")


@app.command("reset", epilog=examples("zaslin users reset admin"))
def reset_command(name: Name, db: Db = DEFAULT_DB) -> None:
    """Put a secret for one sign-in in the place of a password; it is the answer."""
    with administration(db) as people:
        _show(people.reset(on_the_machine(), name))


def _show(new: NewUser) -> None:
    """The secret alone goes to standard output, once."""
    say(
        f"{new.user.name} ({written(new.user.grants)}) signs in with this secret "
        "within a day, and chooses a password:"
    )
    write_answer(f"{new.secret}\n".encode())


def _row(user: User) -> tuple[str, ...]:
    state = [
        word
        for word, holds in (
            ("shut out", user.disabled),
            ("has to choose a password", user.must_change),
            (f"signs in at {user.issuer}", bool(user.issuer)),
        )
        if holds
    ]
    return user.name, written(user.grants), ", ".join(state)


def _document(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "roles": [
            {"role": each.role, "scope": each.scope} for each in sorted(user.grants)
        ],
        "disabled": user.disabled,
        "must_change": user.must_change,
        "issuer": user.issuer or None,
        "revision": user.revision,
    }
