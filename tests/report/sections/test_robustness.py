"""How sure the result is: what the pages print is what was drawn, and a rank never stands alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from conformance.verapdf import validate
from report.sections.ranking import judged, wanting
from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.distance import Alone, Distances, IndicatorMove
from reportgen.analysis.material import Material
from reportgen.analysis.method_comparison import MethodComparison, MethodRank
from reportgen.analysis.rank_interval import RankInterval
from reportgen.analysis.robustness import robustness_of
from reportgen.errors import Refused
from reportgen.model.reports import SectionEntry
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections.card import _weight
from reportgen.report.sections.robustness import _headline, gaps, ways
from reportgen.report.sections.robustness.place import place


@pytest.fixture(scope="module")
def year(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2025")


@pytest.fixture(scope="module")
def page(year: Material) -> Report:
    return hospital(wanting(year, "robustness"), "board", "zh-en")


def test_each_kind_of_draw_says_which_share_keeps_the_grade(year: Material, page: Report):
    found, view = robustness_of(year), content(page, "robustness")
    assert [row.what.en for row in view.draws] == ["Weights", "Standards", "Weights and standards"]
    for row, drawn in zip(view.draws, found.draws, strict=True):
        assert float(row.kept) == pytest.approx(100 * drawn.kept, abs=0.005)
        assert sum(map(float, row.shares)) == pytest.approx(100, abs=0.03)
        low, high = map(float, row.interval.split("–"))
        assert low <= float(row.mean) <= high
        assert page.ledger.entries[f"robustness.kept.{drawn.what}"].value == drawn.kept


@pytest.mark.parametrize(
    ("kept", "said"),
    [(1.0, "All 10,000 draws on weights and standards keep Good"), (0.9999, "99.99% of 10,000 draws on")],
)
def test_where_all_draws_keep_the_grade_the_title_says_all(year: Material, kept: float, said: str):
    """It said 100.00 %, where the first page says all."""
    context = HospitalContext.of(year, "en")
    found = context.robustness
    drawn = tuple(dataclasses.replace(one, kept=kept) for one in found.draws)

    assert _headline(context, dataclasses.replace(found, draws=drawn)).en.startswith(said)


def test_a_standard_that_has_to_be_passed_is_not_said_to_be_enough(year: Material):
    past = IndicatorMove("asset_liability_ratio", 0.5, 0.85, is_past=True)
    view = ways(HospitalContext.of(year, "en"), Distances(down=(Alone(past, Grade.LOW),)))

    assert [row.target.en for row in view.down.rows] == ["above 85.00"]


def test_ways_to_another_grade_never_name_income_prices_or_surplus(year: Material, page: Report):
    barred = {one.name for name, one in year.catalog.indicators.items() if one.not_lever}
    ways = content(page, "robustness").ways
    offered = {row.name for way in (ways.up, ways.together) for row in way.rows}
    assert not offered & barred
    said = " ".join(words.zh for words in ways.together.words)
    assert "不作改善途径" in said
    assert ("常年变动幅度" in said) is bool(ways.together.rows), "a measure of moves stands only where moves are listed"


@pytest.mark.parametrize(
    ("share", "title", "words"),
    [
        (0.9, "To Excellent by all levers together", "at most, and no further than its full-mark standard"),
        (
            8.7,
            "To Excellent by all levers, beyond usual steps",
            "no further than its full-mark standard:",
        ),
    ],
)
def test_levers_that_would_have_to_leap_are_not_said_to_lead_to_a_grade(
    year: Material, share: float, title: str, words: str
):
    """Page 1 said that 85 is out of reach, and a table of this page that all levers together lead there."""
    found = robustness_of(year).distances
    together = dataclasses.replace(found.together, reached=True, share=share)
    way = ways(HospitalContext.of(year, "en"), dataclasses.replace(found, together=together)).together

    assert way.title.en == title
    assert words in way.words[0].en


def test_a_lever_that_does_not_move_in_print_is_no_row_of_all_levers_together(year: Material):
    found = robustness_of(year).distances
    still, *others = found.together.moves
    nudged = dataclasses.replace(still, target=still.value * (1 + 1e-12))
    together = dataclasses.replace(found.together, reached=True, moves=(nudged, *others))
    context = HospitalContext.of(year, "zh-en")
    rows = ways(context, dataclasses.replace(found, together=together)).together.rows

    assert [row.name for row in rows] == [context.name(move.id) for move in others]


def test_a_rank_stands_with_its_interval_apart_from_the_fixed_standards(page: Report, year: Material):
    from reportgen.report.html import write

    place = content(page, "robustness").place
    (row,) = place.ranks
    low, high = map(int, row.interval.split("–"))
    assert 1 <= low <= int(row.rank) <= high <= int(row.among)
    assert content(page, "robustness").fixed_note.en.startswith("Scores and grades rest on standards")
    html = write(page).html
    assert html.index('class="ground fixed-ground"') < html.index('class="draws"')
    assert html.index('class="draws"') < html.index('class="ground relative-ground"') < html.index("名次及其区间")
    assert year.evaluation.rank == int(row.rank)


def test_methods_stand_side_by_side_with_the_agreement_of_their_ranks(page: Report, year: Material):
    view, found = content(page, "robustness").place, robustness_of(year).methods
    assert found is not None
    assert [row.rank for row in view.methods] == ["—①" if one.rank is None else str(one.rank) for one in found.methods]
    assert view.notes
    assert page.ledger.entries["robustness.concordance"].value == found.concordance


def test_how_far_apart_methods_put_the_hospital_is_held_against_the_interval_of_its_rank(page: Report, year: Material):
    found = robustness_of(year)
    assert found.methods is not None
    assert found.rank is not None
    ranks = [one.rank for one in found.methods.methods if one.rank is not None]
    outside = [rank for rank in ranks if not found.rank.low <= rank <= found.rank.high]
    said = content(page, "robustness").place.methods_words[0].en
    assert f"between places {min(ranks)} and {max(ranks)}" in said
    if found.rank.among != found.methods.among:
        assert "among other hospitals does not compare" in said
    elif outside:
        assert f"{len(outside)} of {len(ranks)} lie outside the interval above" in said
    else:
        assert "holds by any of them" in said


@pytest.mark.parametrize(
    ("ranks", "among", "words"),
    [
        ((4, 4, 4), 20, "in place 4"),
        ((4, 3, 6), 20, "holds by any of them"),
        ((4, 3, 9), 20, "1 of 3 lie outside"),
        ((4, 3, 6), 30, "among other hospitals does not compare"),
    ],
)
def test_the_rank_is_said_to_hang_on_the_method_where_methods_leave_the_interval(
    year: Material, ranks: tuple[int, ...], among: int, words: str
):
    methods = tuple(MethodRank("scheme", 1.0, rank) for rank in ranks)
    compared = MethodComparison(among, ("current_ratio",), methods, None, None)
    found = dataclasses.replace(robustness_of(year), methods=compared, rank=RankInterval(4, 3, 6, 20, 100))
    assert words in place(HospitalContext.of(year, "en"), found).methods_words[0].en


def test_a_missing_indicator_shows_the_totals_with_nothing_and_with_everything(year: Material):
    name = "current_ratio"
    values = dataclasses.replace(year.values, values=year.values.values.copy())
    values.values.loc[(year.entity, "2025"), name] = np.nan
    rows = tuple(
        dataclasses.replace(one, value=None, score=None, points=None, reason=Reason.MISSING_INPUT, effective_weight=0.0)
        if one.id == name else one
        for one in year.evaluation.indicators
    )  # fmt: skip
    gapped = dataclasses.replace(year, values=values, evaluation=dataclasses.replace(year.evaluation, indicators=rows))
    view = content(hospital(wanting(gapped, "robustness"), "board", "en"), "robustness").gaps
    (row,) = view.rows
    assert row.name.en == "Current ratio"
    assert float(row.lowest) < float(row.highest)
    assert float(row.highest) - float(row.lowest) == pytest.approx(float(row.weight), abs=0.5)


def test_where_the_total_is_withheld_missing_indicators_are_told_no_totals_and_weights_are_the_scheme_s(year: Material):
    lacking = {"operating_margin", "current_ratio"}
    rows = tuple(
        dataclasses.replace(one, value=None, score=None, points=None, reason=Reason.MISSING_INPUT, effective_weight=0.0)
        if one.id in lacking else dataclasses.replace(one, effective_weight=1.5 * one.weight)
        for one in year.evaluation.indicators
    )  # fmt: skip
    parts = tuple(dataclasses.replace(one, score=None) for one in year.evaluation.parts)
    evaluation = dataclasses.replace(year.evaluation, indicators=rows, score=None, grade=None, parts=parts)
    context = HospitalContext.of(dataclasses.replace(year, evaluation=evaluation), "en")
    view, kept = gaps(context, context.robustness), next(one for one in rows if one.score is not None)

    assert view.rows == ()
    assert view.none is not None
    assert "There is no total" in view.none.en
    assert [words.en for words in _weight(context, kept)] == [f"{100 * kept.weight:.2f}%", "in the scheme"]

    formed = dataclasses.replace(evaluation, parts=year.evaluation.parts)  # as tables of abilities have it then
    context = HospitalContext.of(dataclasses.replace(year, evaluation=formed), "en")
    assert [words.en for words in _weight(context, kept)] == [
        f"{150 * kept.weight:.2f}%", f"before redistribution {100 * kept.weight:.2f}%",
    ]  # fmt: skip


def test_it_is_computed_only_where_it_is_wanted(year: Material, monkeypatch: pytest.MonkeyPatch):
    made: list[Material] = []

    def counted(material: Material) -> object:
        made.append(material)
        return robustness_of(material)

    monkeypatch.setattr("reportgen.report.desk.context.robustness_of", counted)
    assert hospital(year, "agency", "en").sections
    assert made == []
    assert hospital(wanting(year, "robustness"), "board", "en").sections
    assert len(made) == 1, "page 1 and the section about it ask once"


def test_it_is_worked_out_once_for_what_it_is_of(year: Material):
    first = robustness_of(year)
    other = dataclasses.replace(year, evaluation=dataclasses.replace(year.evaluation, grade=Grade.POOR))

    assert robustness_of(dataclasses.replace(year)) is first
    assert robustness_of(other) is not first
    assert robustness_of(dataclasses.replace(year, peers=None)).rank != first.rank


def test_the_annual_report_has_it_and_a_board_report_only_on_request(year: Material):
    kinds = year.catalog.reports
    entries = {name: {entry.name: entry.on_request for entry in kinds[name].sections} for name in ("annual", "board")}
    assert entries["annual"]["robustness"] is False
    assert entries["board"]["robustness"] is True
    assert "robustness" not in [section.name for section in hospital(year, "board", "en").sections]


def test_a_submission_cannot_be_put_together_with_it(year: Material):
    kinds = year.catalog.reports
    entries = (*kinds["agency"].sections, SectionEntry(section="robustness"))
    submission = kinds["agency"].model_copy(update={"sections": entries})
    catalog = dataclasses.replace(year.catalog, reports={**kinds, "agency": submission})
    with pytest.raises(Refused) as caught:
        hospital(dataclasses.replace(year, catalog=catalog), "agency", "zh")
    assert [(found.rule, found.facts["kind"]) for found in caught.value.findings] == [("D26", "agency")]
    asked = wanting(year, "letter", "robustness", kind="agency")
    with pytest.raises(Refused) as caught:
        hospital(asked, "agency", "zh")
    assert [found.rule for found in caught.value.findings] == ["D26"]


@pytest.mark.slow
def test_a_scheme_that_ranks_alone_tells_its_rank_with_the_interval(tmp_path: Path):
    material = judged(tmp_path, "principal_components")
    view = content(hospital(wanting(material, "robustness"), "board", "zh-en"), "robustness")
    assert view.ways is None
    assert not view.draws
    assert view.draws_note.en.startswith("This scheme gives a rank alone")
    assert view.fixed_note.en.startswith("This scheme uses no fixed standards")
    assert view.place.methods[0].name.en == "This scheme"
    assert "Principal components" not in {row.name.en for row in view.place.methods}
    (row,) = view.place.ranks
    assert row.how.en.startswith("one object left out")
    assert row.rank in view.headline.en


@pytest.mark.slow
def test_its_pages_conform_to_pdf_a_and_pdf_ua(year: Material, tmp_path: Path):
    files = []
    for mode in ("zh-en", "en"):
        path = tmp_path / f"{mode}.pdf"
        material = wanting(year, "verdict", "attribution", "robustness")
        path.write_bytes(pipeline.render(material, report="board", mode=mode).pdf)
        files.append(path)
    assert [verdict for verdict in validate(files) if not verdict.conforms] == []


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (None, "Fewer than five peers"),
        ("none.own", "Too few indicators of the hospital itself"),
        ("none.method", "not put together from single indicators"),
    ],
)
def test_that_there_is_no_rank_has_the_reason_that_is_so(
    materials: Callable[..., Material], why: str | None, said: str
):
    material = materials("renhe", "2026-10")
    found = dataclasses.replace(robustness_of(material), rank=None, rankings={}, unranked=why)

    assert said in place(HospitalContext.of(material, "en"), found).no_rank.en
