"""``zaslin verify``: recompute a plan's value and bound from its witness."""

import json
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
    docs/mathematics.md, section 8, to do it yourself. Money is notional million euro
    (M€). The exit code is 0 if everything recomputes, 1 if anything does not.
    """
    verification = _verify(witness)
    write = _json if as_json else _report
    write_answer(write(verification))
    if not verification.holds:
        raise typer.Exit(FAILURE)


def _verify(path: str) -> "Verification":
    from zaslin.adapters.export import witness_npz
    from zaslin.adapters.rejected import Rejected
    from zaslin.assignment.witness import verify

    with progress("recomputing value and bound"):
        arrays = witness_npz.read(path)
        try:
            return verify(arrays)
        except (LookupError, TypeError, ValueError) as error:
            # A stranger's file may lack arrays or hold them in other shapes.
            fault = f"{type(error).__name__} {error}"
            wanted = "the arrays of a witness, in their shapes"
            raise Rejected(path, "", fault, wanted) from None


def _report(verification: "Verification") -> bytes:
    verdict = "holds" if verification.holds else "DOES NOT HOLD"
    lines = [
        f"The witness {verdict}. ADVICE ONLY · NOTIONAL DATA",
        f"value  {verification.value:.6f} M€, claimed {verification.value_claimed:.6f}",
        f"bound  {verification.bound:.6f} M€, claimed {verification.bound_claimed:.6f}",
        *(f"fault  {fault}" for fault in verification.faults),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _json(verification: "Verification") -> bytes:
    document = {
        "holds": verification.holds,
        "value_meur": verification.value,
        "value_claimed_meur": verification.value_claimed,
        "bound_meur": verification.bound,
        "bound_claimed_meur": verification.bound_claimed,
        "faults": list(verification.faults),
    }
    # A bound of minus infinity has no place in JSON; it stands for no bound at all.
    if verification.bound == float("-inf"):
        document["bound_meur"] = None
    return f"{json.dumps(document, allow_nan=False)}\n".encode()
