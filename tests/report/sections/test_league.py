"""The league: ranks with their ranges, in the order of the totals, the unfit apart."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from reportgen.analysis.group.league import LeaguePlace
from reportgen.analysis.group.material import GroupMaterial
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections.league import unranked


def tables(report: Report):
    return [section.content for section in report.sections if section.name == "league"]


@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_no_rank_stands_without_its_range_and_totals_fall_down_the_page(
    group_reports: Callable[..., Report], name: str
):
    for table in tables(group_reports(name, "en")):
        rows = [row for row in table.rows if not row.is_median]
        totals = [float(row.score) for row in rows]
        assert totals == sorted(totals, reverse=True)
        for row in rows:
            low, high = map(int, row.interval.split("\u2013"))
            assert low <= int(row.rank) <= high


def test_a_group_of_twenty_stands_in_one_table_and_a_larger_one_by_level(group_reports: Callable[..., Report]):
    assert len(tables(group_reports("lianhe", "zh"))) == 1
    assert len(tables(group_reports("us-cms", "zh"))) > 1


def test_the_middle_stands_in_its_place(group_reports: Callable[..., Report]):
    (table,) = tables(group_reports("lianhe", "zh"))
    at = next(index for index, row in enumerate(table.rows) if row.is_median)
    middle = float(table.rows[at].score)
    assert all(float(row.score) >= middle for row in table.rows[:at])
    assert all(float(row.score) < middle for row in table.rows[at + 1 :])


@pytest.mark.slow
def test_levels_of_fewer_than_five_stand_together_without_a_middle(group_reports: Callable[..., Report]):
    *shown, others = tables(group_reports("us-cms", "zh"))
    assert all(any(row.is_median for row in table.rows) for table in shown)
    assert others.rows
    assert not any(row.is_median for row in others.rows)
    assert others.has_levels


def test_too_little_data_is_no_rank_and_a_little_less_is_told(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    (table,) = tables(group_reports("lianhe", "en"))
    assert [row.name.en for row in table.unranked] == ["Qingshi Town Hospital"]
    assert [row.name.en for row in table.rows if row.remark] == ["Dental Hospital"]
    assert lianhe.by_id["LH17"].quality.completeness < 0.8 <= lianhe.by_id["LH12"].quality.completeness < 0.95


@pytest.mark.slow
def test_widths_fill_the_landscape_page(group_reports: Callable[..., Report]):
    for name in ("lianhe", "us-cms"):
        for table in tables(group_reports(name, "zh")):
            assert sum(table.widths) == pytest.approx(257, abs=0.1)
            assert min(table.widths) >= 10


def test_a_heavier_rule_stands_where_a_new_grade_begins(group_reports: Callable[..., Report]):
    (table,) = tables(group_reports("lianhe", "zh"))
    rows = [row for row in table.rows if not row.is_median]
    changes = [row.grade is not above.grade for above, row in itertools.pairwise(rows)]
    assert [row.is_first for row in rows[1:]] == changes


@pytest.mark.slow
def test_a_table_that_goes_on_names_its_level(group_reports: Callable[..., Report]):
    kickers = write(group_reports("us-cms", "en")).html.split('<p class="kicker">')[1:]
    said = [part.partition("</p>")[0] for part in kickers]  # what stands above a table where it goes on
    assert {"League: Short-term", "Indicators: Short-term"} <= set(said)


def test_a_level_of_few_hospitals_stays_on_one_page(group_reports: Callable[..., Report]):
    html = write(group_reports("us-cms", "en")).html
    sections = [part.partition(">")[0] for part in html.split("<section ") if 'class="page wide follow' in part]
    assert sum("whole" in section for section in sections) == 2


def test_what_explains_the_signs_of_the_league_stands_under_it(group_reports: Callable[..., Report]):
    html = write(group_reports("lianhe", "en")).html
    league = html[html.index('<table class="league"') :]
    assert "scored by other indicators before" in league[: league.index("</section>")]


def test_hospitals_without_a_rank_stand_at_the_end_of_the_league_and_say_why(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "en")
    (table,) = tables(report)
    (one,) = table.unranked
    html = write(report).html
    league = html[html.index('<table class="league"') :]
    last = league[: league.index("</table>")].rpartition("<tr")[2]
    assert one.name.en in last
    assert f"Not ranked: {one.completeness} of the data, less than 80%" in last
    assert '<table class="unranked">' not in html


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.799, "79.9% of the data, less than 80%"), (0.8, "Too much weight is missing for a total")],
)
def test_just_enough_data_is_not_said_to_be_less(lianhe: GroupMaterial, share: float, said: str):
    found = lianhe.by_id["LH17"]
    short = replace(found, quality=replace(found.quality, completeness=share))
    group = replace(lianhe, members=tuple(short if one is found else one for one in lianhe.members))

    assert unranked(GroupContext.of(group, "en"), LeaguePlace("LH17", None), Notes()).why.en == said


def test_a_title_does_not_take_the_ranked_for_all(group_reports: Callable[..., Report]):
    (table,) = tables(group_reports("lianhe", "zh"))
    assert table.headline.zh.startswith("全部医院：16家排名，")


@pytest.mark.slow
def test_reasons_stand_beside_each_other_and_notes_of_two_languages_on_lines_of_their_own(
    group_reports: Callable[..., Report],
):
    english = write(group_reports("lianhe", "en")).html
    league = english[english.index('<table class="league"') :]
    assert '<span class="reason">①' in league[: league.index("</section>")]
    both = write(group_reports("lianhe", "zh-en")).html
    league = both[both.index('<table class="league"') :]
    league = league[: league.index("</section>")]
    reasons, *notes = [part.partition("</p>")[0] for part in league.split('class="note"')[1:]]
    chinese, _, english = reasons.partition('class="en"')  # right under the table that has their signs
    assert chinese.count('class="reason"') == english.count('class="reason"') == 2
    assert notes
    assert not [note for note in notes if 'class="inline"' in note]
