"""A total that was left blank is blamed itself, and not the total above it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from intake.conftest import rules
from reportgen import intake, pipeline
from reportgen.catalog import Catalog

BALANCE = "会政财01"


def book(small: ModuleType, catalog: Catalog, folder: Path, blank: dict[str, object]) -> Path:
    made = {**small.figures(BALANCE, catalog), **blank}
    rows = small.sheet(BALANCE, "2025年12月31日", ("期末余额", "年初余额"), [made, small.figures(BALANCE, catalog)])
    return small.write(folder / "a.xlsx", {"表": rows})


@pytest.mark.parametrize("written", [None, "", "—"])
def test_a_blank_total_is_told_at_its_cell_with_what_its_lines_come_to(
    written: object, small: ModuleType, catalog: Catalog, tmp_path: Path
):
    path = book(small, catalog, tmp_path, {"current_assets": written})

    reading = intake.read_paths([path], catalog)

    assert rules(reading) == ["I75"]
    (finding,) = reading.findings
    label = next(row.label for row in catalog.forms[BALANCE].rows if row.item == "current_assets")
    row = next(number for number, line in enumerate(small.sheet(BALANCE, "", (), [])) if str(line[0]).strip() == label)
    assert finding.place.cell == f"B{row + 1}"
    assert finding.facts["parts"] == small.figures(BALANCE, catalog)["current_assets"]
    assert reading.dataset.value("current_assets", "示例医院", "2025") is None


def test_the_sum_above_a_blank_total_follows_from_it(small: ModuleType, catalog: Catalog, tmp_path: Path):
    path = book(small, catalog, tmp_path, {"current_assets": None})

    told = {finding.rule: finding for finding in pipeline.look([path], catalog).findings if finding.cause}

    above = next(finding for finding in told.values() if "total_assets" in finding.facts["items"])
    assert above.rule == "W46"  # not checked
    assert above.cause is not None
    assert above.cause[0] == "I75"
    assert "V06" not in told


def test_a_total_of_blank_lines_may_be_blank(small: ModuleType, catalog: Catalog, tmp_path: Path):
    lines = [item for item, one in catalog.items.items() if one.parent == "non_current_liabilities"]
    path = book(small, catalog, tmp_path, dict.fromkeys(["non_current_liabilities", *lines]))

    assert "I75" not in rules(intake.read_paths([path], catalog))
