"""The plan as one JSON document: written, and its published schema.

For the command line::

    sys.stdout.buffer.write(encode(plan, picture))
    json.dumps(plan_schema())           # zaslin schema plan

The same plan gives the same bytes; its ``times`` are the caller's clock, so a plan
made without a clock is reproducible byte for byte.
"""

from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.wire import plain
from zaslin.wire.form import plan as wire
from zaslin.wire.schema import published
from zaslin.wire.write.plan import plan_to_wire


def encode(plan: Plan, picture: Picture) -> bytes:
    """The document of a plan and the picture it was made from, on one line.

    Raises ``ValueError`` if the plan is for another revision than the picture's.
    """
    return plain.encode(plan_to_wire(plan, picture)) + b"\n"


def plan_schema() -> dict[str, object]:
    """The document's JSON schema (draft 2020-12)."""
    return published(wire.Plan, "plan", "Zaslin plan: advice only")
