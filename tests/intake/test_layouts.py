"""A family of layouts, form by regime by unit by deviation: nothing wrong, nothing silently missing, nothing invented."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from intake.family import arrangements, deviations, pages
from intake.family.scoring import score
from reportgen import intake, pipeline
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


MONTHLY = ("会政财01", "会政财02", "会政财02附01", "会医01", "会医02", "会医02附01")
SIDES = ("会政财01", "会政财02", "会政财04", "会政预01", "会医02", "会医02-1998")


def made(code: str, catalog: Catalog, **how: object) -> pages.Page:
    return pages.page(code, catalog, random.Random(f"{code}{how}"), **how)  # type: ignore[arg-type]  # noqa: S311


@pytest.mark.serves("001-30")
@pytest.mark.parametrize("unit", ["元", "万元"])
@pytest.mark.parametrize("code", MONTHLY)
def test_a_file_for_each_month_in_folders(tmp_path: Path, catalog: Catalog, code: str, unit: str):
    months = [made(code, catalog, month=month, unit=unit) for month in (3, 4, 5)]
    names = [f"{month}月/报表.xlsx" for month in (3, 4, 5)]
    for name, page in zip(names, months, strict=True):
        pages.write(tmp_path / name, [page])

    reading = intake.read_paths([tmp_path], catalog)

    truths = [(t, name, p.name, c) for name, p in zip(names, months, strict=True) for t, c in p.truths()]
    assert score(reading, truths).faults == []


@pytest.mark.parametrize("unit", ["元", "千元"])
@pytest.mark.parametrize("code", MONTHLY)
def test_several_hospitals_in_one_workbook(tmp_path: Path, catalog: Catalog, code: str, unit: str):
    sheets = [
        replace(made(code, catalog, month=8, unit=unit, entity=name), name=name) for name in ("甲县医院", "乙县中医院")
    ]

    reading = intake.read_paths([pages.write(tmp_path / "a.xlsx", sheets)], catalog)

    assert score(reading, [(t, "a.xlsx", p.name, c) for p in sheets for t, c in p.truths()]).faults == []


@pytest.mark.parametrize("unit", ["元", "万元"])
@pytest.mark.parametrize("code", SIDES)
def test_tables_on_their_sides(tmp_path: Path, catalog: Catalog, code: str, unit: str):
    page = arrangements.turned(made(code, catalog, unit=unit))

    reading = intake.read_paths([pages.write(tmp_path / "a.xlsx", [page])], catalog)

    assert score(reading, [(t, "a.xlsx", page.name, c) for t, c in page.truths()]).faults == []


@pytest.mark.parametrize("code", [code for code in MONTHLY if code not in {"会政财01", "会医01"}])
def test_last_months_workbook_with_a_new_date_is_told_as_a_copy(tmp_path: Path, catalog: Catalog, code: str):
    old, new = made(code, catalog, month=8), made(code, catalog, month=8)
    new.change(lambda s: replace(s, value=s.value.replace("8月", "9月")) if s.kind == "date" else s)
    pages.write(tmp_path / "08.xlsx", [old])
    pages.write(tmp_path / "09.xlsx", [new])

    found = pipeline.look([tmp_path], catalog).findings

    assert [f.place.file for f in found if f.rule == "W15"] == ["09.xlsx"]
    assert "V68" in {f.rule for f in found}
