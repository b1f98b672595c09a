"""The price of a saved round as one JSON document."""

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from zaslin.sim.reserve import ReserveReport
from zaslin.wire.schema import published


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveDocument:
    """Prices of saved rounds; money is in notional million euro.

    ``price_meur[s]`` of a type is what one more round saves where there are s.
    """

    schema: Literal["zaslin/reserve/1"] = "zaslin/reserve/1"
    notional: Annotated[
        Literal[True], Meta(description="label: every position and figure is notional")
    ] = True
    report: ReserveReport


def encode(report: ReserveReport) -> bytes:
    """The document; equal input and seed give equal bytes."""
    document = ReserveDocument(report=report)
    return msgspec.json.format(msgspec.json.encode(document)) + b"\n"


def reserve_schema() -> dict[str, object]:
    """The document's JSON schema (draft 2020-12)."""
    return published(ReserveDocument, "reserve", "Zaslin reserve: notional")
