"""The published description of the API, kept in the repository.

``python -m tests.openapi_snapshot`` writes it anew; the difference is then part of the
change, for a person to read: a new route, above all one that changes something, cannot
appear without anybody noticing.
"""

import json
from pathlib import Path

from tests.serving import bare_service
from zaslin.api.app import create_app
from zaslin.api.openapi import openapi

SNAPSHOT = Path(__file__).parent / "contract" / "openapi.json"


def described() -> str:
    """The description of the service as it is."""
    description = openapi(create_app(bare_service()))
    text = json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(described(), encoding="utf-8")
