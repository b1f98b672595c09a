"""``zaslin schema``: the published schemas of what is read and written."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from zaslin.cli.streams import write_answer


class Document(StrEnum):
    """Documents with a published schema."""

    PLAN = "plan"
    PICTURE = "picture"
    SCORE = "score"
    RUN = "run"
    CAMPAIGN = "campaign"
    RESERVE = "reserve"


def _document(name: str) -> Document:
    """A document by its name."""
    try:
        return Document(name)
    except ValueError:
        raise typer.BadParameter(
            f"{name[:40]!r}; accepted: {', '.join(Document)}"
        ) from None


def schema_command(
    document: Annotated[
        Document,
        typer.Argument(
            parser=_document, metavar="DOCUMENT", help=f"{', '.join(Document)}."
        ),
    ],
) -> None:
    """Print the JSON schema (draft 2020-12) of a document."""
    text = json.dumps(_schema(document), indent=2, ensure_ascii=False)
    write_answer(f"{text}\n".encode())


def _schema(document: Document) -> dict[str, object]:
    # Each document's module is imported only when it is asked for.
    if document is Document.PLAN:
        from zaslin.wire.plan_json import plan_schema

        return plan_schema()
    if document is Document.PICTURE:
        from zaslin.wire.picture_json import picture_schema

        return picture_schema()
    if document is Document.RUN:
        from zaslin.bootstrap.run_rows import run_schema

        return run_schema()
    if document is Document.CAMPAIGN:
        from zaslin.bench.campaign.document import campaign_schema

        return campaign_schema()
    if document is Document.RESERVE:
        from zaslin.bench.reserve.document import reserve_schema

        return reserve_schema()
    from zaslin.wire.export.score_json import score_schema

    return score_schema()
