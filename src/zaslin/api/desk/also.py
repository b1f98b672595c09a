"""Routes that answer with one of two documents."""

from typing import Any

from zaslin.api.endpoint import documented


def also(documents: dict[str, Any], status: int, kind: Any) -> dict[str, Any]:
    """The arguments of a route's decorator, with another answer that it may give."""
    other = documented(response=kind, status=status)
    documents["responses"][status] = other["responses"][status]
    components = documents["openapi_extra"]["x-components"]
    components.update(other["openapi_extra"]["x-components"])
    return documents
