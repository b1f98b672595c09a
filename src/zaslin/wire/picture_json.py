"""The picture as one JSON document: read, written, and its published schema.

For the command line::

    data, source = read_file(path, sys.stdin.buffer)
    picture = decode(data, source)      # Rejected: one line for standard error, exit 2
    sys.stdout.buffer.write(encode(picture))
    json.dumps(picture_schema())        # zaslin schema picture
"""

import msgspec

from zaslin.domain.picture import Picture
from zaslin.wire.form import picture as wire
from zaslin.wire.read.picture import picture_from_wire
from zaslin.wire.rejected import Rejected
from zaslin.wire.schema import published
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text
from zaslin.wire.write.picture import picture_to_wire

_WANTED = "a picture: a JSON object, see zaslin schema picture"


def decode(data: bytes, source: str) -> Picture:
    """The picture in a document; ``source`` names it in messages.

    Raises :class:`Rejected` with the place of whatever is not right.
    """
    text = decode_text(data, source, _WANTED)
    document = decode_json(text, wire.Picture, source)
    try:
        return picture_from_wire(document, source)
    except ValueError as error:
        raise Rejected(source, "$", str(error), _WANTED) from None


def encode(picture: Picture) -> bytes:
    """The document of a picture, always the same bytes; lines are indented.

    Raises ``ValueError`` for a place or a time that a document cannot hold.
    """
    text = msgspec.json.encode(picture_to_wire(picture))
    return msgspec.json.format(text, indent=2) + b"\n"


def picture_schema() -> dict[str, object]:
    """The document's JSON schema (draft 2020-12)."""
    return published(wire.Picture, "picture", "Zaslin air picture")
