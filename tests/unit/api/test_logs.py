"""One event is one line, whatever is in it."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.api.logs import StandardHandler, make_log

PAYLOADS = [
    'a\nb\r\n{"event":"forged"}',
    "\x1b[2J\x1b[1;31m",
    "next\x85line\u2028and\u2029paragraph",
    "\u202edesrever\u202c\u200b\u2066",
    "\x00\x07\x7f",
    "\ud800 half a pair",
    "\U000e0041 tag",
    '"}\\" quotes',
    "Ціль 7 над Дніпром",
]


def _logged(value: object, level: str = "info") -> list[str]:
    lines: list[str] = []
    log = make_log(lines.append, lambda: 1.5, level)
    log.info("probe", said=value)
    return lines


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_nothing_breaks_the_line(payload: str) -> None:
    """What was said is read back from the line, which prints harmlessly."""
    (line,) = _logged(payload)

    assert line.endswith("\n")
    text = line[:-1]
    assert text.isprintable()
    assert len(text.splitlines()) == 1
    assert json.loads(text) == {
        "at": "1970-01-01T00:00:01.500Z",
        "event": "probe",
        "level": "info",
        "said": payload,
    }


def test_json_alone_would_not_be_safe() -> None:
    """The control: what is escaped here, JSON itself lets through."""
    written = [json.dumps(payload, ensure_ascii=False) for payload in PAYLOADS]

    assert any(len(text.splitlines()) > 1 for text in written)
    assert sum(not text.isprintable() for text in written) >= 5


def test_ukrainian_stays_readable() -> None:
    """Escaping is for what harms, and not for letters."""
    (line,) = _logged("Ціль 7")

    assert "Ціль 7" in line


@given(st.text(st.characters(), max_size=200), st.text(max_size=20))
def test_any_text_comes_back(value: str, key: str) -> None:
    """Lines out are events in, exactly; keys are no way round it."""
    (line,) = _logged({key: value})

    assert line.count("\n") == 1
    assert not set(line[:-1]) & {chr(code) for code in range(32)}
    line.encode("utf-8")
    assert json.loads(line)["said"] == {key: value}


def test_what_is_long_is_cut() -> None:
    """One request cannot fill the disk with one event."""
    (line,) = _logged("a" * 1_000_000)

    assert len(line) < 3_000


def test_less_than_the_level_is_not_written() -> None:
    """And a level that does not exist is refused."""
    assert _logged("x", "warning") == []
    with pytest.raises(ValueError, match="accepted: debug, info, warning, error"):
        _logged("x", "loud")


def test_what_cannot_be_written_as_json_is_written_as_text() -> None:
    """The log must not fail because of what it is given."""
    (line,) = _logged({1, 2})

    assert json.loads(line)["said"] == "{1, 2}"


def test_libraries_log_into_the_same_lines() -> None:
    """Uvicorn and others use the standard library."""
    lines: list[str] = []
    handler = StandardHandler(make_log(lines.append, lambda: 0.0))
    record = logging.LogRecord(
        "uvicorn.error", logging.WARNING, "", 0, "Invalid %s", ("a\nb",), None
    )

    handler.emit(record)

    (event,) = map(json.loads, lines)
    assert event["level"] == "warning"
    assert event["logger"] == "uvicorn.error"
    assert event["said"] == "Invalid a\nb"
