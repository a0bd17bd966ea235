"""The page to sign and seal: what the program checked, fields for three responsible persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.report import fonts
from reportgen.report.assembly import hospital
from reportgen.report.html import write
from reportgen.report.section import Report


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
