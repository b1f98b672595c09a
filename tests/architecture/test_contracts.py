"""The import contracts hold, and each of them would notice if it did not.

A contract that never fails protects nothing: a misspelt module or an allow-list
that is too wide would go unseen.  So every contract is run against a copy of the
source with one violation seeded into it.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, imported_packages, modules, parse

RUN_LINTER = "from importlinter.cli import lint_imports_command as run; run()"
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: list[dict[str, object]] = CONFIGURATION["tool"]["importlinter"]["contracts"]
NAMES = {str(contract["id"]): str(contract["name"]) for contract in CONTRACTS}


@dataclass(frozen=True)
class Violation:
    """Source text that must break one contract."""

    title: str
    contract: str
    # Appended to what is there; a file that is not there is created.
    files: dict[str, str] = field(default_factory=dict)


VIOLATIONS = [
    Violation(
        title="an undeclared package",
        contract="layers",
        files={"seeded/__init__.py": ""},
    ),
    Violation(
        title="an undeclared module",
        contract="layers",
        files={"seeded.py": ""},
    ),
    Violation(
        title="an upward import",
        contract="layers",
        files={"geometry/seeded.py": "import zaslin.threat"},
    ),
    Violation(
        title="an upward import inside a function",
        contract="layers",
        files={
            "threat/seeded.py": "def late():\n    from zaslin import ops\n",
        },
    ),
    Violation(
        title="a library module that imports a benchmark",
        contract="layers",
        files={"sim/seeded.py": "import zaslin.bench"},
    ),
    Violation(
        title="a sibling import, simulator to adapters",
        contract="layers",
        files={"sim/seeded.py": "import zaslin.adapters"},
    ),
    Violation(
        title="a sibling import, adapters to simulator",
        contract="layers",
        files={"adapters/seeded.py": "import zaslin.sim"},
    ),
    Violation(
        title="authorise imported by a feed",
        contract="human-in-command",
        files={"adapters/seeded.py": "from zaslin.ops.authorise import authorise"},
    ),
    Violation(
        title="authorise imported inside ops",
        contract="human-in-command",
        files={"ops/seeded.py": "from zaslin.ops import authorise"},
    ),
    Violation(
        title="authorise imported by another module of the simulator",
        contract="human-in-command",
        files={"sim/seeded.py": "import zaslin.ops.authorise"},
    ),
    Violation(
        title="authorise re-exported by its package",
        contract="human-in-command",
        files={"ops/__init__.py": "import zaslin.ops.authorise"},
    ),
    Violation(
        title="the wall clock in the core",
        contract="pure-core",
        files={"assignment/seeded.py": "from time import monotonic"},
    ),
    Violation(
        title="the global generator in the core",
        contract="pure-core",
        files={"threat/seeded.py": "import random"},
    ),
    Violation(
        title="a file opened by the shell's brain",
        contract="pure-core",
        files={"ops/seeded.py": "from pathlib import Path"},
    ),
    Violation(
        title="numpy in the domain",
        contract="domain-stdlib",
        files={"domain/seeded.py": "import numpy as np"},
    ),
    Violation(
        title="OR-Tools in the geometry",
        contract="one-solver-door",
        files={"geometry/seeded.py": "from ortools.sat.python import cp_model"},
    ),
    Violation(
        title="OR-Tools in assignment, beside the solvers",
        contract="one-solver-door",
        files={"assignment/seeded.py": "import ortools.math_opt.python.mathopt"},
    ),
    Violation(
        title="OR-Tools in the command line",
        contract="one-solver-door",
        files={"cli/seeded.py": "import ortools"},
    ),
    Violation(
        title="a sibling import, API to adapters",
        contract="layers",
        files={"api/seeded.py": "import zaslin.adapters"},
    ),
    Violation(
        title="a sibling import, adapters to API",
        contract="layers",
        files={"adapters/seeded.py": "from zaslin.api.errors import Code"},
    ),
    Violation(
        title="a live desk that imports the API",
        contract="layers",
        files={"live/seeded.py": "import zaslin.api"},
    ),
    Violation(
        title="authorise imported by another route",
        contract="human-in-command",
        files={"api/routes/seeded.py": "from zaslin.ops.authorise import authorise"},
    ),
    Violation(
        title="the web in an adapter",
        contract="one-web-door",
        files={"adapters/seeded.py": "from starlette.requests import Request"},
    ),
    Violation(
        title="the web in a live desk",
        contract="one-web-door",
        files={"live/seeded.py": "import fastapi"},
    ),
    Violation(
        title="a server in the simulator",
        contract="one-web-door",
        files={"sim/seeded.py": "import uvicorn"},
    ),
    Violation(
        title="metrics in the core",
        contract="one-web-door",
        files={"ops/seeded.py": "from prometheus_client import Counter"},
    ),
    Violation(
        title="a second definition of documents",
        contract="one-definition-of-documents",
        files={"api/routes/seeded.py": "from pydantic import BaseModel"},
    ),
    Violation(
        title="a cluster in the simulator",
        contract="one-cluster-door",
        files={"sim/seeded.py": "from distributed import Client"},
    ),
    Violation(
        title="a cluster in the command line",
        contract="one-cluster-door",
        files={"cli/seeded.py": "import distributed"},
    ),
    Violation(
        title="the checker shares a module of assignment",
        contract="independent-checker",
        files={
            "assignment/seeded.py": "FACT = 1\n",
            "assignment/check/seeded.py": ("from zaslin.assignment.seeded import FACT"),
        },
    ),
    Violation(
        title="the checker goes through the door of its own package",
        contract="independent-checker",
        files={"assignment/check/seeded.py": "from zaslin.assignment import anything"},
    ),
    Violation(
        title="the checker shares the geometry",
        contract="independent-checker",
        files={"assignment/check/seeded.py": "import zaslin.geometry"},
    ),
    Violation(
        title="the checker shares the threat evaluation",
        contract="independent-checker",
        files={
            "threat/seeded.py": "FACT = 1\n",
            "assignment/check/seeded.py": "from zaslin.threat.seeded import FACT",
        },
    ),
    Violation(
        title="the checker computes with numpy",
        contract="independent-checker",
        files={"assignment/check/seeded.py": "import numpy as np"},
    ),
    Violation(
        title="an import cycle inside a package",
        contract="acyclic",
        files={
            "geometry/seeded_one.py": "import zaslin.geometry.seeded_two",
            "geometry/seeded_two.py": "import zaslin.geometry.seeded_one",
        },
    ),
]


def _copy_source(target: Path) -> Path:
    package = target / "src" / "zaslin"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", target)
    return package


def _seed(package: Path, violation: Violation) -> None:
    for name, text in violation.files.items():
        module = package / name
        module.parent.mkdir(exist_ok=True)
        before = module.read_text(encoding="utf-8") if module.exists() else ""
        module.write_text(f"{before}\n{text}\n", encoding="utf-8")


def _lint_imports(target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN_LINTER, "--no-cache", "--config", "pyproject.toml"],
        cwd=target,
        env={**os.environ, "PYTHONPATH": str(target / "src"), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _broken(report: str) -> set[str]:
    return set(re.findall(r"^(.+?) BROKEN\b", report, flags=re.MULTILINE))


def test_the_source_keeps_every_contract(tmp_path: Path) -> None:
    """Clean code passes, and no contract was left out of the run."""
    _copy_source(tmp_path)

    result = _lint_imports(tmp_path)

    assert result.returncode == 0, result.stdout + result.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in result.stdout


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: violation.title)
def test_a_seeded_violation_breaks_its_contract(
    violation: Violation, tmp_path: Path
) -> None:
    """The linter fails and names the contract that was meant.

    An upward import may close a cycle as well; no other contract is touched.
    """
    meant = NAMES[violation.contract]
    _seed(_copy_source(tmp_path), violation)

    result = _lint_imports(tmp_path)

    assert result.returncode != 0
    broken = _broken(result.stdout)
    assert meant in broken, result.stdout
    assert broken <= {meant, NAMES["acyclic"]}, result.stdout


def test_every_contract_has_a_violation() -> None:
    """A contract added without a test that breaks it is noticed here."""
    assert {violation.contract for violation in VIOLATIONS} == set(NAMES)


def test_the_domain_imports_nothing_but_the_standard_library() -> None:
    """An allow-list where the contract can only hold a list of what is forbidden."""
    allowed = sys.stdlib_module_names | {"zaslin"}

    foreign = {
        f"{module.name}: {name}"
        for module in modules(PACKAGE / "domain")
        for name in imported_packages(parse(module))
        if name not in allowed
    }

    assert not foreign


def test_the_checker_imports_nothing_but_the_domain() -> None:
    """Of zaslin it sees the nouns, and of the rest the standard library."""
    allowed = sys.stdlib_module_names | {"zaslin"}

    foreign = {
        name
        for module in modules(PACKAGE / "assignment" / "check")
        for name in imported_packages(parse(module))
        if name not in allowed
    }

    assert not foreign
