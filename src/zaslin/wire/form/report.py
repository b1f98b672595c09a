"""What became of track reports that a feed sent."""

from typing import Annotated, Literal

from msgspec import Meta

from zaslin.wire.form.desk import Count
from zaslin.wire.form.plan import Stated


class RejectedReport(Stated, frozen=True, kw_only=True):
    """A report that was not taken in; the others were."""

    index: Annotated[Count, Meta(description="of the report in what was sent, from 0")]
    place: Annotated[str, Meta(description="field of the report, such as $.speed_mps")]
    value: str
    accepted: str


class Received(Stated, frozen=True, kw_only=True):
    """How many reports were taken in; accepted + rejected + shed = sent."""

    schema: Literal["zaslin/received/1"] = "zaslin/received/1"
    accepted: Count
    rejected: Annotated[
        tuple[RejectedReport, ...], Meta(description="the first hundred of them")
    ]
    rejected_count: Count
    shed: Annotated[
        Count, Meta(description="left out, as the desk had newer or too many of them")
    ]
    suspect: Annotated[
        Count,
        Meta(
            description="hostile by a feed that may not identify: taken in as suspect"
        ),
    ]
