"""Whatever comes in: a picture or reports, or a rejection in one line; nothing else."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.documents import DOCUMENT
from tests.unit.wire.feeds.test_feeds import as_csv, as_geojson, as_ndjson
from zaslin.domain.picture import Picture
from zaslin.wire import feeds
from zaslin.wire.picture_json import decode, encode
from zaslin.wire.rejected import Rejected
from zaslin.wire.tracks import with_tracks

Read = Callable[[bytes], object]

WHOLE = json.dumps(DOCUMENT).encode()
PICTURE = decode(WHOLE, "picture.json")
REPORTS: list[dict[str, Any]] = DOCUMENT["tracks"]

# What tends to break readers of JSON and CSV.
SHREDS = st.sampled_from(
    [
        b"NaN", b"-Infinity", b"1e999", b"-0", b"9" * 400, b"null", b"true", b'"',
        b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\n", b"\r", b"\0", b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf", b"\\ud800", b"\\u0000", b'"id":1,', b"[" * 2_000, b"1", b"-1",
        b"''", b";", "№".encode(),
    ]
)  # fmt: skip
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["one_way_attack", "missile", "T1", "2025-09-07T03:00:00Z"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "low", "polygon", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def read_picture(data: bytes) -> Picture:
    """A picture file."""
    return decode(data, "picture.json")


def read_reports(suffix: str) -> Read:
    """Reports in one format, laid over a picture."""
    return lambda data: with_tracks(PICTURE, feeds.decode(data, f"tracks{suffix}"))


READERS: dict[str, tuple[Read, bytes]] = {
    "picture": (read_picture, WHOLE),
    "csv": (read_reports(".csv"), as_csv(REPORTS)),
    "ndjson": (read_reports(".ndjson"), as_ndjson(REPORTS)),
    "geojson": (read_reports(".geojson"), as_geojson(REPORTS)),
    "unnamed": (read_reports(""), as_ndjson(REPORTS)),
}
readers = pytest.mark.parametrize(("read", "good"), READERS.values(), ids=list(READERS))


def read_or_reject(read: Read, data: bytes) -> object | None:
    """What was read, or nothing if it was rejected as it should be."""
    try:
        return read(data)
    except Rejected as error:
        rejected = error
    line = str(rejected)
    assert line.isprintable()
    assert line.startswith("zaslin: ")
    assert "; accepted: " in line
    assert len(line) < 1_000
    assert rejected.value
    assert rejected.accepted
    return None


@readers
@given(data=st.binary(max_size=200))
def test_random_bytes_are_rejected(read: Read, good: bytes, data: bytes) -> None:
    """No reader trips over noise."""
    read_or_reject(read, data)
    read_or_reject(read, good[:1] + data)


@readers
@given(data=st.data())
def test_damaged_files_are_read_or_rejected(
    read: Read, good: bytes, data: st.DataObject
) -> None:
    """Cut, doubled, overwritten: at any place, several times."""
    damaged = good
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        end = min(len(damaged), start + data.draw(st.integers(0, 30)))
        shred = data.draw(SHREDS | st.just(damaged[start:end] * 2) | st.just(b""))
        damaged = damaged[:start] + shred + damaged[end:]

    read_or_reject(read, damaged)


@given(data=st.data(), value=values, extra=st.booleans())
def test_well_formed_nonsense_is_read_or_rejected(
    data: st.DataObject, value: object, extra: bool
) -> None:
    """Any value in place of any other, or beside it; what is read can be written."""
    document = deepcopy(DOCUMENT)
    node: Any = document
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        deeper = isinstance(node[key], dict | list) and node[key]
        if not deeper or not data.draw(st.booleans()):
            break
        node = node[key]
    if extra and isinstance(node, dict):
        node[data.draw(st.text(max_size=5))] = value
    else:
        node[key] = value

    picture = read_or_reject(read_picture, json.dumps(document).encode())

    if isinstance(picture, Picture):
        assert decode(encode(picture), "again").revision == picture.revision


@given(text=st.text(max_size=80))
def test_any_text_can_be_a_source_and_a_value(text: str) -> None:
    """A file may be called anything."""
    line = str(Rejected(text, text, text, text))

    assert line.isprintable()
