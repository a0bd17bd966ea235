"""Schemes that rank, that name their grades, and that take one standard for each indicator, on every page."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pages import page_of
from report.sections.ranking import NAMES, judged, wanting
from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.model.results import Membership, ScoredPart, UsedReference
from reportgen.model.schemes import Grade, StandardKind
from reportgen.model.values import Reason
from reportgen.report.assembly import hospital
from reportgen.report.html import write
from reportgen.report.section import Report

PAGES = ("verdict", "summary", "scorecard", "card", "method")


def told(material: Material, mode: str = "zh-en") -> tuple[Report, str]:
    report = hospital(wanting(material, *PAGES), "board", mode)
    return report, write(report).html


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return judged(tmp_path_factory.mktemp("alone"), "principal_components")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return judged(tmp_path_factory.mktemp("named"), "ratio_scoring", grade_names=NAMES)


def test_a_rank_alone_is_no_want_of_data(alone: Material):
    report, html = told(alone)
    verdict = content(report, "verdict")
    assert verdict.is_ranked_alone
    assert verdict.headline.en.startswith("By principal components: rank ")
    assert "95% between" in verdict.headline.en
    for wrong in ("缺少数据", "没有可评分的指标，暂无结论", "未形成得分", "项未评", "无评价标准"):
        assert wrong not in html
    assert "只有名次" in html


@pytest.mark.slow
@pytest.mark.parametrize("method", ["topsis", "factor_analysis"])
def test_where_no_indicator_has_a_score_none_is_said_to_be_excellent(tmp_path: Path, method: str):
    material = judged(tmp_path, method)
    assert all(one.score is None for one in material.evaluation.indicators)
    report, html = told(material, "zh")
    assert "各项指标均在" not in html
    assert "没有单项得分" in html
    assert content(report, "summary").headline.en.startswith("By ")
    (part,) = content(report, "method").parts
    assert part.is_together
    assert any("95%" in line.en or "too few" in line.en for line in part.remarks)


@pytest.mark.slow
def test_a_ranking_that_scores_each_indicator_shows_the_scores_and_the_rank(tmp_path: Path):
    material = judged(tmp_path, "grey_relation")
    assert all(one.score is not None for one in material.evaluation.indicators)
    (part,) = content(told(material, "zh")[0], "method").parts
    assert not part.is_together
    assert "rank " in part.remarks[0].en
    assert sum(float(row.score) for row in part.rows) == pytest.approx(float(part.score_sum), abs=0.02)


def test_the_names_that_a_scheme_gives_its_grades_stand_in_badges_sentences_and_key(named: Material):
    report, html = told(named)
    grade = named.evaluation.grade
    assert grade is not None
    name = NAMES[str(grade)]
    assert name["en"] in content(report, "verdict").headline.en
    assert f'badge-l badge-{grade}">{name["zh"][0]}<' in html
    assert [key.name.en for key in content(report, "scorecard").key] == [one["en"] for one in NAMES.values()]
    assert ">优<" not in html
    assert "Excellent" not in html


def test_names_that_begin_alike_are_told_apart_by_their_place(named: Material):
    from reportgen.report.desk.grades.gradings import letters

    alike = {Grade.EXCELLENT: "High", Grade.POOR: "Heavy"}
    names = {grade: named.scheme.grade_names[grade].model_copy(update={"en": en}) for grade, en in alike.items()}
    scheme = named.scheme.model_copy(update={"grade_names": names})
    assert {grade: text.en for grade, text in letters(scheme).items()} == {"excellent": "1", "poor": "2"}
    assert {text.zh for text in letters(scheme).values()} == {"卓", "不"}


def test_a_single_standard_prints_its_kind_value_source_and_date(named: Material):
    report, html = told(named)
    rows = {row.name.en: row for row in content(report, "method").named}
    assert len(rows) == 4
    for row in rows.values():
        assert (row.kind.zh, row.source.en, row.date) == ("计划值", "Annual plan", "2025")
    assert {row.value for row in rows.values()} == {"≤ 8.00", "≤ 18.0", "≤ 30.0", "≥ 0.75"}
    shown = {row.id: row.standard for group in content(report, "scorecard").groups for row in group.rows}
    assert shown["receivable_turnover_days"] == "≤ 30.0"
    assert "无评价标准" not in html


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return judged(
        tmp_path_factory.mktemp("found"),
        "ratio_scoring",
        {
            "admin_expense_rate": {"kind": "own_best"},
            "inventory_turnover_days": {"kind": "mean_3y"},
            "receivable_turnover_days": {"kind": "peer_best", "peers": ["P01", "P02"]},
            "total_asset_turnover": {
                "kind": "industry_mean", "value": 0.7, "source": "卫生年鉴 / Health yearbook", "year": 2024,
            },
        },
    )  # fmt: skip


def single(material: Material, name: str) -> list[str]:
    """Kind, value, source and year, as the table of single standards prints them."""
    head, *lines = page_of(material, "method").table("Kind", "Source")
    assert head == ["Indicator", "Unit", "Kind", "Standard", "Not allowed", "Source", "Date"]
    (line,) = (line for line in lines if line[0] == name)
    return [line[2], line[3], line[5], line[6]]


@pytest.mark.serves("002-22")
def test_the_mean_of_the_industry_prints_its_kind_beside_its_value_its_source_and_year(found: Material):
    assert single(found, "Asset turnover") == ["industry mean", "≥ 0.70", "Health yearbook", "2024"]


@pytest.mark.serves("002-24")
def test_the_own_best_prints_the_year_that_it_was_reached_in(found: Material):
    rates = {year: found.values.at("admin_expense_rate", "renhe", year).value or 1.0 for year in ("2023", "2024")}
    best = min(rates, key=rates.__getitem__)

    assert single(found, "Admin expense rate") == [
        "own best", f"≤ {100 * rates[best]:.2f}", f"Own figures of {best}", "—",
    ]  # fmt: skip


@pytest.mark.serves("002-25")
def test_the_mean_of_three_years_prints_the_years_and_is_none_where_one_is_missing(found: Material):
    first, *others = found.evaluation.indicators
    mean = UsedReference(StandardKind.MEAN_3Y, 0.1, "", objects=("2022", "2023", "2024"))
    evaluation = dataclasses.replace(found.evaluation, indicators=(dataclasses.replace(first, reference=mean), *others))

    printed = single(dataclasses.replace(found, evaluation=evaluation), "Admin expense rate")
    assert printed == ["three-year mean", "≤ 10.00", "Own figures of 2022, 2023 and 2024", "—"]
    missing = found.evaluation.indicator("inventory_turnover_days")
    assert (missing.reference, missing.reason) == (None, Reason.NO_STANDARD)
    assert found.catalog.words["reason.no_standard"].en in page_of(found, "method").text


@pytest.mark.serves("002-26")
def test_the_best_of_named_peers_prints_whose_it_is_unless_names_are_withheld(found: Material):
    assert found.peers is not None
    days = {name: found.peers.at("receivable_turnover_days", name, "2025").value or 0.0 for name in ("P01", "P02")}
    best = min(days, key=days.__getitem__)
    name = found.peer_names[best].en

    assert single(found, "Receivable days") == ["best of named peers", f"≤ {days[best]:.1f}", name, "—"]
    withheld = dataclasses.replace(found, peer_names={})
    assert single(withheld, "Receivable days")[2] == "One of the peers"
    assert name not in page_of(withheld, "method").text


@pytest.mark.serves("003-191", "003-188")
def test_membership_with_its_validity_and_the_rounds_of_experts_are_printed(named: Material):
    from reportgen.model.schemes import RoundAgreement

    degrees = (0.1, 0.4, 0.3, 0.15, 0.05)
    member = Membership(degrees, Grade.GOOD, tie=False, weak=False, value=3.3, value_level=Grade.FAIR, validity=0.25)
    held = RoundAgreement("2025-03", 2, "experts/a.xlsx", 6, 4, 0.512, 9.2, 0.026)
    part: ScoredPart = dataclasses.replace(
        named.evaluation.parts[0], membership=member, experts=6, reliability=0.81, rounds=(held,)
    )
    evaluation = dataclasses.replace(named.evaluation, parts=(part,))
    report, _ = told(dataclasses.replace(named, evaluation=evaluation))
    lines = " ".join(line.en for line in content(report, "method").parts[0].remarks)
    for fact in ("0.1000 / 0.4000 / 0.3000", "validity of the largest: 0.25", "0.810", "0.512", "0.026", "round 2"):
        assert fact in lines


@pytest.mark.serves("003-167")
@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ((8.0, "会议纪要3号", "李某"), ("8.0", "10.0", "会议纪要3号", "李某")),
        ((None, None, None), ("—", "10.0", "—", "—")),
    ],
)
def test_a_checklist_prints_what_each_mark_rests_on_and_who_inspected(
    named: Material, marks: tuple[float | None, str | None, str | None], said: tuple[str, ...]
):
    first = named.evaluation.indicators[0]
    own = named.scheme.parts["figures"]
    rows = {**own.indicators, first.id: own.indicators[first.id].model_copy(update={"full_mark": 10.0})}
    scheme = named.scheme.model_copy(update={"parts": {"figures": own.model_copy(update={"indicators": rows})}})
    seen = dataclasses.replace(first, **dict(zip(("value", "evidence", "inspector"), marks, strict=True)))
    evaluation = dataclasses.replace(named.evaluation, indicators=(seen, *named.evaluation.indicators[1:]))
    report, html = told(dataclasses.replace(named, evaluation=evaluation, scheme=scheme))
    (row,) = content(report, "method").parts[0].inspected
    assert (row.mark, row.full_mark, row.evidence, row.inspector) == said
    assert row.weight == "25.00"
    assert ("会议纪要3" in html) is (marks[1] is not None)
