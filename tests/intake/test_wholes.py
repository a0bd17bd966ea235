"""Names of a part that are the whole where nothing else is part of it, and what cost leaves of income."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

CASE: Final = "entity: {id: h, name: {zh: 康和醫院, en: H}}\nregime: other\ncurrency: HKD\nscheme: none\n"
TITLE: Final = ["康和醫院\n收支表", "截至2025年12月31日止年度", "單位：港幣千元", ",2025"]
REST: Final = {"其他收入": 200, "總收入": 5_200, "總支出": 5_000, "本年度盈餘": 200}


def read(folder: Path, catalog: Catalog, lines: dict[str, int], **more: Any) -> intake.Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    if more:
        (folder / "mapping.yaml").write_text(f"names: {more['names']}\n", encoding="utf-8")
    rows = [*TITLE, *(f"{label},{amount}" for label, amount in lines.items())]
    (folder / "data" / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    return intake.read(intake.open_case(folder), catalog)


def figures(reading: intake.Reading) -> dict[str, float]:
    return {one.item: one.value / 1000 for one in reading.values()}


def test_income_from_medical_services_is_all_of_it_where_nothing_else_is_part_of_it(
    tmp_path: Path, catalog: Catalog
) -> None:
    reading = read(tmp_path, catalog, {"醫療服務收入": 5_000, **REST})

    assert figures(reading)["medical_income"] == 5_000
    assert "medical_service_income" not in figures(reading)
    assert [str(one.facts["label"]) for one in reading.findings if one.rule == "I160"] == ["醫療服務收入"]


@pytest.mark.parametrize("other", ["藥品收入", "醫療收入"])
def test_beside_another_part_or_the_whole_it_is_a_part(tmp_path: Path, catalog: Catalog, other: str) -> None:
    reading = read(tmp_path, catalog, {other: 2_000, "醫療服務收入": 3_000, **REST})

    assert figures(reading)["medical_service_income"] == 3_000
    assert figures(reading).get("medical_income", 2_000) == 2_000
    assert "I160" not in {one.rule for one in reading.findings}


def test_what_mapping_says_stays(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, {"醫療服務收入": 5_000, **REST}, names="{醫療服務收入: medical_service_income}")

    assert figures(reading)["medical_service_income"] == 5_000


def test_a_name_that_two_files_of_spellings_give_one_item_has_one_meaning(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, {"醫療收入": 5_000, **REST})

    assert figures(reading)["total_expense"] == 5_000
    assert "I14" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize(("gross", "told"), [(800, ["I114"]), (790, ["I13"])])
def test_what_the_cost_of_care_leaves_is_a_step_where_amounts_prove_it(
    tmp_path: Path, catalog: Catalog, gross: int, told: list[str]
) -> None:
    lines = {"醫務收入": 5_000, "醫務成本": 4_200, "醫務毛利": gross, "管理費用": 300, "醫務利益": 500, "非醫務收入": 100,
             "非醫務支出": 40, "本期餘絀": 560}  # fmt: skip
    reading = read(tmp_path, catalog, lines)

    found = figures(reading)
    assert (found["medical_business_cost_2012"], found["other_expense"], found["operating_surplus"]) == (4_200, 40, 500)
    assert [one.rule for one in reading.findings if one.rule in {"I13", "I33", "I114"}] == told
