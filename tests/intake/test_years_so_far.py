"""Months side by side with what they come to: of a year that is not over, that is no figure of the year."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

ENTITY = "示例医院"
LINES = {"门急诊人次": 900, "入院人数": 30, "出院人数": 29, "实际占用总床日数": 300, "实有床位数": 40}


def table(names: list[str], filled: int, head: str, title: str) -> list[list[object]]:
    """Figures in the first columns of `names`, and their sums, under a title with the year."""
    sums = [[label, *([value] * filled), *([None] * (len(names) - filled)), value * filled]
            for label, value in LINES.items()]  # fmt: skip
    return [[title], [f"编制单位：{ENTITY}"], ["指标", *names, head], *sums]


MONTHS = [f"{month}月" for month in range(1, 13)]
QUARTERS = ["一季度", "二季度", "三季度", "四季度"]


@pytest.mark.parametrize("title", ["2026年业务工作量统计表", "2026年1-9月业务工作量统计表"])
@pytest.mark.parametrize("names", [MONTHS[:9], MONTHS, [f"2026年{one}" for one in MONTHS[:9]]])
def test_what_nine_months_come_to_is_the_year_so_far(
    small: ModuleType, catalog: Catalog, tmp_path: Path, names: list[str], title: str
) -> None:
    """Whether the columns of the months to come are there and blank, or are not there yet."""
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(names, 9, "累计", title)})
    value = intake.read_paths([path], catalog).dataset.value

    assert value("discharges", ENTITY, "2026") is None
    assert value("discharges", ENTITY, "2026-09", "ytd") == 9 * LINES["出院人数"]
    assert value("discharges", ENTITY, "2026-09") == LINES["出院人数"]


def test_what_all_months_come_to_is_the_year(small: ModuleType, catalog: Catalog, tmp_path: Path) -> None:
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(MONTHS, 12, "累计", "2026年业务工作量统计表")})

    assert intake.read_paths([path], catalog).dataset.value("discharges", ENTITY, "2026") == 12 * LINES["出院人数"]


def test_three_quarters_are_no_year_either(small: ModuleType, catalog: Catalog, tmp_path: Path) -> None:
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(QUARTERS, 3, "累计", "2026年业务工作量统计表")})
    value = intake.read_paths([path], catalog).dataset.value

    assert value("discharges", ENTITY, "2026") is None
    assert value("discharges", ENTITY, "2026-Q3") == LINES["出院人数"]


def test_a_sum_that_calls_itself_the_year_is_not_read_before_the_year_is_over(
    small: ModuleType, catalog: Catalog, tmp_path: Path
) -> None:
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(MONTHS[:9], 9, "全年合计", "2026年业务工作量统计表")})
    value = intake.read_paths([path], catalog).dataset.value

    assert value("discharges", ENTITY, "2026") is None
    assert value("discharges", ENTITY, "2026-09") == LINES["出院人数"]
