"""The workbook of many hospitals: LibreOffice comes to the totals, grades, ranks and medians of the report."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from io import BytesIO

import numpy as np
import openpyxl
import pytest

from rendered import group
from reportgen.analysis.group.material import GroupMaterial
from reportgen.export import live_group

LEAGUE, SCORES, WEIGHTS, VALUES = "排名", "指标得分", "有效权重", "指标值"
HEAD = 3
SAMPLES = ["lianhe", "us-cms"]
BOTH = pytest.mark.parametrize("sample", SAMPLES)


@cache
def content(sample: str) -> bytes:
    return live_group.workbook(group(sample).members)


def rows(book: openpyxl.Workbook, sheet: str) -> dict[str, tuple[object, ...]]:
    found = book[sheet].iter_rows(min_row=HEAD + 1, values_only=True)
    return {str(row[0] or row[1]): row[2:] for row in found if row[0] or row[1]}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, openpyxl.Workbook]:
    """What LibreOffice makes of the formulas, without the values that we wrote beside them."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: make setup-test"
    folder = tmp_path_factory.mktemp("books")
    for sample in SAMPLES:
        openpyxl.load_workbook(BytesIO(content(sample))).save(folder / f"{sample}.xlsx")
    subprocess.run(
        [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), *(str(folder / f"{sample}.xlsx") for sample in SAMPLES)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {sample: openpyxl.load_workbook(folder / "out" / f"{sample}.xlsx", data_only=True) for sample in SAMPLES}


@BOTH
@pytest.mark.slow
def test_totals_grades_and_ranks_are_those_of_the_report(sample: str, computed: dict[str, openpyxl.Workbook]):
    panel: GroupMaterial = group(sample)
    found = rows(computed[sample], LEAGUE)
    assert set(found) == set(panel.hospitals)
    for place in panel.league.places:
        total, grade, rank, complete, *_ = found[place.hospital]
        evaluation = panel.by_id[place.hospital].evaluation
        assert total == pytest.approx(float(evaluation.score_printed)) if evaluation.score_printed else total is None
        if evaluation.grade is not None:
            assert str(grade).split(" ")[-1].lower() == evaluation.grade
        assert rank == (place.rank or "—")
        assert complete == pytest.approx(panel.by_id[place.hospital].quality.completeness)


@BOTH
@pytest.mark.slow
def test_medians_are_those_of_the_ranked_hospitals(sample: str, computed: dict[str, openpyxl.Workbook]):
    panel: GroupMaterial = group(sample)
    heads = [cell.value for cell in computed[sample][SCORES][HEAD]][2:]
    middles = rows(computed[sample], SCORES)["中位数 Median"]
    ranked = [panel.by_id[place.hospital] for place in panel.league.places if place.rank is not None]
    names = list(dict.fromkeys(row.id for one in ranked for row in one.evaluation.indicators))
    assert len(heads) >= len(names)
    for head, middle in zip(heads, middles, strict=True):
        name = next(one for one in names if panel.catalog.indicators[one].name.zh == str(head).split(" ")[0])
        scores = [row.score for one in ranked for row in one.evaluation.indicators if row.id == name]
        known = [score for score in scores if score is not None]
        assert middle == (pytest.approx(np.median(known)) if len(known) >= 5 else "—"), name


@BOTH
@pytest.mark.slow
def test_what_we_wrote_beside_the_formulas_is_what_they_give(sample: str, computed: dict[str, openpyxl.Workbook]):
    ours = openpyxl.load_workbook(BytesIO(content(sample)), data_only=True)
    for sheet in (LEAGUE, SCORES, WEIGHTS, VALUES):
        theirs = rows(computed[sample], sheet)
        for key, row in rows(ours, sheet).items():
            for own, other in zip(row, theirs[key], strict=False):
                assert own == (pytest.approx(other) if isinstance(own, float) else other), (sheet, key)


@pytest.mark.slow
def test_it_is_a_workbook_to_work_with():
    book = openpyxl.load_workbook(BytesIO(content("lianhe")))
    assert book.sheetnames == [LEAGUE, SCORES, WEIGHTS, VALUES]
    assert all(sheet.freeze_panes == "C4" for sheet in book)
    assert len(book[LEAGUE]._charts) == 1
    assert {"league.total", "league.rank", "league_scores.current_ratio"} <= set(book.defined_names)
    assert book[LEAGUE]["C4"].value.startswith("=ROUND(SUMPRODUCT(")
    heads = [cell.value for cell in book[LEAGUE][HEAD]]
    assert heads[:5] == ["编号 Id", "医院 Hospital", "综合得分 Overall score", "等级 Grade", "位次 Rank"]
    assert book[LEAGUE]["B6"].value == "中心医院（示例） Central Hospital"


@pytest.mark.slow
def test_nothing_missing_is_a_zero():
    book = openpyxl.load_workbook(BytesIO(content("lianhe")))
    heads = [cell.value for cell in book[VALUES][HEAD]]
    column = next(place for place, head in enumerate(heads) if str(head).startswith("管理费用率"))
    without = next(row for row in book[VALUES].iter_rows(min_row=HEAD + 1) if row[0].value == "LH12")
    assert without[column].value is None
