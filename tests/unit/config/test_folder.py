"""Configuration files are found, and what cannot be one is refused."""

from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from zaslin.config import folder
from zaslin.config.folder import ConfigError, config_folder, find, read_text, shipped


def test_the_folder_is_that_of_the_repository() -> None:
    """An installed package carries its own beside its modules."""
    assert config_folder() == ROOT / "configs"


def test_an_installed_package_uses_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside its modules comes first; without any, the message names both places."""
    package = tmp_path / "lib" / "python" / "zaslin"
    package.mkdir(parents=True)
    monkeypatch.setattr(folder, "_PACKAGE", package)
    with pytest.raises(ConfigError, match="no configs folder at"):
        config_folder()

    (package / "configs").mkdir()

    assert config_folder() == package / "configs"


def test_shipped_files_go_by_their_name() -> None:
    """Without suffix."""
    assert {"default", "fast"} <= set(shipped("params"))
    assert find("params", "fast") == ROOT / "configs" / "params" / "fast.toml"


def test_other_files_go_by_their_path(tmp_path: Path) -> None:
    """A name that is neither shipped nor a path is refused with the shipped ones."""
    own = tmp_path / "own.toml"

    assert find("params", own) == own
    assert find("params", "missing.toml") == Path("missing.toml")
    with pytest.raises(
        ConfigError, match=r"'slow' is not shipped; accepted: closed_loop, default"
    ):
        find("params", "slow")


def test_what_is_no_text_file_is_refused(tmp_path: Path) -> None:
    """A directory, a missing file, broken UTF-8, a huge file: one line each."""
    with pytest.raises(ConfigError, match="is a directory; accepted: a file"):
        read_text(tmp_path)
    with pytest.raises(ConfigError, match=r"none\.toml: no such file"):
        read_text(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"title = '\xff'")
    with pytest.raises(ConfigError, match="byte 9 is not UTF-8"):
        read_text(broken)
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as sink:
        sink.truncate(100_000_000)
    with pytest.raises(ConfigError, match="has 100000000 bytes; accepted: at most"):
        read_text(huge)
