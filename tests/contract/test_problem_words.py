"""The console has words for every problem, and for each reason of a refusal."""

import ast
from pathlib import Path

from zaslin.api.errors import Code

SOURCE = Path(__file__).parents[2] / "src"
WORDS = SOURCE / "console" / "i18n" / "problems.ts"
RAISED = "DecisionRefusedError"


def codes(source: str) -> set[str]:
    """What refusals of a module are called: texts of a single word."""
    calls = [
        each
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id == RAISED
    ]
    # Without one it would be called what every other one is.
    assert all(len(call.args) > 1 for call in calls)
    return {
        part.value
        for call in calls
        for given in call.args[1:]
        for part in ast.walk(given)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_every_problem_has_words() -> None:
    """A new code without words fails here."""
    words = WORDS.read_text("utf-8")
    assert {
        each.word for each in Code if f"'problem.{each.word}'" not in words
    } == set()


def test_every_refusal_has_words() -> None:
    """A new one without words fails here."""
    modules = (SOURCE / "zaslin" / "ops").glob("*.py")
    used = set().union(*(codes(each.read_text("utf-8")) for each in modules))
    words = WORDS.read_text("utf-8")
    assert len(used) > 10
    assert {each for each in used if f"'refused.{each}'" not in words} == set()


def test_a_refusal_without_words_would_be_found() -> None:
    """Also where its code depends on something."""
    source = 'raise DecisionRefusedError("text", "one" if late else "other", x=1)'
    assert codes(source) == {"one", "other"}
