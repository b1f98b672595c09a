"""Modules and functions stay small, plainly named and silent.

The caps come from codebases that stayed readable; see CONTRIBUTING.md.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, modules, parse

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60

# Names that say nothing and attract everything.
SHAPELESS = re.compile(r"utils?|helpers?|commons?|managers?|misc|base_\w+")

# The other words for what the glossary already names: one word per thing.
SYNONYMS = {
    "ammo": "rounds",
    "ammunition": "rounds",
    "battery": "fire_unit",
    "bda": "assessment",
    "bullet": "round",
    "burst": "salvo",
    "contact": "track",
    "iff": "identity",
    "poi": "asset",
    "shooter": "fire_unit",
    "swarm": "raid",
    "target": "track",
    "targets": "tracks",
    "tasking": "recommendation",
    "ttg": "window",
    "tti": "time_to_impact_s",
    "volley": "salvo",
    "weapon": "fire_unit",
    "wez": "envelope",
}
# An adapter speaks the words of the format it reads, and the static problem those of
# its literature: weapons and targets.  See docs/decisions/0014-static-words.md.
SPEAKS_OTHER_WORDS = {
    PACKAGE / place
    for place in (
        "adapters",
        "assignment/check/wta",
        "assignment/wta",
        "bench/wta",
        "bootstrap/static.py",
        "cli/wta",
    )
}

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def _id(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


every_module = pytest.mark.parametrize("module", modules(), ids=_id)


def module_lines(text: str) -> int:
    """Lines of a module that are not blank."""
    return sum(1 for line in text.splitlines() if line.strip())


def functions(tree: ast.AST) -> Iterator[FunctionNode]:
    """Every function and method of a tree, nested ones too."""
    return (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def function_lines(function: FunctionNode, text: str) -> int:
    """Lines of a function that are not blank; its docstring does not count."""
    assert function.end_lineno is not None
    lines = set(range(function.lineno, function.end_lineno + 1))
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        assert docstring.end_lineno is not None
        lines -= set(range(docstring.lineno, docstring.end_lineno + 1))
    source = text.splitlines()
    return sum(1 for number in lines if source[number - 1].strip())


def is_kernel(module: Path) -> bool:
    """Whether a module holds numba kernels.

    Numba compiles a kernel as one unit.
    Cut into small functions it hides the arrays it walks and runs slower,
    so kernels are exempt from the function cap, but not from the module cap.
    """
    return module.stem.startswith("kernel") or module.stem.endswith("_kernel")


def prints(tree: ast.AST) -> bool:
    """Whether a module calls the built-in print."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        for node in ast.walk(tree)
    )


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Every name that a module gives to something."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr


def words(identifier: str) -> list[str]:
    """The words of a snake_case or CamelCase name, in lower case."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", identifier)
    return [part.lower() for part in parts]


def synonyms(tree: ast.AST) -> dict[str, str]:
    """Identifiers with a word the glossary replaces, and what to say instead."""
    return {
        identifier: SYNONYMS[word]
        for identifier in identifiers(tree)
        for word in words(identifier)
        if word in SYNONYMS
    }


@every_module
def test_a_module_is_short(module: Path) -> None:
    """A module that outgrows the cap holds two ideas: split it."""
    assert module_lines(module.read_text(encoding="utf-8")) <= MAX_MODULE_LINES


@every_module
def test_functions_are_short(module: Path) -> None:
    """A function fits on a screen; numba kernels are exempt (see is_kernel)."""
    if is_kernel(module):
        return
    text = module.read_text(encoding="utf-8")

    too_long = {
        function.name: lines
        for function in functions(parse(module))
        if (lines := function_lines(function, text)) > MAX_FUNCTION_LINES
    }

    assert not too_long


@every_module
def test_a_module_says_what_it_holds(module: Path) -> None:
    """No drawer named utils: every module is named after one idea."""
    parts = module.relative_to(PACKAGE).with_suffix("").parts

    assert not [part for part in parts if SHAPELESS.fullmatch(part)]


@every_module
def test_nothing_prints(module: Path) -> None:
    """Standard output belongs to the command line, which writes it in one place."""
    assert not prints(parse(module))


@every_module
def test_identifiers_use_the_words_of_the_glossary(module: Path) -> None:
    """One word per thing, or two readers think of two things."""
    if not SPEAKS_OTHER_WORDS.isdisjoint({module, *module.parents}):
        return

    assert not synonyms(parse(module))


def _function(body_lines: int, docstring: str = "") -> str:
    return "\n".join(["def long():", docstring, *["    x = 1"] * body_lines, ""])


def _longest(text: str) -> int:
    return max(function_lines(each, text) for each in functions(ast.parse(text)))


def test_the_measures_notice_what_they_are_for() -> None:
    """Each check of this file fails on the smallest example of its fault."""
    assert module_lines("x = 1\n\n" * 401) > MAX_MODULE_LINES
    assert _longest(_function(60)) > MAX_FUNCTION_LINES
    assert _longest(_function(59, '    """One.\n\n    Two.\n    """')) == 60
    assert _longest(f"class A:\n    {_function(70).replace(chr(10), chr(10) + '    ')}")
    assert SHAPELESS.fullmatch("utils")
    assert SHAPELESS.fullmatch("base_solver")
    assert not SHAPELESS.fullmatch("base")
    assert prints(ast.parse("def f():\n    print(1)"))
    assert not prints(ast.parse("console.print(1)"))
    assert synonyms(ast.parse("def f(target_id): ...")) == {"target_id": "track"}
    assert synonyms(ast.parse("class WEZShape: ..."))
    assert synonyms(ast.parse("class A:\n    iff: int = 0"))
    assert not synonyms(ast.parse("weapons_control_status = retarget = 1"))


def test_there_is_a_package_to_measure() -> None:
    """An empty list of modules would pass every check above."""
    assert modules()
