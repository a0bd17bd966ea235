"""The page to sign and seal: what the program checked, fields for three responsible persons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report import fonts
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections.letter.problems import problems


def test_three_persons_sign_and_the_answers_are_those_of_the_checks(reports: Callable[..., Report], renhe: Material):
    view = content(reports("renhe", "zh", kind="agency"), "pledge")
    assert [one.role.zh[:2] for one in view.signatures] == ["单位", "主管", "会计"]
    answers = {row.cells[1].text.zh: row.cells[2].text.zh for row in view.sheets[0].rows}
    assert renhe.outcome is not None
    months = [renhe.outcome.equations("renhe", f"2026-{month:02}")[0] for month in range(1, 11)]
    said = f"10个月共{sum(months):,}项（其中本月{months[-1]}项）全部相符"
    assert answers["报表勾稽关系是否相符"] == said
    assert sum(months) == renhe.quality.equations_checked
    assert answers["报表与账簿是否核对一致"].startswith("□")


def test_targets_that_no_data_file_has_are_told_as_the_hospitals_own(reports: Callable[..., Report]):
    assert "自定，取自整改台账或案例设定文件" in content(reports("renhe", "zh", kind="agency"), "pledge").provenance.zh
    assert "自定" not in content(reports("us-cms", "zh", kind="agency"), "pledge").provenance.zh


def test_a_typeface_that_stands_in_for_another_is_told(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    there = fonts.available_families() - {"FandolFang"}
    monkeypatch.setattr(fonts, "available_families", lambda: there)
    view = content(hospital(renhe, "agency", "zh"), "pledge")
    assert "FandolFang由Noto Serif CJK SC代替" in view.faces.zh


def test_the_internal_number_is_named_as_such_where_the_letter_has_none_yet(reports: Callable[..., Report]):
    bare = content(reports("us-cms", "zh", kind="agency"), "pledge").provenance.zh
    assert "内部编号USW-2021-001" in bare
    assert "发文字号由本院编定" in bare
    assert "内部编号" not in content(reports("renhe", "zh", kind="agency"), "pledge").provenance.zh


def test_a_hospital_outside_the_chinese_rules_signs_by_its_own_offices(reports: Callable[..., Report]):
    report = reports("us-cms", "zh", kind="agency")
    said = write(report).html

    assert [one.role.zh for one in content(report, "pledge").signatures] == ["首席执行官", "首席财务官", "会计负责人"]
    assert "首席财务官：" in said
    assert "总会计师" not in said


def test_blank_lines_are_told_of_only_where_there_are_forms(reports: Callable[..., Report]):
    formed, free = (
        content(reports(name, "zh", kind="agency"), "pledge").paragraphs[1].zh for name in ("renhe", "us-cms")
    )

    assert "；表中的空白栏按无发生额处理，已逐处注明" in formed
    assert "空白栏" not in free
    assert free.endswith("也未按零计分。")


STATEMENTS = """period,item,value
2025,total_income,1000000
2025,medical_income,900000
2025,total_expense,990000
2025,period_surplus,10000
2025,cash_and_bank,50000
2025,current_assets,90000
2025,current_liabilities,120000
2025,total_assets,500000
2025,total_liabilities,490000
"""


def test_of_statements_alone_without_a_scheme_nothing_else_is_pledged(tmp_path: Path):
    """The hospital signed that its submission rests on activity statistics and a scheme, and that 0 are unscored."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text(STATEMENTS, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "entity: {id: k, name: {zh: 康宁医院, en: K}}\nregime: other\ncurrency: USD\nscheme: none\n", encoding="utf-8"
    )
    found = pipeline.grounds(pipeline.check(tmp_path), report="agency")
    assert isinstance(found, Material)
    view = content(hospital(found, "agency", "en"), "pledge")
    answers = {row.cells[1].text.en: row.cells[2].text.en for row in view.sheets[0].rows}

    assert "activity statistics" not in view.paragraphs[0].en
    assert "ledgers and statements of this hospital" in view.paragraphs[0].en
    assert answers["Are indicators left unscored?"] == "No scheme was chosen, so none is scored"
    assert "without a scheme" in view.provenance.en
    letter = " ".join(one.words.en for one in problems(HospitalContext.of(found, "en")))
    assert letter.startswith("Red warning lines are crossed: ")


def test_activity_in_the_data_is_what_a_submission_rests_on_too(reports: Callable[..., Report]):
    assert "业务统计" in content(reports("renhe", "zh", kind="agency"), "pledge").paragraphs[0].zh
