"""The service's log: one event, one line of JSON, and nothing that breaks the line."""

import json
import logging
import re
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import FilteringBoundLogger

Log = FilteringBoundLogger

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
_LONGEST_VALUE = 2_000
# JSON allows these in strings, but a terminal or another reader of lines may obey
# them: controls, line and paragraph separators, bidirectional marks, half surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def make_log(
    write: Callable[[str], object], clock: Callable[[], float], level: str = "info"
) -> Log:
    """A log that writes lines, each with its newline; ``clock`` gives POSIX seconds."""
    if level not in _LEVELS:
        raise ValueError(f"level: {level!r}; accepted: {', '.join(_LEVELS)}")

    def stamp(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        moment = datetime.fromtimestamp(clock(), UTC).isoformat(timespec="milliseconds")
        return {"at": moment.replace("+00:00", "Z"), **event}

    log: Log = structlog.wrap_logger(
        _Lines(write),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.ExceptionRenderer(
                ExceptionDictTransformer(show_locals=False, max_frames=20)
            ),
            stamp,
            line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        cache_logger_on_first_use=False,
    )
    return log


def silent() -> Log:
    """A log that keeps nothing."""
    return make_log(lambda _line: None, lambda: 0.0, "error")


def line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    """One event as one line of JSON, safe for whatever reads lines."""
    text = json.dumps(_cut(event), ensure_ascii=False, default=repr)
    return _UNSAFE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    # All of them stand inside strings, where JSON knows these escapes.
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(
        f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2)
    )


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return f"{value[:_LONGEST_VALUE]}…"
    if isinstance(value, dict):
        return {str(key): _cut(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(each) for each in value]
    return value


class _Lines:
    """Where structlog leaves its finished lines."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def msg(self, message: str) -> None:
        """Write one line."""
        self._write(f"{message}\n")

    debug = info = warning = error = critical = exception = msg


class StandardHandler(logging.Handler):
    """Brings what libraries log with the standard library into the same log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record as an event named ``library``."""
        try:
            level = "error" if record.levelno >= logging.ERROR else "info"
            if record.levelno == logging.WARNING:
                level = "warning"
            details: dict[str, Any] = {"logger": record.name}
            if record.exc_info:
                details["exc_info"] = record.exc_info
            getattr(self._log, level)("library", said=record.getMessage(), **details)
        except Exception:  # the log must never stop what it reports on
            self.handleError(record)
