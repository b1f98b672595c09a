"""The answer of the static solver as one JSON object."""

import json
import math
from dataclasses import asdict

from zaslin.assignment.wta.result import WtaResult


def encode(result: WtaResult, seconds: float) -> bytes:
    """The object on one line; what is infinite, and so unknown, is null.

    ``seconds`` is what whoever waited for the answer has measured.
    """
    document = {
        "status": result.status.value,
        "value": finite(result.value),
        "bound": finite(result.bound),
        # Without a value there is nothing that the bound could be near to.
        "gap": finite(result.gap) if math.isfinite(result.value) else None,
        "seconds": seconds,
        "assignment": result.assignment.tolist(),
        "prices": [finite(price) for price in result.prices.tolist()],
        "root_bound": finite(result.root_bound),
        "unmet": [unmet._asdict() for unmet in result.unmet],
        "statistics": asdict(result.statistics),
    }
    return f"{json.dumps(document, allow_nan=False)}\n".encode()


def finite(number: float) -> float | None:
    """JSON has no word for infinity."""
    return float(number) if math.isfinite(number) else None
