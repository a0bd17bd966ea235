"""The letter to the agency: what it says is computed or given by the hospital, never made up."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.sections.reading import BOTH, content, exact
from reportgen import pipeline
from reportgen.analysis import score_bridge
from reportgen.analysis.material import Material
from reportgen.model.case_parts import Arrangement, Letter, Submission
from reportgen.model.definition import Text
from reportgen.model.printing import PrintedNumber, half_up
from reportgen.model.registers import Registers
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import years
from reportgen.report.section import Report
from reportgen.report.sections.letter import (
    BLOCK,
    INDENTS,
    broken,
    letter,
    line_size,
    mark_lines,
    mark_size,
    placed,
    width,
)
from reportgen.report.sections.letter.problems import problems

KIND = "agency"


def saying(material: Material, submission: Submission) -> Material:
    """The material as if case.yaml had said this of its letters."""
    file = material.case.file.model_copy(update={"submission": submission})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))


def letter_of(material: Material, mode: str = "zh") -> Any:
    return content(hospital(material, KIND, mode), "letter")


def words_of(letter: Any, language: str = "zh") -> str:
    parts = [
        (p.lead.in_language(language) if p.lead else "") + p.words.in_language(language) for p in letter.paragraphs
    ]
    return "\n".join(parts)


@pytest.mark.serves("000-22")
@BOTH
def test_the_result_in_words_is_that_of_the_evaluation(materials: Callable[..., Material], name: str):
    material = materials(name)
    text = words_of(letter_of(material))
    assert f"综合得分{material.evaluation.score_printed}分" in text
    assert "等级为良" in text
    assert text.endswith("特此报告。")


@BOTH
def test_both_languages_say_the_same_numbers(materials: Callable[..., Material], name: str):
    zh, en = (letter_of(materials(name), mode) for mode in ("zh", "en"))
    for one, other in zip(zh.paragraphs, en.paragraphs, strict=True):
        if "亿" in one.words.zh or "万" in one.words.zh:
            continue  # amounts are in other units
        assert exact(one.words.zh) == exact(other.words.en)


def test_the_letter_tells_what_the_board_is_told_of_last_year_and_of_the_years_end(renhe: Material):
    (compared,) = [one for one in years.courses(HospitalContext.of(renhe, "zh")) if one.shared is not None]
    expected = renhe.analysis["outlook.year_end"]["surplus"]
    told = words_of(letter_of(renhe))
    result, figures = (told.split(f"{numeral}、")[1] for numeral in "二三")

    assert f"同口径比2025年1月至10月下降{half_up(abs(compared.change), 2)}分" in result
    assert f"预计全年盈余{half_up(expected.total / 1e4, 2):,}万元" in figures
    assert f"比全年预算少{half_up(abs(expected.gap.value) / 1e4, 2):,}万元" in figures


def test_first_levels_are_numbered_in_han_numerals_without_a_gap(renhe: Material):
    heads = [p.words.zh for p in letter_of(renhe).paragraphs if p.level == "head"]
    assert [head[0] for head in heads] == list("一二三四五六")


def test_each_problem_has_its_number_and_the_cause_that_the_hospital_gives(renhe: Material):
    problems = [p for p in letter_of(renhe).paragraphs if p.level == "item"][:3]
    given = renhe.case.file.submission.letters["2026-10"].causes["receivable_turnover_days"].zh
    assert all(exact(p.words.zh) for p in problems)
    assert sum(given in p.words.zh for p in problems) == 1


def test_without_a_cause_the_letter_says_how_the_two_figures_moved_or_that_nothing_is_known(renhe: Material):
    text = words_of(letter_of(saying(renhe, Submission())))
    assert "主要原因" not in text
    assert "与上年同期相比，应收账款净额增长" in text
    assert "原因待查明" in text


def test_each_problem_of_a_measured_indicator_has_the_median_of_the_peers(renhe: Material):
    said = words_of(letter_of(renhe))
    growth = next(one for one in renhe.evaluation.indicators if one.id == "total_asset_growth")
    assert growth.peer is not None
    assert f"优秀标准8.00%，同级中位数{growth.peer.median * 100:.2f}%" in said


def test_a_standard_has_its_unit_and_a_range_its_side(renhe: Material):
    said = words_of(letter_of(renhe))
    assert "优秀标准30.0天" in said
    assert "流动比率未达优秀标准，但不差于同级中位" in said
    assert "不在标准区间" not in said


def test_what_most_peers_do_no_better_in_is_called_neither_high_nor_low(renhe: Material):
    """43.2 days are above the standard, and below the median of 47.5."""
    leads = {one.lead.zh for one in letter_of(renhe).paragraphs if one.lead is not None}
    peers = {one.id: one for one in renhe.evaluation.indicators if one.peer is not None}
    days, costs = peers["receivable_turnover_days"], peers["admin_expense_rate"]

    assert days.value <= days.peer.median  # type: ignore[operator,union-attr]
    assert costs.value > costs.peer.median  # type: ignore[operator,union-attr]
    assert any("应收账款周转天数未达优秀标准，但不差于同级中位" in lead for lead in leads)
    assert any("管理费用率偏高" in lead for lead in leads)


def test_a_surplus_is_called_by_one_word_in_a_sentence(renhe: Material):
    said = words_of(letter_of(renhe, "en"), "en")
    assert "surplus fell by 15.1%" in said
    assert "(deficit)" not in said


def test_a_letter_on_another_source_speaks_of_no_statements_and_no_budget(materials: Callable[..., Material]):
    said = words_of(letter_of(materials("us-cms", "2021")))
    assert "医疗收入6.26亿美元" in said
    assert "医疗活动费用合计" in said
    assert "预算执行情况和" not in said
    assert "主要指标和预算执行情况" not in said
    assert "未报送本期预算" in said
    assert "所附会计报表" not in said
    assert "第一部分所列来源的数据是否经审计" in said


def test_a_figure_that_an_open_warning_names_says_so_where_it_is_printed(materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    zh, en = (words_of(letter_of(material, mode), mode) for mode in ("zh", "en"))
    assert "医疗活动费用合计5.10亿美元，比上年下降8.3%，数据待核实（W48）；" in zh
    assert zh.count("数据待核实（W48）") == 1
    assert "down 8.3% on last year, in question (W48);" in en


@BOTH
def test_effects_that_miss_the_change_of_the_score_in_the_last_digit_say_why(
    materials: Callable[..., Material], name: str
):
    said = words_of(letter_of(materials(name)))
    change = re.search(r"比[^，。]*?(提高|下降)([\d.]+)分", said)
    told = re.search(r"（括号内为[^）]*对总分的影响([^）]*)）：([^。]*(?:\.[^。]*)*)。单项", said)
    assert change is not None
    assert told is not None
    effects = sum(Decimal(one.replace("−", "-")) for one in re.findall(r"（([+−]?[\d.]+)）", told[2]))
    total = Decimal(change[2]) if change[1] == "提高" else -Decimal(change[2])
    assert (told[1] == "，尾差因四舍五入") == (effects != total)


def test_the_rule_by_which_problems_are_chosen_can_be_read_in_english(renhe: Material) -> None:
    """It gave the weights of a sum, two kinds of grade and how many at most before it said what is listed."""
    said = words_of(letter_of(renhe, "en"), "en")

    assert "Of the indicators below the best grade the main ones stand by the points they cost" in said


def test_a_month_in_a_sentence_has_its_full_name(renhe: Material):
    said = words_of(letter_of(renhe, "en"), "en")
    assert "September 2026" in said
    assert "Sep 2026" not in said


def test_measures_are_those_of_the_case_with_owner_and_day(renhe: Material):
    given = renhe.case.file.submission.letters["2026-10"].measures
    text = words_of(letter_of(renhe))
    for measure in given:
        assert measure.action.zh in text
        assert measure.owner.zh in text
    assert "2026年12月31日前完成" in text


def headings(text: Any, part: int) -> list[str]:
    """The names in the headings of the items of a first level."""
    found: dict[int, list[str]] = {}
    level = 0
    for paragraph in text.paragraphs:
        level += paragraph.level == "head"
        if paragraph.level == "item":
            found.setdefault(level, []).append(paragraph.lead.zh)
    return found.get(part, [])


def test_measures_answer_the_problems_one_to_one(renhe: Material):
    """Also that of an indicator that is not among the three costliest: it is a problem, since it has a measure."""
    letter = letter_of(renhe)
    problems, measures = headings(letter, 4), headings(letter, 5)
    names = [heading.partition("关于")[2].rstrip("。") for heading in measures]

    assert len(problems) == len(measures) == 6
    assert all(name in problem for name, problem in zip(names, problems, strict=True))


def test_a_problem_without_a_measure_has_a_blank_and_is_told(renhe: Material):
    whole = renhe.case.file.submission
    own = whole.letters["2026-10"]
    fewer = own.model_copy(update={"measures": own.measures[1:]})
    less = saying(renhe, whole.model_copy(update={"letters": {"2026-10": fewer}}))

    assert len(headings(letter_of(less), 5)) == 6
    assert words_of(letter_of(less)).count("尚未提出整改措施") == 1
    (found,) = pipeline.remarks(less, report=KIND)
    assert (found.rule, found.facts["key"]) == (
        "B21",
        "submission.letters.2026-10.measures: indicator: total_asset_growth",
    )


def test_a_measure_of_another_aim_stands_last(renhe: Material):
    whole = renhe.case.file.submission
    own = whole.letters["2026-10"]
    more = own.model_copy(update={"measures": (Arrangement(action=Text(zh="办", en="do")), *own.measures)})
    letter = letter_of(saying(renhe, whole.model_copy(update={"letters": {"2026-10": more}})))

    assert "关于财务管理" in headings(letter, 5)[-1]


def test_what_is_not_known_is_a_blank_and_never_made_up(renhe: Material):
    letter = letter_of(saying(dataclasses.replace(renhe, registers=Registers()), Submission()))
    assert "＿" in letter.number
    assert "＿" in letter.signer
    assert "＿" in letter.recipient.zh
    assert letter.contact is None
    assert "由本院填报" in words_of(letter)


def test_each_blank_is_told_as_a_finding_and_a_whole_letter_has_none(renhe: Material):
    assert pipeline.remarks(renhe, report=KIND) == ()
    found = pipeline.remarks(saying(renhe, Submission()), report=KIND)
    assert {f.facts["key"] for f in found if f.rule == "B21"} >= {"submission.recipient", "submission.signer"}
    assert pipeline.remarks(saying(renhe, Submission()), report="board") == ()


def test_an_indicator_that_there_is_not_is_named(renhe: Material):
    action = Text(zh="办", en="do")
    own = Letter(causes={"no_such": action}, measures=(Arrangement(action=action, indicator="nor_this"),))
    found = pipeline.remarks(saying(renhe, Submission(letters={"2026-10": own})), report=KIND)
    assert {f.facts["name"] for f in found if f.rule == "B22"} == {"no_such", "nor_this"}


def test_the_letter_says_nothing_of_other_methods_or_of_robustness(reports: Callable[..., Report]):
    names = {section.name for section in reports("renhe", "zh-en", kind=KIND).sections}
    assert not {name for name in names if "robust" in name or "method" in name}


def test_a_long_name_stands_on_one_line_in_smaller_type():
    assert mark_size("示例医院文件") == 40
    long = "某" * 60
    assert width(long) * mark_size(long) <= BLOCK


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("某市人民医院文件", 1),
        ("云岭自治州紧密型县域医疗共同体总医院暨自治州第一人民医院（自治州妇幼保健院、自治州传染病医院）文件", 2),
        (f"{'General Hospital of the Prefecture and First Hospital, ' * 3}Maternity", 3),
        ("某" * 100, 3),
    ],
)
def test_a_name_too_long_to_be_read_on_one_line_takes_another(name: str, lines: int):
    found = mark_lines(name)
    assert len(found) == lines
    assert "".join(found).replace(" ", "") == name.replace(" ", "")
    assert mark_size(max(found, key=width)) >= 10


@given(st.lists(st.text("国人", min_size=1, max_size=12), min_size=1, max_size=6))
def test_a_title_keeps_its_words_and_breaks_only_between_its_parts(parts: list[str]):
    lines = broken(parts, 20)
    assert "".join(lines) == "".join(parts)
    ends = {len("".join(parts[:n])) for n in range(1, len(parts) + 1)}
    assert {len("".join(lines[:n])) for n in range(1, len(lines) + 1)} <= ends


def test_a_title_is_a_trapezium_where_it_can_be():
    assert broken(["某某医院", "关于2026年10月", "财务运行综合评价", "结果的报告"], 20) == (
        "某某医院关于2026年10月",
        "财务运行综合评价结果的报告",
    )
    assert broken(["某" * 60, "关于2026年10月", "财务运行综合评价", "结果的报告"], 20)[0] == "某" * 60
    assert len(broken(["某" * 60, "关于2026年10月", "财务运行综合评价", "结果的报告"], 20)) == 3
    assert broken(["国" * 6, "国" * 4, "国" * 4, "国" * 10], 14) == ("国" * 14, "国" * 10)


def test_a_long_english_name_is_broken_at_a_comma_and_not_within_a_place():
    parts = ["Bellin Memorial Hospital, Green Bay, Wisconsin: ", "report on the results of the ", "evaluation for 2021"]
    assert broken(parts, 24)[:2] == ("Bellin Memorial Hospital,", "Green Bay, Wisconsin:")
    assert " ".join(broken(parts, 24)) == "".join(parts)


def test_the_day_stands_four_characters_in_and_a_longer_name_over_it():
    name, day = "国" * 10, "国" * 8
    wide, room = placed(name, day)
    assert room + (wide - 8) / 2 == pytest.approx(4, abs=0.02)
    assert placed("国" * 40, day) == (27.6, 0.0)


def test_number_and_signer_stay_on_one_line_in_smaller_type_where_the_names_are_long():
    assert line_size("仁医财〔2026〕18号", "签发人：", "沈某某") == 16
    long = ("仁医财〔2026〕18号", "签发人：", "沈" * 20)
    assert (sum(map(width, long)) + INDENTS) * line_size(*long) <= BLOCK + 2


def test_beds_in_place_are_those_of_the_statistics_and_not_the_authorised_ones(renhe: Material):
    there = renhe.dataset.value("beds_open", "renhe", "2026-10")
    assert there != renhe.case.file.entity.beds
    assert f"实有床位{there:,.0f}张" in words_of(letter_of(renhe))


def test_a_number_of_equations_over_months_says_so_and_names_that_of_the_month(renhe: Material):
    now, _ = renhe.outcome.equations("renhe", "2026-10")
    text = words_of(letter_of(renhe))
    assert f"核对10个月的报表勾稽关系共{renhe.quality.equations_checked:,}项（其中本月{now}项）" in text


def test_a_letter_without_a_number_has_the_year_of_its_day_and_not_of_its_period(materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    assert material.case.file.report.issue_date is not None
    assert "2026" in letter(HospitalContext.of(material, "zh")).number


@BOTH
def test_the_opening_tells_score_grade_change_and_what_costs_most(materials: Callable[..., Material], name: str):
    material = materials(name)
    opening = letter_of(material).paragraphs[0].words
    costly = min(material.evaluation.indicators, key=lambda one: (one.points or 0.0) - one.effective_weight * 100)
    defined = material.catalog.indicators[costly.id].name
    before = HospitalContext.of(material, "zh").before
    assert before is not None
    assert before.score is not None
    assert material.evaluation.score is not None
    moved = material.evaluation.score - before.score
    change = f"{'提高' if moved > 0 else '下降'}{abs(moved):.2f}分"
    assert f"综合得分{material.evaluation.score_printed}分，等级为良，比" in opening.zh
    assert f"{change}，其中" in opening.zh
    assert f"。失分最多的是{defined.zh}。现报告如下。" in opening.zh
    assert str(material.evaluation.score_printed) in opening.en


def test_an_indicator_has_one_name_throughout_the_letter(renhe: Material):
    name = renhe.catalog.indicators["receivable_turnover_days"]
    said = words_of(letter_of(renhe))
    assert name.short is not None
    assert said.count(name.name.zh) == 2
    assert name.short.zh not in said.replace(name.name.zh, "")


def test_a_measure_names_its_target(renhe: Material):
    said = letter_of(renhe, "zh-en")
    assert "12月31日前完成，本院自定目标值2.00%。" in words_of(said)
    assert "our own target 10.00%." in words_of(said, "en")


def test_comparisons_name_where_the_other_figures_are_from(renhe: Material):
    said = words_of(letter_of(renhe))
    assert "比较样本：三级综合医院（示例）。" in said
    assert "上年同期数取自2025年10月报送的数据。" in said


def test_problems_agree_with_names_in_the_plural(reports: Callable[..., Report]):
    """A name such as days takes no verb of one thing."""
    letter = content(reports("renhe", "en", kind="agency"), "letter")
    leads = [one.lead.en for one in letter.paragraphs if one.lead is not None]
    assert any("Receivable turnover days: short of the standard" in lead for lead in leads)
    assert not any(" is " in lead for lead in leads)


@BOTH
def test_each_ability_says_what_it_did_to_the_total_and_the_indicator_that_moved_it_most_is_named(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    context = HospitalContext.of(materials(name), "zh")
    assert context.before is not None
    found = score_bridge(context.before, context.evaluation)
    largest = max(found.indicators, key=lambda step: abs(step.change))

    said = str(content(reports(name, "zh", kind="agency"), "letter"))
    assert f"单项指标中，{context.name(largest.id).zh}影响最大（{context.points(largest.change)}分）" in said
    changes = {step.id: step.change for step in found.abilities}
    for one in context.evaluation.abilities:
        assert f"{one.name.zh}{context.score(one.score)}分（{context.points(changes[one.id])}）" in said


def test_without_any_measure_each_problem_has_blanks_for_measure_owner_and_day(materials: Callable[..., Material]):
    letter = letter_of(materials("us-cms", "2021"))
    asked = [one for one in letter.paragraphs if one.lead is not None and one.lead.zh.partition("）")[2][:2] == "关于"]
    assert len(asked) == len(headings(letter, 4)) == 3
    assert all("＿，由＿＿＿＿负责，＿＿＿＿前完成。" in one.words.zh for one in asked)
    assert "另有整改措施" not in words_of(letter)


def test_figures_that_moved_an_indicator_to_its_standard_are_no_cause_of_its_falling_short(
    materials: Callable[..., Material],
):
    """Occupied bed days rose and beds in place fell: both raise the occupancy that is too low."""
    material = materials("us-cms", "2021")
    found = {one.lead.zh: one.words for one in letter_of(material, "zh-en").paragraphs if one.lead is not None}
    (words,) = [words for lead, words in found.items() if "病床使用率未达优秀标准" in lead]
    earlier = material.values.at("bed_occupancy_rate", material.entity, "2020").value
    assert earlier is not None
    assert f"比上年的{earlier * 100:.2f}%有改善" in words.zh
    assert "实际占用总床日数" not in words.zh
    assert "to be established" in words.en


def test_a_change_that_does_not_show_in_print_is_no_improvement(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stay of 5.7 days had “improved from 5.7 days a year earlier”."""
    material = materials("us-cms", "2021")
    assert "has improved from" in words_of(letter_of(material, "zh-en"), "en")

    monkeypatch.setattr(HospitalContext, "printed", lambda _self, _id, value, _more=0: PrintedNumber("5.7", value))

    assert "has improved from" not in words_of(letter_of(material, "zh-en"), "en")


