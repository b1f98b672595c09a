"""``zaslin replay``: go through a journal again, and plan again if asked to."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import AsJson
from zaslin.cli.outcome import FAILURE, Unusable
from zaslin.cli.streams import progress, write_answer, write_report
from zaslin.wire.rejected import Rejected, printable

if TYPE_CHECKING:
    from rich.table import Table

    from zaslin.domain.event import Entry
    from zaslin.ops.replay import Account, Mismatch

_MOST_MISMATCHES = 12
_LONGEST_WORD = 60
_DIGEST_LETTERS = 12


def replay_command(
    journal: Annotated[
        str,
        typer.Argument(
            metavar="JOURNAL",
            help="Journal of a desk, NDJSON; - is standard input.",
            show_default=False,
        ),
    ],
    plans: Annotated[
        bool,
        typer.Option(
            "--plans",
            help="Make every plan again, by the policy and the parameters that the "
            "journal names, and compare.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Go through a journal entry by entry and say what it comes to.

    State is the fold of the journal, so this is what the desk knew. With --plans the
    exit code is 1 if a plan comes out otherwise than it was entered; it is 2 if the
    file is no journal, is cut short, or holds an entry that does not fit those before
    it.
    """
    with progress("reading the journal"), _entries(journal) as (about, entries):
        from zaslin.ops.replay import account_of

        # Kept only for the second time.
        kept = list(entries) if plans else None
        account = account_of(entries if kept is None else kept)
    mismatches = None if kept is None else _planned_again(journal, kept, about)
    if as_json:
        write_answer(_document(about, account, mismatches))
    else:
        _report(about, account, mismatches)
    if mismatches:
        raise typer.Exit(FAILURE)


@contextmanager
def _entries(path: str) -> Iterator[tuple[dict[str, str], Iterator["Entry"]]]:
    """The header and the entries of a file; what does not fit ends in exit 2."""
    from zaslin.adapters.journal import file as journal_file

    source = _source(path)
    stdin = None if sys.stdin is None else sys.stdin.buffer
    with journal_file.reading(path, stdin) as file:
        try:
            yield journal_file.read(file, source)
        except ValueError as error:
            raise _misfit(source, error) from None


def _planned_again(
    path: str, entries: list["Entry"], about: Mapping[str, str]
) -> list["Mismatch"]:
    from zaslin.bootstrap.replay import replanner_of
    from zaslin.cli.inputs import settle
    from zaslin.ops.replay import replay

    try:
        replanner = replanner_of(about)
    except ValueError as error:
        raise Unusable(f"{_source(path)}: {printable(str(error), 400)}") from None
    settle()
    with progress("planning again"):
        return list(
            replay(
                entries, replanner.planner, decision_lead_s=replanner.decision_lead_s
            )
        )


def _source(path: str) -> str:
    return "standard input" if path == "-" else path


def _misfit(source: str, error: ValueError) -> Rejected:
    value, _, accepted = str(error).partition("; accepted: ")
    place, _, value = value.rpartition(": ")
    return Rejected(source, place, value, accepted or "the journal of a desk")


def _document(
    about: Mapping[str, str], account: "Account", mismatches: list["Mismatch"] | None
) -> bytes:
    document = {
        "about": dict(about),
        "from_s": account.from_s,
        "until_s": account.until_s,
        "entries": dict(account.entries),
        "pictures": account.pictures,
        "plans": account.plans,
        "plans_shown": account.shown,
        "plans_withdrawn": account.withdrawn,
        "engagements": {str(state): n for state, n in account.engagements.items()},
        "rounds_spent": dict(account.rounds_spent),
        "tracks_at_end": account.tracks,
        "plans_compared": None if mismatches is None else account.plans,
        "mismatches": None
        if mismatches is None
        else [
            {
                "entry": each.number,
                "at_s": each.at_s,
                "revision": each.revision,
                "stated": each.stated,
                "made": each.made,
            }
            for each in mismatches
        ],
    }
    return f"{json.dumps(document, allow_nan=False)}\n".encode()


def _report(
    about: Mapping[str, str], account: "Account", mismatches: list["Mismatch"] | None
) -> None:
    from zaslin.cli.report.paper import heading, lines, stack
    from zaslin.cli.words import counted, moment

    told = " · ".join(f"{_word(key)} {_word(value)}" for key, value in about.items())
    withdrawn = f", {account.withdrawn:,} withdrawn" if account.withdrawn else ""
    shown = f"{account.shown:,} shown{withdrawn}"
    total = sum(account.entries.values())
    write_report(
        stack(
            lines(
                [
                    "ADVICE ONLY · NOTIONAL DATA",
                    told or "its header does not say what it is of",
                    f"{moment(account.from_s)} to {moment(account.until_s)}",
                    f"{total:,} entries make {counted(account.pictures, 'picture')}",
                    f"{counted(account.plans, 'plan')} made, {shown}",
                ]
            ),
            heading("entries"),
            _counts("kind", account.entries.items()),
            heading("engagements"),
            _counts("state", account.engagements.items()),
            heading("rounds spent"),
            _counts("type", account.rounds_spent.items()),
            None
            if mismatches is None
            else heading("plans", _verdict(account, mismatches)),
            _differences(mismatches) if mismatches else None,
        )
    )


def _verdict(account: "Account", mismatches: list["Mismatch"]) -> str:
    if mismatches:
        return f"{len(mismatches):,} of {account.plans:,} come out otherwise"
    return f"{account.plans:,} made again, all of them alike"


def _counts(title: str, counts: Iterable[tuple[str, int]]) -> "Table":
    from zaslin.cli.report.paper import ledger

    rows = [[_word(name), f"{count:,}"] for name, count in counts if count]
    return ledger([(title, "name"), ("count", "number")], rows)


def _differences(mismatches: list["Mismatch"]) -> "Table":
    from zaslin.cli.report.paper import ledger
    from zaslin.cli.words import moment

    columns = [
        ("entry", "number"),
        ("at", "name"),
        ("revision", "number"),
        ("entered as", "name"),
        ("comes out as", "name"),
    ]
    return ledger(
        columns,
        [
            [
                f"{each.number}",
                moment(each.at_s),
                f"{each.revision}",
                each.stated[:_DIGEST_LETTERS],
                # What a planner says when it fails is longer, and worth reading.
                _word(each.made if " " in each.made else each.made[:_DIGEST_LETTERS]),
            ]
            for each in mismatches[:_MOST_MISMATCHES]
        ],
    )


def _word(text: str) -> str:
    """What a file says, so that it cannot garble a terminal."""
    return printable(text, _LONGEST_WORD)
