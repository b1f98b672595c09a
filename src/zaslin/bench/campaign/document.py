"""A campaign as one JSON document: written, and its published schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from zaslin.sim.comparison import Comparison, TimingFigures
from zaslin.wire.schema import published


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDocument:
    """What policies come to in each scenario, and how long they took.

    Money is in notional million euro; an interval's side that the runs say nothing
    about is null.
    """

    schema: Literal["zaslin/campaign/1"] = "zaslin/campaign/1"
    notional: Annotated[
        Literal[True], Meta(description="label: every position and figure is notional")
    ] = True
    comparison: Comparison
    timings: Annotated[
        tuple[TimingFigures, ...] | None,
        Meta(description="wall-clock means; null where equal studies must be equal"),
    ] = None


def encode(
    comparison: Comparison, timings: Sequence[TimingFigures] | None = None
) -> bytes:
    """The document; without timings, equal studies give equal bytes."""
    document = CampaignDocument(
        comparison=comparison, timings=None if timings is None else tuple(timings)
    )
    return msgspec.json.format(msgspec.json.encode(document)) + b"\n"


def campaign_schema() -> dict[str, object]:
    """The document's JSON schema (draft 2020-12)."""
    return published(CampaignDocument, "campaign", "Zaslin campaign: notional")