def test_the_opening_names_the_ability_that_moved_the_score_and_whether_its_figures_are_in_question(
    materials: Callable[..., Material], renhe: Material
):
    american, own = (letter_of(one).paragraphs[0].words for one in (materials("us-cms", "2021"), renhe))
    assert "其中结余能力影响最大（+6.57分，部分数据待核实）。" in american.zh
    assert "影响最大（" in own.zh
    assert "待核实" not in own.zh


def test_a_letter_says_whether_statements_are_attached_and_from_what(
    materials: Callable[..., Material], renhe: Material
):
    """The third attachment of the American letter holds the statements line by line."""
    american = materials("us-cms", "2021")
    file = american.case.file.model_copy(update={"regime": "2019"})
    without = dataclasses.replace(american, case=dataclasses.replace(american.case, file=file))
    told = [words_of(letter_of(one)) for one in (american, without, renhe)]

    assert ["所附财务报表由该来源的数据列示" in words for words in told] == [True, False, False]
    assert ["故不附财务报表" in words for words in told] == [False, True, False]


@pytest.mark.serves("003-195")
def test_the_letter_tells_how_far_the_experts_agree_whose_marks_it_uses(renhe: Material):
    rated = next(part for part in renhe.evaluation.parts if part.experts)
    others = tuple(part for part in renhe.evaluation.parts if part != rated)
    alone = dataclasses.replace(renhe, evaluation=dataclasses.replace(renhe.evaluation, parts=others))

    assert "评议一致性（克朗巴赫α）0.601（专家5人，7项中6项由全体评定）" in words_of(letter_of(renhe))
    assert "0.601 (5 experts; all of them rated 6 of 7 items)" in words_of(letter_of(renhe, "en"), "en")
    assert "评议一致性" not in words_of(letter_of(alone))


