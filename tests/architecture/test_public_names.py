"""The names that others import: here they are pinned, and they all exist."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import zaslin
from tests.architecture.source import PACKAGE, modules

PUBLIC = {
    "Deadline",
    "MaxIterations",
    "Picture",
    "Plan",
    "PlanParams",
    "ThreatParams",
    "build_raid",
    "campaign",
    "plan",
    "read_picture",
    "score",
    "simulate",
    "solve_wta",
}

SHOWING = [
    module for module in modules() if ">>> " in module.read_text(encoding="utf-8")
]


def dotted(module: Path) -> str:
    """The name under which a module is imported."""
    parts = module.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def test_the_public_names_are_these() -> None:
    """Taking one away breaks somebody; adding one is a promise."""
    assert set(zaslin.__all__) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_public_name_is_there_and_explained(name: str) -> None:
    """Loaded when it is first used, with a docstring."""
    found = getattr(zaslin, name)

    assert found.__name__ == name
    assert found.__doc__


def test_another_name_is_an_error() -> None:
    """As of every module."""
    with pytest.raises(AttributeError, match="no attribute 'fire'"):
        zaslin.fire  # noqa: B018


@pytest.mark.parametrize("module", SHOWING, ids=dotted)
def test_the_examples_of_a_module_hold(module: Path) -> None:
    """What a docstring shows is what comes out."""
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

    failed, attempted = doctest.testmod(
        import_module(dotted(module)), optionflags=options
    )

    assert attempted > 0
    assert failed == 0


def test_the_door_of_the_optimiser_shows_an_example() -> None:
    """The one function that everybody calls."""
    assert {"zaslin", "zaslin.assignment.plan"} <= {dotted(each) for each in SHOWING}
