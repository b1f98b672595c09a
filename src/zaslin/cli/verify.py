"""``zaslin verify``: whether a plan or a journal is what it claims to be."""

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import AsJson
from zaslin.cli.outcome import FAILURE, Unusable
from zaslin.cli.streams import progress, write_answer

if TYPE_CHECKING:
    from zaslin.assignment.witness import Verification


def verify_command(
    path: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL",
            help="Witness written by `zaslin plan --witness`; or a journal: NDJSON, an "
            "SQLite database, or the URL of a database.",
            show_default=False,
        ),
    ],
    checkpoint: Annotated[
        list[str] | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE",
            help="Checkpoints of the journal that somebody else has held; may be given "
            "several times.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            "--key",
            metavar="FILE",
            help="Public keys, one of which must have signed each checkpoint.",
            show_default=False,
        ),
    ] = None,
    fold: Annotated[
        bool,
        typer.Option(
            "--fold", help="Judge each entry of a journal by those before it as well."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Recompute a plan from its witness, or a journal from its entries.

    A witness: value, feasibility and bound, in plain Python and from the stored
    problem alone; see docs/mathematics.md, sections 8 and 9. Money is notional
    million euro (M€). A journal: whether anything in it was changed, put in, taken
    out, moved or cut off since a checkpoint was made; see docs/journal.md. What a
    file is its content tells. The exit code is 0 if everything holds, 1 if anything
    does not, 2 if the file cannot be used.
    """
    from zaslin.cli.verify_journal import is_journal

    if is_journal(path):
        _verify_journal(path, checkpoint or (), key or (), fold, as_json)
        return
    if checkpoint or key or fold:
        raise Unusable(
            f"{path}: is no journal; accepted: one, with --checkpoint, --key or --fold"
        )
    verification = _verify(path)
    write = _json if as_json else _report
    write_answer(write(verification))
    if not verification.holds:
        raise typer.Exit(FAILURE)


def _verify_journal(
    path: str, notes: Sequence[str], keys: Sequence[str], fold: bool, as_json: bool
) -> None:
    from zaslin.cli.verify_journal import document, examine, report

    found = examine(path, notes, keys, fold=fold)
    write_answer((document if as_json else report)(found))
    if not all(each.holds for each in found):
        raise typer.Exit(FAILURE)


def _verify(path: str) -> "Verification":
    from zaslin.adapters.export import witness_npz
    from zaslin.assignment.witness import verify
    from zaslin.assignment.witness_form import NoWitness
    from zaslin.wire.rejected import Rejected

    with progress("recomputing value and bound"):
        arrays = witness_npz.read(path)
        try:
            return verify(arrays)
        except NoWitness as error:
            # A stranger's file may lack arrays or hold them in other shapes.
            raise Rejected(path, error.array, error.value, error.accepted) from None


def _report(verification: "Verification") -> bytes:
    verdict = "holds" if verification.holds else "DOES NOT HOLD"
    value, bound = _money(verification.value), _money(verification.bound)
    less = ": it claims less than it proves" if verification.claims_less else ""
    lines = [
        f"The witness {verdict}. ADVICE ONLY · NOTIONAL DATA",
        f"value  {value}, claimed {verification.value_claimed:.6f}",
        f"bound  {bound}, claimed {verification.bound_claimed:.6f}{less}",
        *(f"fault  {fault}" for fault in verification.faults),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _money(meur: float | None) -> str:
    return "not computed" if meur is None else f"{meur:.6f} M€"


def _json(verification: "Verification") -> bytes:
    document = {
        "holds": verification.holds,
        "value_meur": _finite(verification.value),
        "value_claimed_meur": _finite(verification.value_claimed),
        "bound_meur": _finite(verification.bound),
        "bound_claimed_meur": _finite(verification.bound_claimed),
        "claims_less": verification.claims_less,
        "faults": list(verification.faults),
    }
    return f"{json.dumps(document, allow_nan=False)}\n".encode()


def _finite(meur: float | None) -> float | None:
    """JSON has no word for what is no number."""
    return meur if meur is not None and math.isfinite(meur) else None
