"""Whatever bytes come in over a socket, nobody gets a 5xx and nothing hangs.

A real server with a real service behind it, and no client library that would refuse to
send what must not be sent.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from tests.raw_http import RawAnswer, ask, filled, request_bytes
from tests.serving import serving
from tests.whole_service import Whole, whole_service
from zaslin.api.openapi import openapi

Operation = tuple[str, str, dict[str, Any]]

# What a path may be about; the last ones are about nothing.
NAMES: Mapping[str, tuple[str, ...]] = {
    "desk": ("sim", "live", "nowhere"),
    "track": ("T0001", "T1"),
    "unit": ("poltava-drone-01", "U1"),
    "zone": ("corridor-1", "Z1"),
    "widening": ("1",),
    "nomination": ("1",),
    "engagement": ("E1",),
    "revision": ("1",),
    "name": ("nobody-here",),
    "prefix": ("nothing",),
}
ODD_NAMES = (
    "..",
    "../../etc/passwd",
    "a" * 500,
    "Ціль 7",
    "\u202e7T",
    "'; DROP TABLE entry; --",
    "<script>alert(1)</script>",
    "%",
    "-1",
    "1e999",
    "99999999999999999999999999",
    "NaN",
    "true",
    "?",
    "/",
    "\ufffd",
)
FIRST = {name: values[0] for name, values in NAMES.items()}
# The person who asks would sign out, and ask everything after that in vain.
LEAVES = ("DELETE", "/api/v1/session")

DEPTH = 100_000
BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "blanks": b" \r\n\t",
    "null": b"null",
    "true": b"true",
    "zero": b"0",
    "minus": b"-",
    "NaN": b"NaN",
    "Infinity": b"[Infinity,-Infinity]",
    "overflow": b'{"x":1e999}',
    "underflow": b'{"x":1e-999}',
    "many digits": b"9" * 10_000,
    "negative zero": b"-0.0",
    "a word": b"nonsense",
    "a string": b'"string"',
    "no end": b'{"a":',
    "no end of a string": b'"abc',
    "a trailing comma": b'{"a":1,}',
    "a comment": b"/* */{}",
    "single quotes": b"{'a':1}",
    "two documents": b"{}{}",
    "a key twice": b'{"a":1,"a":2}',
    "a key twice, escaped": b'{"a":1,"\\u0061":2}',
    "an empty key": b'{"":1}',
    "proto": b'{"__proto__":{"x":1},"constructor":1}',
    "half a surrogate": b'"\\ud800"',
    "surrogates the wrong way": b'"\\udc00\\ud800"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "a key that is half a surrogate": b'{"\\ud800":1}',
    "not UTF-8": b"\xff\xfe\x00",
    "overlong": b'"\xc0\x80"',
    "cut UTF-8": b'"\xf0\x9f"',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "UTF-32": '{"a":1}'.encode("utf-32"),
    "a NUL": b'"\x00"',
    "an escaped NUL": b'{"a":"\\u0000"}',
    "a control character": b'"\x1f"',
    "deep arrays": b"[" * DEPTH,
    "deep objects": b'{"a":' * 10_000,
    "deep and closed": b"[" * 900 + b"]" * 900,
    "deep and wide": b"[" + b"[]," * 30_000 + b"[]]",
    "an array": b"[]",
    "an object": b"{}",
    "many keys": json.dumps({f"k{n}": n for n in range(5_000)}).encode(),
    "a long string": b'"' + b"a" * 500_000 + b'"',
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "a form": b"name=admin&password=x",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "a multipart": b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
    "lines": b"{}\n{}\n\n{}\nnonsense\n",
    "pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix.",
}
TYPES = (
    "application/json",
    "application/x-ndjson",
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "",
    None,
)
REQUESTS: Mapping[str, bytes] = {
    "nothing": b"\r\n\r\n",
    "a letter": b"G\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "an old version": b"GET / HTTP/0.9\r\n\r\n",
    "a version to come": b"GET / HTTP/3.0\r\n\r\n",
    "HTTP/1.0": b"GET /healthz HTTP/1.0\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "another host": b"GET / HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n",
    "an absolute address": b"GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "an address without a path": b"GET http://a HTTP/1.1\r\nHost: a\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a tunnel": b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method of WebDAV": b"LOCK / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "HEAD": b"HEAD /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "dots": b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "coded dots": b"GET /%2e%2e%2fetc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a coded NUL": b"GET /%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "half a code": b"GET /%e HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a wrong code": b"GET /%zz%ff%c0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "eight bits": b"GET /\xd0\xb0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a blank in the path": b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n: a\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    "a blank before the colon": b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nX: \x00\r\n\r\n",
    "bare line feeds": b"GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n",
    "bare returns": b"GET /healthz HTTP/1.1\rHost: a\r\r",
    "length and chunks": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "two lengths": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
        b"Content-Length: 4\r\n\r\nabcd"
    ),
    "chunks of nonsense": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/json\r\n\r\nzz\r\n"
    ),
    "a chunk larger than all memory": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/json\r\n\r\nffffffffffffffff\r\n{}"
    ),
    "chunks of one byte": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        b"Connection: close\r\nContent-Type: application/json\r\n\r\n"
        + b"1\r\n \r\n" * 500
        + b"0\r\n\r\n"
    ),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a proxy's preface": b"PROXY TCP4 ::1 ::2 1 2\r\nGET / HTTP/1.1\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 5_000 + b"\r\n",
    "a long header": b"GET / HTTP/1.1\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a long address": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
    "a bearer of bytes": (
        b"GET /api/v1/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        b"Authorization: Bearer \xff\xfe\xd0\r\n\r\n"
    ),
    "a cookie of bytes": (
        b"GET /api/v1/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        b'Cookie: zaslin="\xff; a=b;;=; zaslin=\\303\r\n\r\n'
    ),
    "an odd content type": (
        b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        b"Content-Length: 2\r\nContent-Type: \xff/\xfe; charset*=%ff''%ff\r\n\r\n{}"
    ),
    "odd versions": (
        b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        b'If-None-Match: W/"\xff", *,,"\r\n\r\n'
    ),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """A service that is asked all of it."""
    folder = tmp_path_factory.mktemp("service")
    with whole_service(folder, receive_s=1.0, keep_alive_s=1.0) as service:
        yield service


@pytest.fixture(scope="module")
def operations(whole: Whole) -> list[Operation]:
    """Method, path and description of everything that can be asked."""
    described = openapi(whole.app)
    return [
        (method.upper(), path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if (method.upper(), path) != LEAVES
    ]


def _faults(answer: RawAnswer | None, what: object) -> list[str]:
    """What is wrong with an answer."""
    if answer is None:
        return []
    if answer.status >= 500:
        return [f"{what}: {answer.status} {answer.body[:300]!r}"]
    if answer.status >= 400 and answer.headers.get("content-type") != (
        "application/problem+json"
    ):
        return [f"{what}: {answer.status} is no problem document: {answer.headers}"]
    return []


def test_no_body_does_harm(whole: Whole, operations: list[Operation]) -> None:
    """Every body of the corpus, to everything that reads one."""
    faults: list[str] = []
    with_body = [each for each in operations if "requestBody" in each[2]]
    headers = {**whole.headers["everybody"], "Idempotency-Key": "key-00001"}
    for method, path, _ in with_body:
        who = whole.headers["feed"] if path.endswith("/reports") else headers
        statuses = Counter[int]()
        for what, body in BODIES.items():
            # Reports go to the live desk: an exercise has sensors of its own.
            where = filled(path.replace("{desk}/reports", "live/reports"), **FIRST)
            data = request_bytes(method, where, who, body)
            answer = ask(whole.address, data)
            faults += _faults(answer, (method, path, what))
            statuses[answer.status if answer else 0] += 1
        # Nobody was stopped at the door: the bodies were read.
        if statuses[422] < len(BODIES) // 2:
            faults.append(f"{method} {path} read few bodies: {statuses}")

    assert not faults
    assert len(with_body) >= 20


def test_no_type_of_body_does_harm(whole: Whole, operations: list[Operation]) -> None:
    """Whatever a body claims to be, it is read as what it has to be, or not at all."""
    faults: list[str] = []
    for method, path, operation in operations:
        if "requestBody" not in operation:
            continue
        for kind in TYPES:
            data = request_bytes(
                method,
                filled(path, **FIRST),
                whole.headers["everybody"],
                b'{"a":1}',
                content_type=kind,
            )
            faults += _faults(ask(whole.address, data), (method, path, kind))

    assert not faults


def test_no_name_does_harm(whole: Whole, operations: list[Operation]) -> None:
    """Every odd name, at every place of every path."""
    faults: list[str] = []
    for method, path, operation in operations:
        parameters = [
            each["name"]
            for each in operation.get("parameters", ())
            if each["in"] == "path"
        ]
        for name in parameters:
            for odd in (*NAMES.get(name, ()), *ODD_NAMES):
                values = {**FIRST, name: odd}
                data = request_bytes(
                    method, filled(path, **values), whole.headers["everybody"]
                )
                faults += _faults(ask(whole.address, data), (method, path, odd))

    assert not faults


def test_no_query_does_harm(whole: Whole, operations: list[Operation]) -> None:
    """Every odd value, of every parameter of every query and header."""
    faults: list[str] = []
    for method, path, operation in operations:
        parameters = [
            each
            for each in operation.get("parameters", ())
            if each["in"] in ("query", "header")
        ]
        for parameter in parameters:
            for odd in ODD_NAMES:
                headers = dict(whole.headers["everybody"])
                where = filled(path, **FIRST)
                if parameter["in"] == "query":
                    where += filled("?{n}={v}", n=parameter["name"], v=odd)
                else:
                    shown = odd.encode().decode("latin-1")
                    headers[parameter["name"]] = shown
                data = request_bytes(method, where, headers)
                faults += _faults(
                    ask(whole.address, data), (method, path, parameter["name"], odd)
                )

    assert not faults


def test_everybody_gets_an_answer_everywhere(
    whole: Whole, operations: list[Operation]
) -> None:
    """Each kind of client, with every method there is, at every path."""
    faults: list[str] = []
    for path in sorted({path for _, path, _ in operations}):
        for who in ("viewer", "feed", "auditor", "nobody"):
            for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
                where = filled(path, **FIRST)
                if (method, where) == LEAVES:
                    continue
                data = request_bytes(method, where, whole.headers[who])
                faults += _faults(ask(whole.address, data), (who, method, path))

    assert not faults


@pytest.mark.parametrize("what", REQUESTS)
def test_no_request_does_harm(whole: Whole, what: str) -> None:
    """Bytes that are hardly HTTP: an answer or a closed connection, and no 5xx."""
    answer = ask(whole.address, REQUESTS[what])

    assert not _faults(answer, what)


FAST = settings(max_examples=150)
DEEP = settings(max_examples=20_000)


@given(st.data())
@FAST
def test_random_bytes_do_no_harm(whole: Whole, data: st.DataObject) -> None:
    """Nothing but noise."""
    _send_noise(whole, data)


@pytest.mark.deep
@given(st.data())
@DEEP
def test_many_random_bytes_do_no_harm(whole: Whole, data: st.DataObject) -> None:
    """Much more noise."""
    _send_noise(whole, data)


def _send_noise(whole: Whole, data: st.DataObject) -> None:
    noise = data.draw(st.binary(max_size=300))
    tail = data.draw(st.sampled_from([b"", b"\r\n\r\n"]))

    answer = ask(whole.address, noise + tail + b"GET / HTTP/1.0\r\n\r\n")

    assert not _faults(answer, noise)


JSON_LIKE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(st.data())
@FAST
def test_damaged_documents_do_no_harm(
    whole: Whole, operations: list[Operation], data: st.DataObject
) -> None:
    """The published examples, with a part exchanged, and with bytes exchanged."""
    _send_damaged(whole, operations, data)


@pytest.mark.deep
@given(st.data())
@DEEP
def test_many_damaged_documents_do_no_harm(
    whole: Whole, operations: list[Operation], data: st.DataObject
) -> None:
    """Many more of them."""
    _send_damaged(whole, operations, data)


def _send_damaged(
    whole: Whole, operations: list[Operation], data: st.DataObject
) -> None:
    with_body = [each for each in operations if "requestBody" in each[2]]
    method, path, operation = data.draw(st.sampled_from(with_body))
    content = operation["requestBody"]["content"]["application/json"]
    document = content.get("example", {})
    damaged = data.draw(_damaged(document))
    try:
        written = json.dumps(damaged).encode()
    except (ValueError, UnicodeEncodeError):
        return
    cut = data.draw(st.integers(0, len(written)))
    noise = data.draw(st.binary(max_size=4))
    body = written[:cut] + noise + written[cut + len(noise) :]
    headers = {
        **whole.headers["feed" if path.endswith("/reports") else "everybody"],
        "Idempotency-Key": data.draw(st.sampled_from(["key-00001", "key-00002"])),
    }
    names = {name: data.draw(st.sampled_from(NAMES[name])) for name in NAMES}

    answer = ask(
        whole.address, request_bytes(method, filled(path, **names), headers, body)
    )

    assert not _faults(answer, (method, path, body))


@st.composite
def _damaged(draw: st.DrawFn, document: Any) -> Any:
    """A document of which one part, at any depth, is something else."""
    if isinstance(document, dict) and document and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(document)))
        return {**document, key: draw(_damaged(document[key]))}
    if isinstance(document, list) and document and draw(st.booleans()):
        index = draw(st.integers(0, len(document) - 1))
        changed = list(document)
        changed[index] = draw(_damaged(document[index]))
        return changed
    return draw(JSON_LIKE)


class NaiveOrder(BaseModel):
    """A strict model as FastAPI expects it."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    x: float


def test_a_naive_service_would_be_found_out() -> None:
    """The control: FastAPI with a strict pydantic model answers some of them 500."""
    app = FastAPI()

    @app.post("/naive")
    async def naive(order: NaiveOrder) -> NaiveOrder:
        return order

    with serving(app) as address:
        found = [
            what
            for what, body in BODIES.items()
            if _faults(ask(address, request_bytes("POST", "/naive", {}, body)), what)
        ]

    assert {"NaN", "Infinity", "half a surrogate"} <= set(found)


def test_the_measure_notices_what_it_is_for() -> None:
    """A 5xx, and an error in plain text, are faults."""
    plain = {"content-type": "text/plain"}
    problem = {"content-type": "application/problem+json"}

    assert _faults(RawAnswer(500, problem, b""), "x")
    assert _faults(RawAnswer(400, plain, b""), "x")
    assert not _faults(RawAnswer(404, problem, b""), "x")
    assert not _faults(RawAnswer(200, plain, b""), "x")
