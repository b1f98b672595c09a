"""docs/api.md says what the code does."""

import re
from dataclasses import fields

import pytest

from tests.api_tables import DOCUMENT, MEANING, with_tables
from tests.openapi_snapshot import described
from tests.serving import bare_service
from zaslin.api.desk_metrics import DeskCollector
from zaslin.api.limits import Limits

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_its_tables_are_those_of_the_code() -> None:
    """If not: ``python -m tests.api_tables``."""
    assert with_tables(TEXT) == TEXT


def test_every_limit_has_its_meaning() -> None:
    """A new limit is explained before it is enforced."""
    assert set(MEANING) == {each.name for each in fields(Limits)}


def test_a_document_without_its_tables_is_noticed() -> None:
    """Or the comparison would compare nothing."""
    with pytest.raises(ValueError, match="accepted: one"):
        with_tables("no tables")


def test_every_path_it_names_exists() -> None:
    """Paths of the text are paths of the API."""
    named = set(re.findall(r"(?<![\w.])(/(?:api/v1/[\w/.-]+|\w+z|metrics))`", TEXT))

    known = described()
    assert named
    assert all(f'"{path}"' in known for path in named), named


def test_every_metric_it_names_is_counted() -> None:
    """A dashboard is made from the text."""
    named = set(re.findall(r"`(zaslin_\w+)`", TEXT))
    service = bare_service()
    families = [
        *service.metrics.registry.collect(),
        *DeskCollector(service.desks).collect(),
    ]

    known = {each.name for each in families}
    assert {name.removesuffix("_total") for name in named} <= known
