"""Bodies are read strictly, and answers carry their versions."""

import json
from typing import Any

import msgspec
import pytest
from starlette.requests import Request

from tests.probe_routes import Order
from zaslin.api.endpoint import (
    answer,
    decode,
    deeper_than,
    documented,
    not_modified,
    same_revision,
)
from zaslin.api.errors import Code, ProblemError

BAD = {
    "nothing": (b"", "nothing"),
    "blanks": (b" \n\t ", "nothing"),
    "not a document": (b'{"name":"a"', "end of text"),
    "two documents": (b'{"name":"a"}{}', "{"),
    "a word": (b"[nonsense]", ""),
    "NaN": (b'{"name":"a","share":NaN}', "NaN"),
    "Infinity": (b'{"name":"a","share":Infinity}', "Infinity"),
    "minus Infinity": (b'{"name":"a","share":-Infinity}', "-Infinity"),
    "too large a number": (b'{"name":"a","share":1e999}', "1e999"),
    "a key twice": (b'{"name":"a","name":"b"}', "stated twice"),
    "a key twice, inside": (b'{"name":"a","any":{"x":1,"x":2}}', "stated twice"),
    "an unknown key": (b'{"name":"a","nmae":1}', "unknown field"),
    "a missing key": (b"{}", "missing"),
    "another type": (b'{"name":1}', "1"),
    "out of bounds": (b'{"name":"a","share":1.5}', "1.5"),
    "half a surrogate pair": (b'{"name":"\\ud800"}', "\\ud800"),
    "the other half": (b'{"name":"\\udc00"}', "\\udc00"),
    "not UTF-8": (b'{"name":"\xff"}', "byte 9: 0xff"),
    "overlong UTF-8": (b'{"name":"\xc0\xaf"}', "byte 9: 0xc0"),
    "a surrogate in UTF-8": (b'{"name":"\xed\xa0\x80"}', "byte 9: 0xed"),
    "a byte order mark": (b'\xef\xbb\xbf{"name":"a"}', "\\ufeff"),
    "a control character": (b'{"name":"\x01"}', ""),
    "deep": (b'{"name":"a","any":' + b"[" * 32 + b"]" * 32 + b"}", "more than 32"),
    "very deep": (b"[" * 100_000, "more than 32 levels"),
    "a number of a million digits": (
        b'{"name":"a","any":' + b"9" * 1_000_000 + b"}",
        "",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_document_that_cannot_be_used_is_named(case: str) -> None:
    """422 with the place, what stands there and what would be accepted."""
    data, value = BAD[case]

    with pytest.raises(ProblemError) as caught:
        decode(data, Order)

    assert caught.value.code is Code.INVALID
    (place,) = caught.value.errors
    assert place.place
    assert place.accepted
    assert value in place.value
    assert len(place.value) <= 60


def test_brackets_in_strings_do_not_count_as_depth() -> None:
    """Only what nests, nests."""
    text = json.dumps({"name": "[{" * 100 + '\\"[[' * 20})

    assert decode(text.encode(), Order).name.startswith("[{")
    assert deeper_than(b"[" * 33 + b"]" * 33, 32)
    assert not deeper_than(b"[]" * 40, 32)
    assert not deeper_than(b"[" * 32 + b"]" * 32, 32)


def test_the_depth_that_is_allowed_is_read() -> None:
    """32 levels are fine, the outermost object included."""
    nested = b"[" * 31 + b"]" * 31

    assert decode(b'{"name":"a","any":' + nested + b"}", Order).any is not None


def _request(**headers: str) -> Request:
    raw = [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in headers.items()
    ]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


@pytest.mark.parametrize("stated", ['"7"', 'W/"7"', '"6", "7"', "*"])
def test_what_the_client_has_is_not_sent_again(stated: str) -> None:
    """304 if any of the versions it names is the one there is."""
    unchanged = not_modified(_request(if_none_match=stated), "7")

    assert unchanged is not None
    assert unchanged.status_code == 304
    assert unchanged.headers["etag"] == '"7"'


@pytest.mark.parametrize("stated", ['"6"', "7", ""])
def test_another_version_is_sent(stated: str) -> None:
    """No 304 for a version that is not there, or is not a version."""
    assert not_modified(_request(if_none_match=stated), "7") is None
    assert not_modified(_request(), "7") is None


def test_a_change_names_the_version_it_was_made_for() -> None:
    """428 without a version, 412 with an old or a weak one."""
    same_revision(_request(if_match='"7"'), "7")
    with pytest.raises(ProblemError) as missing:
        same_revision(_request(), "7")
    with pytest.raises(ProblemError) as old:
        same_revision(_request(if_match='"6"'), "7")
    with pytest.raises(ProblemError) as weak:
        same_revision(_request(if_match='W/"7"'), "7")

    assert missing.value.code is Code.REVISION_REQUIRED
    assert old.value.code is Code.REVISION_CHANGED
    assert old.value.headers == {"ETag": '"7"'}
    assert weak.value.code is Code.REVISION_CHANGED


def test_an_answer_is_the_document() -> None:
    """Structs are written, and bytes are taken as they are."""
    assert answer(Order(name="a")).body == msgspec.json.encode(Order(name="a"))
    assert answer(b"[1]", etag="7").headers["etag"] == '"7"'


def test_a_route_publishes_its_documents() -> None:
    """Schemas, examples and problems go where OpenAPI looks for them."""
    published: dict[str, Any] = documented(
        request=Order, response=Order, status=201, errors=(409,), example={"name": "x"}
    )

    assert published["status_code"] == 201
    answers = published["responses"]
    assert answers[201]["content"]["application/json"]["example"] == {"name": "x"}
    assert "plan_moved_on" in answers[409]["description"]
    assert set(published["openapi_extra"]["x-components"]) == {"Order", "Inner"}
