"""A family of layouts, form by regime by unit by deviation: nothing wrong, nothing silently missing, nothing invented."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from intake.family import deviations, pages
from intake.family.scoring import score
from reportgen import intake
from reportgen.catalog import Catalog

FORMS = (
    "会政财01", "会政财02", "会政财02附01", "会政财04", "会政预01", "会政预02",
    "会医01", "会医02", "会医02附01", "会医03", "会医04", "会医01-1998", "会医02-1998",
)  # fmt: skip
LAYOUTS = [
    (code, deviation, number) for number, (code, deviation) in enumerate(itertools.product(FORMS, deviations.ALL))
]


@pytest.mark.serves("001-30")
@pytest.mark.parametrize(
    ("code", "deviation", "number"), LAYOUTS, ids=[f"{code}-{made.__name__}" for code, made, _ in LAYOUTS]
)
def test_whatever_was_done_to_a_sheet_it_is_read_rightly_or_said_not_to_be(
    tmp_path: Path, catalog: Catalog, code: str, deviation: deviations.Deviation, number: int
):
    chance = random.Random(f"{code} {deviation.__name__}")  # noqa: S311 - figures of a test
    month = 10 if catalog.forms[code].monthly and number % 2 else None
    page = pages.page(code, catalog, chance, month=month, unit=("元", "万元", "千元")[number % 3])
    deviation(page, chance)

    reading = intake.read_paths([pages.write(tmp_path / "a.xlsx", [page])], catalog)

    found = score(reading, [(truth, "a.xlsx", page.name, cell) for truth, cell in page.truths()])
    assert found.faults == []
    assert found.right > 0
    assert found.reported == 0 or deviation is deviations.unreadable
