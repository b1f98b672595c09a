"""The lock installs the same everywhere and names no place."""

import re
import tomllib

from tests.architecture.source import ROOT

LOCK = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None
    return found.group().lower().replace("_", "-")


def test_the_lock_names_no_host_and_no_path() -> None:
    """Whoever installs chooses the index; the lock only says what."""
    assert not re.findall(
        r"^.*(?:://|--(?:extra-)?index|--find-links|@ ).*$", LOCK, re.M
    )
    assert not re.findall(r"^\s*[./~].*$", LOCK, re.M)


def test_every_locked_package_has_a_hash() -> None:
    """What is installed is what was locked."""
    pinned = re.findall(r"^[\w.-]+==.*?(?=^\S|\Z)", LOCK, re.M | re.S)

    assert pinned
    assert not [pin for pin in pinned if "--hash=sha256:" not in pin]


def test_every_declared_dependency_is_locked() -> None:
    """A dependency added to pyproject.toml needs `make lock`."""
    project = PROJECT["project"]
    declared = [
        *project["dependencies"],
        *(
            each
            for extra in project["optional-dependencies"].values()
            for each in extra
        ),
        *PROJECT["dependency-groups"]["dev"],
    ]
    locked = {_name(line) for line in re.findall(r"^[\w.-]+==", LOCK, re.M)}

    assert {_name(requirement) for requirement in declared} <= locked
