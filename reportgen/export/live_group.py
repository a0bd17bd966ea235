"""Many hospitals as a workbook that computes: totals, ranks and medians are formulas over scores and weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.group.league import RANKED_FROM, competition_ranks, is_fit
from reportgen.analysis.group.tiers import median
from reportgen.catalog.messages import grade_name
from reportgen.export.live_scores import ACCENT, EXACT, OTHER, ScoreSheet, said
from reportgen.export.results import entity_name
from reportgen.export.workbook import made
from reportgen.model.printing import decimals, half_up
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.analysis.material import Material
    from reportgen.model.results import ScoredIndicator

HEAD_ROW: Final = 2
FIRST_ROW: Final = 3
FIRST_INDICATOR: Final = 2
LEAGUE: Final = ("id", "hospital", "total", "grade", "rank", "complete")
TOTAL, GRADE, RANK, COMPLETE = (LEAGUE.index(name) for name in LEAGUE[2:])
DRAWN: Final = 60
"""Hospitals that a chart can show; of more there is none."""
DASH: Final = "\N{EM DASH}"


@dataclass(frozen=True, eq=False)
class RankedHospitals:
    """The hospitals, the best total first, those without a rank behind, with the indicators that any is scored by.

    Attributes:
        rows: hospital → its scored indicators by id.
    """

    book: Any
    looks: dict[str, Any]
    materials: Sequence[Material]
    indicators: Sequence[str]
    rows: Sequence[dict[str, ScoredIndicator]]

    @property
    def ranked(self) -> int:
        """How many hospitals have a rank; middles are of these alone."""
        return sum(is_fit(material) for material in self.materials)

    @property
    def last(self) -> int:
        """The row of the last hospital."""
        return FIRST_ROW + len(self.materials) - 1

    @property
    def end(self) -> int:
        """The column of the last indicator."""
        return FIRST_INDICATOR + len(self.indicators) - 1

    def page(self, key: str) -> ScoreSheet:
        """A sheet with its name, banner and frozen head."""
        first = self.materials[0]
        sheet = self.book.add_worksheet(first.catalog.words[f"live.{key}"].zh)
        page = ScoreSheet(self.book, sheet, first, self.looks)
        sheet.write_string(0, 0, page.both(key), self.looks["head"])
        sheet.write_string(1, 0, f"{first.period} · {first.case.file.currency}")
        sheet.freeze_panes(HEAD_ROW + 1, FIRST_INDICATOR)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 40)
        return page


def workbook(materials: Sequence[Material]) -> bytes:
    """The league, then scores, weights and values of hospitals by indicators."""
    ordered = sorted(materials, key=lambda one: (not is_fit(one), -(one.evaluation.score or 0.0), one.entity))
    rows = [{row.id: row for row in one.evaluation.indicators} for one in ordered]
    indicators = tuple(dict.fromkeys(name for row in rows for name in row))

    def fill(book: Any) -> None:
        panel = RankedHospitals(book, _looks(book), ordered, indicators, rows)
        league = panel.page("league")
        scores = _grid(panel, "league_scores", lambda row: row.score, lambda _: "0.0", has_median=True)
        weights = _grid(panel, "league_weights", lambda row: row.effective_weight, lambda _: "0.00%", has_median=False)
        _grid(panel, "league_values", lambda row: row.value, lambda name: _format(panel, name), has_median=True)
        _league(panel, league, scores, weights)
        _mark_weak(panel, scores)

    return made(fill)


def _looks(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "score": book.add_format({"num_format": "0.00"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "weak": book.add_format({"bold": True, "font_color": OTHER}),
    }


def _format(panel: RankedHospitals, name: str) -> str:
    defined = panel.materials[0].catalog.indicators[name]
    places = decimals(defined)
    digits = "#,##0" + (f".{'0' * places}" if places else "")
    return f"{digits}%" if defined.unit == "percent" else digits


def _hospitals(panel: RankedHospitals, page: ScoreSheet) -> None:
    for row, material in enumerate(panel.materials, start=FIRST_ROW):
        page.sheet.write_string(row, 0, material.entity)
        page.sheet.write_string(row, 1, said(entity_name(material)))


def _grid(
    panel: RankedHospitals,
    key: str,
    taken: Callable[[ScoredIndicator], float | None],
    look: Callable[[str], str],
    *,
    has_median: bool,
) -> ScoreSheet:
    """Hospitals by indicators; an empty cell where there is nothing, and the middle of five or more below."""
    page = panel.page(key)
    _hospitals(panel, page)
    names = panel.materials[0].catalog.indicators
    heads = [page.both("id"), page.both("hospital"), *(said(names[name].name) for name in panel.indicators)]
    page.sheet.write_row(HEAD_ROW, 0, heads, panel.looks["head"])
    page.sheet.set_column(FIRST_INDICATOR, panel.end, 13)
    if has_median:
        page.sheet.write_string(panel.last + 1, 1, page.both("median"), panel.looks["head"])
    for column, name in enumerate(panel.indicators, start=FIRST_INDICATOR):
        own = panel.looks.setdefault(look(name), panel.book.add_format({"num_format": look(name)}))
        values = [taken(found[name]) if name in found else None for found in panel.rows]
        for row, value in enumerate(values, start=FIRST_ROW):
            if value is not None:
                page.sheet.write_number(row, column, value, own)
        panel.book.define_name(f"{key}.{name}", f"={page.area(FIRST_ROW, panel.last, column)}")
        if has_median and panel.ranked:
            _median(panel, page, column, values[: panel.ranked], own)
    return page


def _median(panel: RankedHospitals, page: ScoreSheet, column: int, values: Sequence[float | None], own: Any) -> None:
    """The middle of the ranked hospitals; a dash of fewer than five."""
    area = page.area(FIRST_ROW, FIRST_ROW + panel.ranked - 1, column)
    middle = median(values)
    formula = f'=IF(COUNT({area})<{FEWEST},"{DASH}",MEDIAN({area}))'
    page.sheet.write_formula(panel.last + 1, column, formula, own, DASH if middle is None else middle)


def _league(panel: RankedHospitals, page: ScoreSheet, scores: ScoreSheet, weights: ScoreSheet) -> None:
    """Totals as they are printed, grades and ranks; hospitals with too few data or without a total are not ranked."""
    _hospitals(panel, page)
    page.sheet.write_row(HEAD_ROW, 0, [page.both(name) for name in LEAGUE], panel.looks["head"])
    page.sheet.set_column(TOTAL, COMPLETE, 14)
    ranks = competition_ranks([_printed(material) for material in panel.materials if is_fit(material)])
    totals, complete = (page.area(FIRST_ROW, panel.last, column) for column in (TOTAL, COMPLETE))
    for row, material in enumerate(panel.materials, start=FIRST_ROW):
        page.sheet.write_number(row, COMPLETE, material.quality.completeness, panel.looks["share"])
        _total(panel, page, row, f"SUMPRODUCT({_across(panel, scores, row)},{_across(panel, weights, row)})")
        own, share = _cell(row, TOTAL), _cell(row, COMPLETE)
        better = f"SUMPRODUCT(({totals}>{own})*({complete}>={RANKED_FROM:g}))"
        unranked = f'OR({own}="",{share}<{RANKED_FROM:g})'
        rank = int(ranks[row - FIRST_ROW]) if is_fit(material) else DASH
        page.sheet.write_formula(row, RANK, f'=IF({unranked},"{DASH}",1+{better})', None, rank)
        if (grade := material.evaluation.grade) is not None:
            named = said(grade_name(grade, material.scheme, material.catalog.words))
            page.sheet.write_formula(row, GRADE, f"={_grade(material, own)}", None, named)
    for name, column in (("total", TOTAL), ("rank", RANK)):
        panel.book.define_name(f"league.{name}", f"={page.area(FIRST_ROW, panel.last, column)}")
    if len(panel.materials) <= DRAWN:
        names = page.area(FIRST_ROW, panel.last, 1)
        chart = page.bars(page.both("total"), names, totals, ACCENT, len(panel.materials))
        page.sheet.insert_chart(HEAD_ROW, len(LEAGUE) + 1, chart)


def _total(panel: RankedHospitals, page: ScoreSheet, row: int, formula: str) -> None:
    """The printed total: a formula where the points add up to it, else the value; nothing where there is none."""
    material = panel.materials[row - FIRST_ROW]
    evaluation, places = material.evaluation, material.scheme.decimals
    if evaluation.score is None:
        return
    printed = _printed(material)
    terms = ((one.score or 0.0) * one.effective_weight for one in evaluation.indicators)
    if math.isclose(math.fsum(terms), evaluation.score, abs_tol=EXACT):
        page.sheet.write_formula(row, TOTAL, f"=ROUND({formula},{places})", panel.looks["score"], printed)
    else:
        page.sheet.write_number(row, TOTAL, printed, panel.looks["score"])


def _printed(material: Material) -> float:
    assert material.evaluation.score is not None
    return float(half_up(material.evaluation.score, material.scheme.decimals))


def _grade(material: Material, cell: str) -> str:
    words = material.catalog.words
    steps = [(low, said(grade_name(grade, material.scheme, words))) for grade, low in material.scheme.grades.items()]
    formula = f'"{steps[-1][1]}"'
    for low, name in reversed(steps[:-1]):
        formula = f'IF({cell}>={low:g},"{name}",{formula})'
    return formula


def _mark_weak(panel: RankedHospitals, scores: ScoreSheet) -> None:
    """Scores of the two worst grades stand out."""
    bounds = sorted(panel.materials[0].scheme.grades.values())
    if len(bounds) > len(("low", "poor")):
        rule = {"type": "cell", "criteria": "<", "value": bounds[2], "format": panel.looks["weak"]}
        blank = {"type": "blanks", "stop_if_true": True, "format": None}
        for one in (blank, rule):
            scores.sheet.conditional_format(FIRST_ROW, FIRST_INDICATOR, panel.last, panel.end, one)


def _across(panel: RankedHospitals, page: ScoreSheet, row: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"'{page.sheet.get_name()}'!{xl_range_abs(row, FIRST_INDICATOR, row, panel.end)}"


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
