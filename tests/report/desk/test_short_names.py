"""Long names of hospitals in tables: without what stands in brackets, unless two would then be called the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.report import assembly
from reportgen.report.desk.grades.group import short_names
from reportgen.report.section import Report

EAST = Text(zh="东城区人民医院（东城区紧密型城市医疗集团总医院）（示例）", en="East District People's Hospital")


def test_a_long_name_loses_its_long_bracket_alone():
    found = short_names({"a": EAST, "b": Text(zh="中心医院（示例）", en="Central Hospital (Illustrative)")})
    assert found["a"] == Text(zh="东城区人民医院（示例）", en=EAST.en)
    assert found["b"].en == "Central Hospital (Illustrative)"


def test_names_that_would_be_the_same_stay_long():
    other = EAST.model_copy(
        update={"zh": "东城区人民医院（东城区社区卫生服务管理中心）（示例）", "en": "East District Centre"}
    )
    found = short_names({"a": EAST, "b": other})
    assert found["a"] == EAST
    assert found["b"] == other


def test_tables_have_the_short_name_and_its_own_page_the_full_one(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "en")
    (league,) = [section.content for section in report.sections if section.name == "league"]
    assert "East District People's Hospital" in {row.name.en for row in league.rows}
    pages = {section.content.name.en for section in report.sections if section.name == "member"}
    assert any(name.startswith("East District People's Hospital (") for name in pages)


def test_a_running_head_leaves_room_for_the_period_and_the_title_beside_a_long_name(clinic: Material):
    long = Text(zh="云岭自治州医疗联合体总医院第一人民医院" * 2, en="General Hospital of the Yunling Consortium " * 3)
    entity = clinic.case.file.entity.model_copy(update={"name": long})
    case = replace(clinic.case, file=clinic.case.file.model_copy(update={"entity": entity}))
    around = assembly.report(replace(clinic, case=case), "board", "en").furniture

    for mode in ("zh", "en"):
        parts = [getattr(one, mode) for one in (around.hospital_head, around.period, around.report)]
        width = sum(1.0 if character >= "\u2e80" else 0.5 for character in "".join(parts))
        assert parts[0].endswith("…")
        assert width <= 40
