"""``zaslin wta verify``: recompute value, feasibility and bound from a certificate."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import AsJson
from zaslin.cli.outcome import FAILURE
from zaslin.cli.streams import progress, write_answer

if TYPE_CHECKING:
    from zaslin.assignment.check.wta import Verification

_WANTED = "a certificate written by zaslin wta solve --certificate"


def verify_command(
    certificate: Annotated[
        str,
        typer.Argument(
            metavar="CERTIFICATE.npz",
            help="File written by `zaslin wta solve --certificate`.",
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Recompute value, feasibility and bound of an answer from its certificate.

    With code that shares nothing with the solver; see docs/static.md. The exit code
    is 0 if everything holds, 1 if anything does not.
    """
    verification = _verify(certificate)
    write = _json if as_json else _report
    write_answer(write(verification))
    if not verification.holds:
        raise typer.Exit(FAILURE)


def _verify(path: str) -> "Verification":
    with progress("recomputing value and bound"):
        from zaslin.adapters import npz_file
        from zaslin.assignment.wta.certificate import verify_certificate
        from zaslin.wire.rejected import Rejected

        if path == "-":
            # An archive is read from its end, which a pipe does not have.
            raise Rejected("standard input", "", "a pipe", "the path of a file")
        arrays = npz_file.read(path, _WANTED)
        try:
            return verify_certificate(arrays)
        except (LookupError, TypeError, ValueError) as error:
            # A stranger's file may lack arrays or hold them in other shapes.
            raise Rejected(path, "", f"{error}", _WANTED) from None


def _report(verification: "Verification") -> bytes:
    from zaslin.cli.wta.figures import exact

    verdict = "holds" if verification.holds else "DOES NOT HOLD"
    if verification.holds and verification.remark:
        verdict = "holds as far as it can be recomputed"
    value, value_claimed = verification.value, verification.value_claimed
    bound, bound_claimed = verification.bound, verification.bound_claimed
    lines = [
        f"The certificate {verdict}. ADVICE ONLY · NOTIONAL DATA",
        f"status {verification.status}",
        f"value  {exact(value)}, claimed {exact(value_claimed)}",
        f"bound  {exact(bound)}, claimed {exact(bound_claimed)}",
        f"root   {exact(verification.root_bound)}, by the prices alone",
        f"proof  {_proof(verification)}",
        *(f"fault  {fault}" for fault in verification.faults),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _proof(verification: "Verification") -> str:
    remark = verification.remark
    return f"{verification.proof}: {remark}" if remark else verification.proof


def _json(verification: "Verification") -> bytes:
    from zaslin.adapters.wta.result_json import finite

    document = {
        "holds": verification.holds,
        "status": verification.status,
        "value": finite(verification.value),
        "value_claimed": finite(verification.value_claimed),
        "bound": finite(verification.bound),
        "bound_claimed": finite(verification.bound_claimed),
        "root_bound": finite(verification.root_bound),
        "root_bound_claimed": finite(verification.root_bound_claimed),
        "proof": verification.proof,
        "remark": verification.remark,
        "faults": list(verification.faults),
    }
    return f"{json.dumps(document, allow_nan=False)}\n".encode()