def test_of_one_ability_none_is_said_to_have_moved_the_score_most(renhe: Material):
    """A case of one ability and one indicator read that this one moved most, of one."""
    one = renhe.evaluation.abilities[0].id

    def alone(found: Any) -> Any:
        rows = tuple(row for row in found.indicators if row.ability == one and row.score is not None)[:1]
        return dataclasses.replace(
            found, abilities=tuple(row for row in found.abilities if row.id == one), indicators=rows
        )

    before = next(period for period in sorted(renhe.history, reverse=True) if period < renhe.period)
    history = {**renhe.history, before: alone(renhe.history[before])}
    said = words_of(letter_of(dataclasses.replace(renhe, evaluation=alone(renhe.evaluation), history=history)))

    assert "影响最大" in words_of(letter_of(renhe))
    assert "影响最大" not in said


def test_a_red_line_that_is_crossed_is_a_problem_though_nothing_costs_points(
    renhe: Material, monkeypatch: pytest.MonkeyPatch
):
    """The letter of a hospital in deficit said that there was no problem to report, for all that is scored is best."""
    assert "触及红色预警线" not in words_of(letter_of(renhe))

    rows = tuple(dataclasses.replace(one, score=100.0, level=Grade.EXCELLENT) for one in renhe.evaluation.indicators)
    best = dataclasses.replace(renhe, evaluation=dataclasses.replace(renhe.evaluation, indicators=rows))
    found = best.analysis["signals.risks"]
    warned = (dataclasses.replace(found.warned[0], indicator="interest_cover", level=Level.RED, value=0.5, line=1.0),)
    monkeypatch.setitem(best.analysis._made, "signals.risks", (dataclasses.replace(found, warned=warned), frozenset()))
    said = [one.words.zh for one in problems(HospitalContext.of(best, "zh"))]

    assert said == [
        "计分的指标等级均为优，没有按失分列示的问题。",
        "另有指标触及红色预警线：已获利息倍数0.50（红线1.00）。",
    ]


