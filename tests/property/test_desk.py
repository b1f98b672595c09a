"""Whatever happens at a desk, in whatever order: what must hold after every step.

The first test looks for a way to break a rule; each of the second plants a fault, which
the machine has to find.
"""

from collections.abc import Callable

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.desk_faults import PLANTED
from tests.property.desk_machine import DeskMachine

TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(stateful_step_count=40)

FEW = settings(
    max_examples=300,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    # Found is enough; it need not be the smallest.
    phases=[Phase.generate],
    report_multiple_bugs=False,
)


@pytest.mark.parametrize(
    "plant", PLANTED, ids=lambda plant: plant.__name__.removeprefix("plant_")
)
def test_the_machine_finds_a_planted_fault(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that breaks nothing but a rule of the machine."""
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(DeskMachine, settings=FEW)
