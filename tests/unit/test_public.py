"""What ``import zaslin`` offers, without loading any of it."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import zaslin


def test_the_public_names_are_listed_and_there() -> None:
    """``dir`` and the completion of a shell know them before their first use."""
    listed = {name for name in dir(zaslin) if not name.startswith("_")}

    assert listed == set(zaslin.__all__)
    for name in zaslin.__all__:
        assert getattr(zaslin, name) is not None


def test_the_version_is_that_of_the_installation() -> None:
    """One place says it: the project's metadata."""
    assert zaslin.__version__ == version("zaslin")
    assert "__version__" in dir(zaslin)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="'fire'"):
        zaslin.fire  # noqa: B018  (the access is the test)


def test_looking_around_loads_nothing() -> None:
    """Listing the names must not cost the start of numpy and the compiler."""
    code = (
        "import sys, zaslin; dir(zaslin); zaslin.__version__; "
        "sys.exit('numpy' in sys.modules or 'numba' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
