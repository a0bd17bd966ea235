"""Which indicators get a page: weak ones a whole, middling ones that worsen half of one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from statistics import median

import pytest

from analysis.cases import case
from pages import parts_of
from reportgen.analysis.material import Material
from reportgen.model.schemes import Direction, Grade
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades.gradings import is_quantitative
from reportgen.report.desk.grades.indicator_pictures import Series, trend_picture
from reportgen.report.desk.grades.outlook import earlier_grade, worsens
from reportgen.report.desk.judgement import alarms
from reportgen.report.desk.judgement.selection import weak
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections.card import _event, _trend_note, cause, course, place


def scored(material: Material, score: float, *identifiers: str) -> Material:
    """As if these indicators had another score."""
    changed = tuple(
        dataclasses.replace(one, score=score) if one.id in identifiers else one
        for one in material.evaluation.indicators
    )
    return dataclasses.replace(material, evaluation=dataclasses.replace(material.evaluation, indicators=changed))


@pytest.fixture
def worsening(renhe: Material) -> list[str]:
    context = HospitalContext.of(renhe, "zh-en")
    return [one.id for one in renhe.evaluation.indicators if is_quantitative(context, one) and worsens(context, one)]


def test_a_weak_indicator_has_a_page_of_its_own(renhe: Material):
    context = HospitalContext.of(renhe, "zh-en")
    frail = [one.id for one in renhe.evaluation.indicators if context.grade_of(one) in {Grade.LOW, Grade.POOR}]
    assert frail
    assert set(weak(context)) == set(frail)


@pytest.mark.slow
def test_a_report_may_ask_for_a_page_of_every_indicator(renhe: Material):
    pages = [section for section in hospital(renhe, "annual", "en").sections if section.name == "card"]
    assert sorted(page.key for page in pages) == sorted(one.id for one in renhe.evaluation.indicators if one.standards)
    assert len(pages) > len(weak(HospitalContext.of(renhe, "en")))


@pytest.mark.slow
def test_a_middling_indicator_that_worsens_has_half_a_page(renhe: Material, worsening: list[str]):
    assert worsening
    report = hospital(scored(renhe, 60.0, worsening[0]), "board", "zh-en")
    cards = {section.id: section.content for section in report.sections if section.name == "card"}
    assert cards[f"card-{worsening[0]}"].is_half
    assert [card.is_half for card in cards.values()].count(True) == 1
    assert write(report).html.count("half-page") == 1 + write(hospital(renhe, "board", "zh-en")).html.count("half-page")


def test_where_none_is_weak_the_one_nearest_to_a_lower_grade_has_a_page(renhe: Material):
    everything = [one.id for one in renhe.evaluation.indicators]
    strong = scored(scored(renhe, 80.0, *everything), 71.0, "current_ratio")
    assert weak(HospitalContext.of(strong, "zh-en")) == ("current_ratio",)


def test_where_none_is_weak_the_middling_one_that_costs_most_has_a_page_not_one_at_an_edge(renhe: Material):
    everything = [one.id for one in renhe.evaluation.indicators]
    strong = scored(scored(renhe, 71.0, *everything), 68.0, "current_ratio", "interest_cover")
    assert weak(HospitalContext.of(strong, "zh-en")) == ("current_ratio",)


def test_nothing_middling_or_worsening_is_a_strength_and_nothing_excellent_a_risk(
    renhe: Material, worsening: list[str]
):
    report = hospital(renhe, "board", "zh-en")
    verdict = next(section.content for section in report.sections if section.name == "verdict")
    assert {point.grade for point in verdict.strengths} <= {Grade.EXCELLENT, Grade.GOOD}
    assert Grade.EXCELLENT not in {point.grade for point in verdict.risks}
    names = {renhe.catalog.indicators[one].short.zh for one in worsening}
    assert not [point for point in verdict.strengths if any(point.words.zh.startswith(name) for name in names)]


def test_a_card_of_figures_in_question_says_so(reports: Callable[..., Report]):
    cards = {s.id: s.content for s in reports("us-cms", "en", "2021", "annual").sections if s.id.startswith("card-")}
    cautious = {name for name, card in cards.items() if card.caution is not None}

    assert cautious == {"card-patient_care_margin", "card-days_cash_and_investments"}
    assert "(W48)" in cards["card-days_cash_and_investments"].caution.en


def test_captions_of_a_card_say_what_its_drawings_show(reports: Callable[..., Report]):
    card = next(
        s.content for s in reports("renhe", "zh-en", "2025", "annual").sections if s.id == "card-asset_liability_ratio"
    )

    assert re.fullmatch(r"资产负债率：24家同级中\d+家更(近区间|好)", card.strip_caption.words.zh)
    assert re.fullmatch(r"Debt ratio: [\d.]+% in 2022, 40.80% in 2024, 40.34% in 2025", card.trend_caption.words.en)


def test_the_drawings_of_a_card_tell_unit_and_names_in_both_languages(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    card = next(s.content for s in report.sections if s.id == "card-total_asset_growth")
    strip = report.images[card.strip.source].decode()

    assert card.tiles[1].value.zh.endswith("%")
    assert "单位：%" in card.strip_note.zh
    assert card.trend_unit.en == "%"
    for words in ("本院 We 1.77", "同级中位 Peer median", "标准 Standard", "middle half of peers"):
        assert words in strip


def test_a_value_within_the_best_range_is_held_against_peers_within_it(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    cards = {s.id: s.content for s in reports("renhe", "en", "2025", "annual").sections if s.id.startswith("card-")}
    for indicator in materials("renhe", "2025").evaluation.indicators:
        best = indicator.standards.excellent if indicator.standards else None
        if not isinstance(best, tuple) or indicator.peer is None or not best[0] <= indicator.value <= best[1]:
            continue
        card, inside = cards[f"card-{indicator.id}"], sum(1 for v in indicator.peer.values if best[0] <= v <= best[1])
        assert card.strip_caption.words.en.endswith(f": in the range, like {inside} of {indicator.peer.n} peers")
        assert card.tiles[2].note.en == f"{inside} of {indicator.peer.n} in the range too"


def test_the_growth_of_a_total_names_the_two_lines_that_moved_most(renhe: Material):
    context, entity = HospitalContext.of(renhe, "zh-en"), renhe.entity
    rows = [one for one, item in renhe.catalog.items.items() if item.parent in {"current_assets", "non_current_assets"}]
    pairs = {one: [renhe.dataset.value(one, entity, period) for period in ("2026-10", "2025-10")] for one in rows}
    moves = {one: now - was for one, (now, was) in pairs.items() if now is not None and was is not None}
    largest = sorted(moves, key=lambda one: -abs(moves[one]))[:2]

    told = cause(context, "total_asset_growth")

    assert told is not None
    for one in largest:
        amount = context.say.money(abs(moves[one]))
        way = "增加" if moves[one] > 0 else "减少"
        assert f"{context.caption(one).zh}{way}{amount.zh}" in told.zh
        assert amount.en in told.en
    assert cause(context, "current_ratio") is None
    assert cause(context, "total_asset_turnover") is None


def test_the_growth_of_a_year_is_told_from_its_opening_balance(materials: Callable[..., Material]):
    """The card of what cost most in the year said nothing of what moved it: its base stands in the same statement."""
    year = materials("renhe", "2025")
    data, entity = year.dataset, year.entity
    built = ("fixed_assets_net", "construction_in_progress")
    now, was = ([data.value(one, entity, "2025", view) or 0.0 for one in built] for view in ("", "open"))
    context = HospitalContext.of(year, "en")
    told = cause(context, "total_asset_growth")

    assert (now[0] - was[0]) * (now[1] - was[1]) < 0
    assert told is not None
    assert told.en.startswith("Total assets up ¥29.8 m on the opening balance; the two lines that moved most: ")
    assert f"fixed assets and works together up {context.say.money(sum(now) - sum(was)).en}" in told.en


@pytest.mark.slow
def test_the_page_of_a_weak_indicator_has_the_measure_about_it_or_room_for_an_owner_and_a_date(
    renhe: Material, monkeypatch: pytest.MonkeyPatch
):
    context = HospitalContext.of(renhe, "en")
    (measure,) = (alarms.under_way(context, one) for one in weak(context))
    known = write(hospital(renhe, "board", "en")).html
    monkeypatch.setattr(alarms, "under_way", lambda *_: None)
    without = write(hospital(renhe, "board", "en")).html

    assert measure is not None
    assert re.sub(r"\W", "", measure.words.en) in re.sub(r"<[^>]*>|\W", "", unescape(known))
    assert [one.count('<p class="blanks">') for one in (known, without)] == [0, 1]
    assert '<p class="blanks">' not in write(hospital(renhe, "annual", "en")).html


def test_a_card_says_in_words_which_way_its_indicator_moved(renhe: Material, reports: Callable[..., Report]):
    report = reports("renhe", "zh-en", "2025", "annual")
    notes = {s.id.removeprefix("card-"): s.content.tiles[0].note for s in report.sections if s.id.startswith("card-")}
    told = {name: note for name, note in notes.items() if note.en.endswith((", favourable", ", adverse"))}

    for name, note in notes.items():  # a change has the unit of what changed, and percentages differ in points
        if "v last year" in note.en and renhe.evaluation.indicator(name).unit == "percent":
            assert "个百分点" in note.zh
            assert " pp v last year" in note.en
    for name, note in told.items():
        rose = re.match(r"\+", note.en) is not None
        wanted = rose == (renhe.evaluation.indicator(name).direction is Direction.HIGHER)
        assert note.zh.endswith("，有利" if wanted else "，不利")
        assert note.en.endswith(", favourable" if wanted else ", adverse")
    assert len({note.en.rpartition(" ")[2] for note in told.values()}) == 2


@pytest.mark.serves("003-112")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1.36, 1.25, 1.14, 1.11), "Current ratio: 1.11 in 2025, the lowest of 4 years"),
        ((None, 1.25, 1.14, 1.31), "Current ratio: 1.31 in 2025, the highest of 3 years"),
        ((None, None, 1.14, 1.11), "Current ratio: 1.14 in 2024, 1.11 in 2025"),
        ((1.20, 1.1111, 1.14, 1.1101), "Current ratio: 1.20 in 2022, 1.11 in 2025"),
        ((1.36, 1.05, 1.14, 1.11), "Current ratio: 1.36 in 2022, 1.05 in 2023, 1.11 in 2025"),
    ],
)
def test_a_line_that_ends_at_its_highest_or_lowest_is_said_to(
    renhe: Material, values: tuple[float | None, ...], said: str
):
    """Two numbers were a caption that found nothing."""
    context, indicator = HospitalContext.of(renhe, "en"), renhe.evaluation.indicator("current_ratio")

    assert course(context, indicator, Series(("2022", "2023", "2024", "2025"), values, None)).en == said


def test_every_scored_indicator_has_a_drawing_of_its_peers_and_one_of_its_years_that_say_what_they_find(
    materials: Callable[..., Material],
):
    year = materials("renhe", "2025")
    rows = [one for one in year.evaluation.indicators if one.standards]
    cards = parts_of(year, "card", kind="annual", of="all")
    assert len(cards) == len(rows) == 15
    for card, row in zip(cards, rows, strict=True):
        peers, years = card.drawings
        others = year.peers.values.xs("2025", level="period")[row.id].drop("renhe", errors="ignore").dropna()
        own = [year.values.at(row.id, "renhe", when).value for when in ("2022", "2023", "2024", "2025")]
        known = [value for value in own if value is not None]
        found = re.search(r" ranks (\d+) of (\d+) hospitals; peer median (\S+)", peers)
        first_and_last = re.search(r" over (\d) periods: from (\S+)(?: days)? to (\S+)", years)
        assert found is not None
        assert first_and_last is not None
        assert int(found[2]) == len(others) + 1
        assert near(found[3], median(others))
        assert int(first_and_last[1]) == len(known) >= 3
        assert near(first_and_last[2], known[0])
        assert near(first_and_last[3], known[-1])
        if row.direction is not Direction.RANGE:
            better = others < known[-1] if row.direction is Direction.LOWER else others > known[-1]
            assert int(found[1]) == 1 + better.sum()


def near(printed: str, value: float) -> bool:
    number = printed.strip("%¥").replace("−", "-")
    decimals = len(number.partition(".")[2])
    return abs(float(number) - value * (100 if printed.endswith("%") else 1)) <= 0.51 * 10**-decimals


def test_a_card_of_a_month_says_since_when_its_grade_has_changed(renhe: Material):
    """“Down from Good to Fair” stood beside “no figure for last year”, and it was the month before that it meant."""
    context = HospitalContext.of(renhe, "zh-en")
    one = next(each for each in renhe.evaluation.indicators if context.grade_of(each) is Grade.EXCELLENT)
    now = dataclasses.replace(one, score=45.0)

    said = _event(context, now, is_short=False)

    assert said.zh == f"比上月由「{context.grade(earlier_grade(context, one.id)).zh}」降「低」"
    assert said.en.endswith(" to Low on the month")


def test_a_good_grade_that_every_peer_beats_says_so(renhe: Material):
    titles = {part.title for part in parts_of(renhe, "card", "zh", "annual", of="all")}
    beaten = {
        renhe.catalog.indicators[one.id].name.zh
        for one in renhe.evaluation.indicators
        if one.peer is not None and one.peer.rank == one.peer.n + 1
    }
    last = [title for title in titles if title.endswith("但24家同级都更好")]

    assert any(title.startswith("资产净利率1.22%") and "升「优」" in title for title in last)
    assert {name for name in beaten if any(title.startswith(name) for title in titles)} == {
        name for name in beaten if any(title.startswith(name) for title in last)
    }
    assert len(last) < len(titles)


@pytest.mark.parametrize(
    ("rank", "told"),
    [(1, "none of 24 peers does better"), (4, "3 of 24 peers do better"), (25, "all 24 peers do better")],
)
def test_of_all_and_of_none_of_the_peers_it_is_said_so(renhe: Material, rank: int, told: str):
    """A caption said that 24 of 24 peers do better."""
    row = renhe.evaluation.indicator("total_asset_growth")
    assert row.peer is not None
    moved = dataclasses.replace(row, peer=dataclasses.replace(row.peer, rank=rank))

    assert place(HospitalContext.of(renhe, "en"), moved).en == told


@pytest.mark.parametrize(
    ("values", "is_drawn", "said"),
    [
        ((1.1, 1.2, 1.3), True, "不足12个月"),
        ((1.1, 1.2), False, "2026年9月1.10，2026年10月1.20。单月数值不足三期，不画走势"),
        ((1.2,), False, "单月数值不足三期，不画走势"),
        ((1.2, 1.2, 1.2), False, "3期数值均为1.20，不画走势"),
    ],
)
def test_a_line_is_drawn_of_three_values_that_are_not_all_alike(
    renhe: Material, values: tuple[float, ...], said: str, *, is_drawn: bool
):
    context, indicator = HospitalContext.of(renhe, "zh"), renhe.evaluation.indicator("current_ratio")
    history = Series(("2026-08", "2026-09", "2026-10")[-len(values) :], values, None)

    assert (trend_picture(context, indicator, history, half=False) is not None) is is_drawn
    assert said in _trend_note(context, indicator, history).zh


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "accounts receivable, net up ¥14.8 m and inventories up ¥1.5 m; what is not itemised: down ¥55.1 m in all."),
        ({"cash_and_bank": (171.2, 143.9), "fixed_assets_net": (840.1, 812.3)},
         "; the two lines that moved most: fixed assets, net down ¥27.8 m and cash down ¥27.3 m."),
    ],
)  # fmt: skip
def test_lines_are_said_to_move_most_only_where_no_other_could_have(
    tmp_path: Path, more: dict[str, tuple[float, float]], said: str
):
    """Of total assets that fell by 38.8 million two lines that rose were said to have moved most; the rest was not read."""
    known = {"total_assets": (1114.7, 1075.9), "accounts_receivable_net": (83.4, 98.2), "inventories": (20.0, 21.5),
             "net_assets": (760.6, 731.6)} | more  # fmt: skip
    figures = {f"{item}@{year}": value * 1e6 for item, pair in known.items()
               for year, value in zip((2024, 2025), pair, strict=True)}  # fmt: skip
    material = case(tmp_path, figures, "2025").material
    told = cause(HospitalContext.of(material, "en"), "total_asset_growth")

    assert told is not None
    assert told.en.endswith(said)
