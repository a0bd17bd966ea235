"""Definitions inside a report: read back, they are the ones that were written."""

from __future__ import annotations

import json

import pytest

from reportgen.catalog import load_catalog
from reportgen.export.explanation import plain

CATALOG = load_catalog()
KINDS = ("schemes", "indicators", "items", "checks", "reports")


@pytest.mark.parametrize("kind", KINDS)
def test_every_definition_is_read_back_as_it_was_written(kind: str):
    known = getattr(CATALOG, kind)

    read = {name: type(one).model_validate_json(json.dumps(plain(one))) for name, one in known.items()}

    assert read == known
