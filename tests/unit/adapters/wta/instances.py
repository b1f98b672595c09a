"""Instances to store, and what it means that two are the same."""

import io

import numpy as np

from zaslin.adapters.wta.detect import WtaFormat
from zaslin.adapters.wta.write import write
from zaslin.assignment.wta.instance import WtaInstance, wta_instance

THIRD = 1.0 / 3.0

SQUARE = wta_instance([36.0, 97.0], [[0.7806, THIRD], [0.0, 1.0]], [1, 1])
ALIKE = wta_instance(
    [3.0, 0.1 + 0.2, 1e22], [[0.5, 0.0, 1e-300], [THIRD, 1.0, 0.25]], [3, 3]
)
RICH = wta_instance(
    [10.0, 20.5, 0.0],
    [[0.5, 0.25, 0.0], [0.1, 1.0, THIRD]],
    [4, 7],
    round_cost=[0.5, 1.25],
    forbidden=[(0, 1)],
    pinned=[(1, 1, 2)],
    max_per_target=[3, 2, 1],
    max_per_pair=2,
    min_survival=[0.5, 0.0, 0.0],
)


def stored(instance: WtaInstance, file_format: WtaFormat) -> bytes:
    """The file of an instance."""
    file = io.BytesIO()
    write(file, instance, file_format)
    return file.getvalue()


def assert_same(one: WtaInstance, other: WtaInstance) -> None:
    """To the last bit, in every array."""
    for name in WtaInstance.__dataclass_fields__:
        mine, others = getattr(one, name), getattr(other, name)
        assert type(mine) is type(others), name
        np.testing.assert_array_equal(mine, others, err_msg=name, strict=True)
