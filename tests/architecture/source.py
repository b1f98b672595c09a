"""Where the source under test lives, and how to read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "zaslin"


def modules(package: Path = PACKAGE) -> list[Path]:
    """Every Python module of the package, in a fixed order."""
    return sorted(package.rglob("*.py"))


def parse(module: Path) -> ast.Module:
    """The syntax tree of one module."""
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def imported_packages(tree: ast.Module) -> Iterator[str]:
    """Top-level names of everything a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
