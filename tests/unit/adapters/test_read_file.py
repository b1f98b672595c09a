"""Bytes from files, pipes and standard input, within the limit."""

import io
import os
import stat
from pathlib import Path

import pytest

from zaslin.adapters import read_file as module
from zaslin.adapters.read_file import LIMIT_BYTES, read_file
from zaslin.wire.rejected import Rejected

A_FILE = "accepted: a readable file, or - for standard input"


def refusal(path: str, standard_input: io.BytesIO | None = None) -> str:
    """The line for a path that cannot be read."""
    with pytest.raises(Rejected) as caught:
        read_file(path, standard_input)
    return str(caught.value)


def test_a_file_comes_with_its_name(tmp_path: Path) -> None:
    """The name is what messages call it by."""
    path = tmp_path / "картина.json"
    path.write_bytes(b"{}")

    assert read_file(str(path), None) == (b"{}", str(path))


def test_a_dash_is_standard_input() -> None:
    """As programs in a pipe expect."""
    assert read_file("-", io.BytesIO(b"{}")) == (b"{}", "standard input")


def test_a_closed_standard_input_is_refused() -> None:
    """A service has none."""
    assert refusal("-") == f"zaslin: standard input: closed; {A_FILE}"


def test_a_directory_is_refused(tmp_path: Path) -> None:
    """By what it is."""
    assert refusal(str(tmp_path)).endswith(f": a directory; {A_FILE}")


def test_a_missing_file_is_refused() -> None:
    """By its name."""
    assert refusal("no/such.json") == f"zaslin: no/such.json: no such file; {A_FILE}"


@pytest.mark.parametrize("path", ["", "a\0b"], ids=["empty", "null character"])
def test_an_impossible_name_is_refused(path: str) -> None:
    """No traceback for a name that no file can have."""
    assert A_FILE in refusal(path)


def test_a_file_name_that_is_too_long_is_refused() -> None:
    """What the operating system says goes through."""
    assert "File name too long" in refusal("a" * 5_000)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_forbidden_file_is_refused(tmp_path: Path) -> None:
    """By the missing permission, as an ordinary user sees it."""
    path = tmp_path / "secret.json"
    path.write_bytes(b"{}")
    path.chmod(0)

    assert refusal(str(path)).endswith(f": no permission to read it; {A_FILE}")


def test_no_permission_has_a_plain_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the administrator, whom nothing is forbidden."""

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)

    assert refusal("x.json") == f"zaslin: x.json: no permission to read it; {A_FILE}"


def test_a_large_file_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred megabytes, of which not one is read."""
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    monkeypatch.setattr(module, "_read", lambda *_: pytest.fail("was read"))

    assert refusal(str(path)).endswith(
        ": 104857600 bytes; accepted: at most 67108864 bytes (64 MiB)"
    )


def test_the_limit_itself_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most means at most."""
    monkeypatch.setattr(module, "LIMIT_BYTES", 10)
    path = tmp_path / "exact.json"
    path.write_bytes(b"x" * 10)

    assert read_file(str(path), None)[0] == b"x" * 10
    assert "more than 10 bytes" in refusal("-", io.BytesIO(b"x" * 11))


class Endless(io.RawIOBase):
    """A pipe that never ends; counts what was taken from it."""

    taken = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Ever more of the same."""
        self.taken += size
        return b" " * size


def test_an_endless_pipe_is_given_up() -> None:
    """It has no size to look at first, so it is counted."""
    pipe = Endless()

    with pytest.raises(Rejected, match="more than 67108864 bytes"):
        read_file("-", pipe)  # type: ignore[arg-type]  # all it needs is read()

    assert pipe.taken <= LIMIT_BYTES + 2**20


def test_a_device_is_counted_as_well() -> None:
    """Its size says zero."""
    device = Path("/dev/zero")
    if not (device.exists() and stat.S_ISCHR(device.stat().st_mode)):
        pytest.skip("no such device here")

    assert "more than 67108864 bytes" in refusal(str(device))


def test_a_broken_standard_input_is_refused() -> None:
    """An error of the operating system while reading is no traceback either."""

    class Broken(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    assert refusal("-", Broken()) == (
        f"zaslin: standard input: Input/output error; {A_FILE}"
    )
