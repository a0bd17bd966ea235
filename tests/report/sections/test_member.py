"""A page for each hospital: its figures are those of its own evaluation."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pikepdf
import pytest

from rendered import Wanted, paper
from reportgen.analysis.group.material import GroupMaterial
from reportgen.model.definition import Text
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import evidence, group_causes
from reportgen.report.desk.judgement.alarms import alarms
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections import member as section


def pages(report: Report):
    return {section.key: section.content for section in report.sections if section.name == "member"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_every_hospital_of_the_period_has_its_page(
    groups: Callable[..., GroupMaterial], group_reports: Callable[..., Report], name: str
):
    assert set(pages(group_reports(name, "zh", members=True))) == set(groups(name).hospitals)


def test_scores_and_ranks_are_those_of_the_league(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    found = pages(group_reports("lianhe", "en"))
    for place in lianhe.league.places:
        page = found[place.hospital]
        assert page.score == lianhe.by_id[place.hospital].evaluation.score_printed
        if place.rank is not None:
            assert f"rank {place.rank} of 16 (range {place.low}\u2013{place.high})" in page.headline.en
        else:
            assert "not ranked" in page.headline.en


def test_the_middle_of_the_level_is_that_of_the_other_hospitals_of_it(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    page = pages(group_reports("lianhe", "en"))["LH01"]
    others = [h for h in lianhe.hospitals if lianhe.level(h).startswith("三级") and h != "LH01"]
    column = [row.name.en for row in page.indicators].index("Debt ratio")
    values = [lianhe.by_id[h].evaluation.indicator("asset_liability_ratio").value for h in others]
    assert page.indicators[column].median == f"{100 * np.median(values):.2f}"


def test_an_unranked_hospital_stands_beside_its_level_without_a_place_in_it(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    page = pages(group_reports("lianhe", "en"))["LH17"]
    row = next(row for row in page.indicators if row.name.en == "Debt ratio")
    ranked = [h for h in lianhe.hospitals if lianhe.level(h).startswith("二级") and h != "LH17"]
    values = [lianhe.by_id[h].evaluation.indicator("asset_liability_ratio").value for h in ranked]
    assert row.median == f"{100 * np.median(values):.2f}"
    assert row.place.startswith("—")
    assert any("the 7 ranked hospitals" in note.en and "not among them" in note.en for note in page.notes)


def test_the_way_of_an_unranked_hospital_goes_as_far_as_the_better_quarter_of_its_level(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    page = pages(group_reports("lianhe", "en"))["LH17"]
    ranked = [h for h in lianhe.hospitals if lianhe.level(h).startswith("二级") and h != "LH17"]
    values = [lianhe.by_id[h].evaluation.indicator("receivable_share").value for h in ranked]
    step = next(step for step in page.path.steps if step.name.en == "Receivables share")
    assert f"{100 * np.quantile(values, 0.25):.2f}%" in step.change.en


@pytest.mark.slow
def test_a_level_of_few_hospitals_tells_nothing_of_the_others(
    groups: Callable[..., GroupMaterial], group_reports: Callable[..., Report]
):
    few = next(h for h in groups("us-cms").hospitals if groups("us-cms").level(h) == "CH")
    page = pages(group_reports("us-cms", "zh", members=True))[few]
    assert all(row.median.startswith("—") and row.place.startswith("—") for row in page.indicators)


def test_each_number_has_its_passport(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "zh")
    entry = report.ledger.entries["LH01.indicator.asset_liability_ratio"]
    row = next(row for row in pages(report)["LH01"].indicators if row.value == entry.printed)
    assert row.value == f"{100 * entry.value:.2f}"
    assert "LH01.score.total" in report.ledger.entries


def test_each_indicator_stands_beside_the_standard_of_its_own_level(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    found = pages(group_reports("lianhe", "en"))
    for hospital in ("LH01", "LH10"):
        standards = lianhe.by_id[hospital].evaluation.indicator("asset_liability_ratio").standards
        row = next(row for row in found[hospital].indicators if row.name.en == "Debt ratio")
        assert row.standard == f"≤ {100 * standards.excellent:.2f}"


def test_alerts_counted_in_the_league_are_told_with_value_and_line_each_traced(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    report = group_reports("lianhe", "en")
    for hospital, page in pages(report).items():
        warned = lianhe.by_id[hospital].analysis["signals.risks"].warned
        said = [note.en for note in page.notes if note.en.startswith("Alerts: ")]
        assert [line.count(";") + 1 for line in said] == ([len(warned)] if warned else [])
        for one in warned:
            entry = report.ledger.entries[f"{hospital}.indicator.{one.indicator}"]
            assert entry.value == one.value
            assert entry.places
            assert entry.printed in said[0]
            assert f"({one.level} line " in said[0]


def test_a_path_in_two_languages_is_a_line_in_each_with_the_unit_said_once(group_reports: Callable[..., Report]):
    boxes = re.findall('<p class="card-path">(.*?)</p>', write(group_reports("lianhe", "zh-en")).html, re.DOTALL)
    priced = [box for box in boxes if "\u00a5" in box]
    assert priced
    for box in boxes:
        chinese, _, english = box.partition('<span class="en" lang="en">')
        assert not re.search("[A-Z][a-z]+|\u00a5", re.sub("<[^>]*>", "", chinese))
        assert not re.search("[\uff00-\uffef\u4e00-\u9fff]", english)


def test_the_steps_of_a_path_lead_to_its_end_or_say_that_they_are_rounded(group_reports: Callable[..., Report]):
    rounded = set()
    for page in pages(group_reports("lianhe", "en")).values():
        if page.path is None or not page.path.steps:
            continue
        end = Decimal(page.path.end or re.search(r"[0-9.]+(?= points at most)", page.path.title.en)[0])
        gains = [step.gain for step in page.path.steps] + ([page.path.rest_gain] if page.path.rest else [])
        summed = sum(map(Decimal, [page.path.now, *gains]))
        assert abs(summed - end) <= Decimal("0.01") * len(gains)
        assert (summed != end) == (page.path.rounding is not None)
        rounded.add((page.path.end is not None, page.path.rounding is not None))
    assert rounded >= {(True, True), (True, False), (False, True)}


def test_one_sign_stands_for_the_score_before_and_is_explained(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "en")
    shown = pages(report)
    rings = [report.images[row.bullet].count(b"<circle") for row in shown["LH01"].abilities if row.bullet]
    assert rings == [1] * len(rings)
    assert shown["LH01"].signs.en.startswith("○ before")
    assert "before" not in shown["LH12"].signs.en  # scored by other indicators before


def test_the_standards_are_named_by_their_grade(group_reports: Callable[..., Report]):
    assert pages(group_reports("lianhe", "zh"))["LH01"].standard_head.zh == "「优」标准"


def test_a_step_of_a_path_goes_from_one_printed_value_to_another(group_reports: Callable[..., Report]):
    for page in pages(group_reports("lianhe", "en")).values():
        for step in page.path.steps if page.path else ():
            value, target = step.change.en.split(" \u2192 ")
            assert value.strip("%") not in {target.strip("%"), target.removesuffix(" days")}


def test_levers_that_are_not_shown_are_named(group_reports: Callable[..., Report]):
    paths = [page.path for page in pages(group_reports("lianhe", "en")).values() if page.path]
    assert "2 more (bed occupancy, admin expense rate)" in {path.rest.en for path in paths if path.rest}


def test_what_threatens_the_best_grade_names_the_level_it_would_fall_to(group_reports: Callable[..., Report]):
    note = pages(group_reports("lianhe", "en"))["LH01"].path.note.en
    assert "falling back to the standard of Low would cost" in note


def test_a_rank_without_all_the_data_is_provisional_on_the_own_page(group_reports: Callable[..., Report]):
    assert "provisional rank 2 of 16" in pages(group_reports("lianhe", "en"))["LH12"].headline.en


def test_a_value_that_prints_like_a_standard_and_misses_it_says_so(group_reports: Callable[..., Report]):
    page = pages(group_reports("lianhe", "en"))["LH02"]
    row = next(row for row in page.indicators if row.name.en == "Cash in to cash out")
    assert (row.value, row.standard) == ("1.12", "≥ 1.12")
    assert float(row.score) < 100
    assert any(note.en.startswith("Cash in to cash out prints like a standard") for note in page.notes)


def test_the_foot_says_which_middles_count_the_hospital_itself(group_reports: Callable[..., Report]):
    found = pages(group_reports("lianhe", "zh"))["LH01"].notes
    assert any("另外8家" in note.zh and "三级得分中位和同级位次含本院" in note.zh for note in found)


def test_no_step_of_a_path_brings_nothing_in_print(group_reports: Callable[..., Report]):
    steps = [step for page in pages(group_reports("lianhe", "zh")).values() if page.path for step in page.path.steps]
    assert steps
    assert all(step.gain.lstrip("+") != "0.00" for step in steps)


def test_the_scale_explains_only_signs_that_it_has(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    for hospital, page in pages(group_reports("lianhe", "zh")).items():
        has_before = lianhe.earlier(lianhe.by_id[hospital]) is not None
        assert ("\u25cb" in page.scale.zh) is has_before


@pytest.mark.slow
def test_a_hospital_keeps_to_its_page_in_two_languages_too(lianhe: GroupMaterial):
    with pikepdf.open(paper(Wanted("group", "lianhe", "2025"), "zh-en")) as file:
        rows = json.loads(file.attachments["numbers.json"].get_file().read_bytes())["numbers"]
        count = len(file.pages)
    first = {row["section"]: row["page"] for row in rows if row["key"].endswith(".score.total") and row["page"]}
    own = sorted(page for section, page in first.items() if section.startswith("member-"))
    assert own == list(range(count - len(lianhe.hospitals) + 1, count + 1))


def test_a_change_that_does_not_add_up_as_printed_says_so(group_reports: Callable[..., Report]):
    found = pages(group_reports("lianhe", "en"))
    assert found["LH01"].change.en == "+2.82 points v 87.64 in 2024 (rounding)"
    assert found["LH03"].change.en == "+8.80 points v 83.88 in 2024"


def test_the_scale_of_the_total_names_the_bounds_of_its_bands(group_reports: Callable[..., Report]):
    found = pages(group_reports("lianhe", "en"))["LH01"].ticks
    assert [tick.score for tick in found] == ["40", "50", "70", "85"]
    assert found[0].at == "14.29%"


def test_alerts_stand_beside_the_score_as_the_league_counts_them(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    shown = pages(group_reports("lianhe", "en"))
    desk = GroupContext.of(lianhe, "en")
    warned = {one.entity for one in lianhe.members if alarms(desk.at(one))}
    told = {name for name, page in shown.items() if "Red / other alerts" in [fact.name.en for fact in page.facts]}
    assert told == warned != set()


@pytest.mark.slow
def test_every_alert_that_the_league_counts_is_told_on_the_page(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    desk, shown = GroupContext.of(lianhe, "en"), pages(group_reports("lianhe", "en"))
    for member in lianhe.members:
        register = alarms(desk.at(member))
        red, other = group_causes.numbers(desk, member)
        assert (int(red), int(other)) == (sum(one.level == "red" for one in register),
                                          sum(one.level != "red" for one in register))  # fmt: skip
        told = [fact.value.en for fact in shown[member.entity].facts if fact.name.en == "Red / other alerts"]
        assert told == ([f"{red} / {other}"] if register else [])


def test_figures_that_read_the_same_in_both_languages_are_said_once(group_reports: Callable[..., Report]):
    facts = pages(group_reports("lianhe", "zh-en"))["LH01"].facts
    assert [fact.is_figures for fact in facts] == [True, False, True, False]


def test_points_lost_follow_from_weights_that_the_page_tells(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    told = 0
    for hospital, page in pages(group_reports("lianhe", "en")).items():
        rows = [row for row in lianhe.by_id[hospital].evaluation.indicators if row.effective_weight]
        times = {f"{row.effective_weight / row.weight:.2f}" for row in rows}
        notes = [note.en for note in page.notes if "weight of gaps" in note.en]
        assert len(notes) == (times != {"1.00"})
        assert all(min(times) in note and max(times) in note for note in notes)
        told += len(notes)
    assert told


@pytest.mark.slow
def test_a_hospital_without_a_total_is_not_rated_and_has_no_dash_out_of_a_hundred(
    group_reports: Callable[..., Report],
):
    report = group_reports("us-cms", "zh", members=True)
    found = {section.content.is_scored: section for section in report.sections if section.name == "member"}
    html = {scored: write(dataclasses.replace(report, sections=(one,))).html for scored, one in found.items()}

    assert "/ 100" in html[True]
    assert "/ 100" not in html[False]
    assert '<span class="withheld">不予评级' in html[False]


@pytest.mark.parametrize(("reached", "said"), [(1, "At a red line: "), (3, "3 red lines reached, among them ")])
def test_the_title_of_a_hospital_at_a_red_line_begins_with_the_line(
    lianhe: GroupMaterial, monkeypatch: pytest.MonkeyPatch, reached: int, said: str
):
    """It was “Poor, 37.50 points; rank 15 of 16”, and the line stood in the small print of the foot."""
    desk = GroupContext.of(lianhe, "en")
    at, period = lianhe.members[0].values.at, lianhe.members[0].period
    own = desk.at(min(lianhe.members, key=lambda one: at("interest_cover", one.entity, period).value or 0.0))
    (red,) = evidence.crossed_lines(own)
    monkeypatch.setattr(evidence, "crossed_lines", lambda _: [red] * reached)

    title = section._at_red(own, "here", Text(zh="甲", en="Poor")).en

    assert title.startswith(f"{said}interest cover −3.50 (")
    assert title.endswith("; Poor")
