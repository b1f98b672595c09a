"""Bytes to text: UTF-8, not empty; and where in a text a position is."""

from zaslin.wire.rejected import Rejected

_MARK = "\ufeff"


def decode_text(data: bytes, source: str, wanted: str) -> str:
    """The text of a file, without the byte-order mark some programs put in front.

    ``wanted`` says what should stand in the file if it is empty.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        place = f"byte {fault.start} ({line_and_column(before, len(before))})"
        raise Rejected(source, place, f"0x{data[fault.start]:02x}", "UTF-8") from None
    text = text.removeprefix(_MARK)
    if not text.strip():
        raise Rejected(source, "", "empty", wanted)
    return text


def line_and_column(text: str, position: int, first_line: int = 1) -> str:
    """``line 3, column 7`` of a position in the text; both count from one."""
    start = text.rfind("\n", 0, position) + 1
    line = first_line + text.count("\n", 0, position)
    return f"line {line}, column {position - start + 1}"
