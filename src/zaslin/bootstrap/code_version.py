"""Which code makes the results: its version, and what it does."""

import ast
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
# What a result depends on; how it is asked for, stored and shown is not among it.
_PARTS = ("domain", "geometry", "threat", "assignment", "ops", "sim")
_LIBRARIES = ("numba", "numpy", "ortools")


@cache
def code_version() -> str:
    """The version, and a digest of all code that a result of a simulation rests on.

    Layout, comments and docstrings are left out of the digest: they change no result.
    """
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    for part in _PARTS:
        for path in sorted((_PACKAGE / part).rglob("*.py")):
            digest.update(path.relative_to(_PACKAGE).as_posix().encode())
            digest.update(meaning(path.read_text(encoding="utf-8")).encode())
    return f"{version('zaslin')}+{digest.hexdigest()[:12]}"


def meaning(text: str) -> str:
    """The code of a module without what only people read.

    >>> meaning("x = 1  # one") == meaning("x = (1)")
    True
    >>> meaning("x = 1") == meaning("x = 2")
    False
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_remark(each)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_remark(statement: ast.stmt) -> bool:
    """A string that stands for itself."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