def test_a_long_chinese_name_is_broken_at_its_joints_and_brackets():
    name = "云岭自治州紧密型县域医疗共同体总医院暨自治州第一人民医院（自治州妇幼保健院、自治州传染病医院）"

    assert broken([name, "关于2026年3月", "财务运行情况", "的报告"], 20, "暨") == (
        "云岭自治州紧密型县域医疗共同体总医院",
        "暨自治州第一人民医院",
        "（自治州妇幼保健院、自治州传染病医院）",
        "关于2026年3月财务运行情况的报告",
    )


def test_without_a_scheme_the_letter_claims_no_evaluation_and_tells_which_months_it_covers(renhe: Material):
    """'We have completed our evaluation', it said, and a part below that none was made; no month of income was named."""
    unjudged = dataclasses.replace(
        renhe, evaluation=dataclasses.replace(renhe.evaluation, indicators=(), abilities=(), score=None, grade=None)
    )
    said = {language: words_of(letter_of(unjudged, language), language) for language in ("zh", "en")}

    assert "我院编制了2026年10月财务运行情况报告。" in said["zh"]
    assert "综合评价" not in letter_of(unjudged).paragraphs[0].words.zh
    assert "报告期为2026年1月至10月。" in said["zh"]
    assert "we report on our financial operation for October 2026 as follows." in said["en"]
    assert "The report covers January to October 2026." in said["en"]


@pytest.mark.parametrize(("pieces", "lines"), [(8, [4] * 8), (9, [4] * 7 + [8]), (10, [4] * 7 + [12])])
def test_of_a_name_of_many_parts_what_is_beyond_the_eighth_stays_together(pieces: int, lines: list[int]):
    """Each joint may go on to another line or not, which doubles the ways with every part."""
    name = "".join(f"暨{part * 3}" for part in "甲乙丙丁戊己庚辛壬癸"[:pieces])

    assert [*map(len, broken([name], 4, "暨"))] == lines
