"""The published JSON schema of a document, derived from its type."""

import msgspec


def published(kind: type[object], name: str, title: str) -> dict[str, object]:
    """The schema of ``zaslin/<name>/1`` in draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:zaslin:{name}:1",
        "title": title,
        **msgspec.json.schema(kind),
    }
