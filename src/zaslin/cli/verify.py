"""``zaslin verify``: recompute a plan's value and bound from its witness."""

import json
import math
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import AsJson
from zaslin.cli.outcome import FAILURE
from zaslin.cli.streams import progress, write_answer

if TYPE_CHECKING:
    from zaslin.assignment.witness import Verification


def verify_command(
    witness: Annotated[
        str,
        typer.Argument(
            metavar="WITNESS.npz",
            help="File written by `zaslin plan --witness`.",
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Recompute a plan's value, its feasibility and its bound from its witness.

    In plain Python and from the stored problem alone, with no code of the solver; see
    docs/mathematics.md, sections 8 and 9, to do it yourself. Money is notional million
    euro (M€). The exit code is 0 if the claims recompute, where the bound may claim
    less than the prices prove, which is then said; 1 if a claim does not recompute, a
    rule is broken or an entry is out of its range; 2 if the file is no witness.
    """
    verification = _verify(witness)
    write = _json if as_json else _report
    write_answer(write(verification))
    if not verification.holds:
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
