"""The sheets of scores: points and totals as formulas over the scores, with charts of the spreadsheet's own.

The sheet of standards, and the formula by which a score follows from a value and the cells of its standards.

score = base + efficacy · (coefficient of the next better level − base), as in scoring.level_efficacy: whoever changes a
statement, a standard or a coefficient in the workbook gets the score and the grade that the program would give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reportgen.catalog.messages import grade_name
from reportgen.export.results import grade_of
from reportgen.model.period import Period
from reportgen.model.schemes import Grade
from reportgen.scoring.methods import METHODS
from reportgen.scoring.relative import NOISE, level_efficacy
from reportgen.scoring.standards import SCORE_DECIMALS, edges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator

LEVELS: Final = 5
OPEN: Final = 1e300
"""Stands for an edge that is not there: higher is better has no upper one."""
LOW, HIGH, COEFFICIENT = 2, 2 + LEVELS, 2 + 2 * LEVELS
"""First columns of the lower edges, the upper edges, and the six coefficients."""
LIVE_STANDARDS_COLUMNS: Final = (
    "id",
    "name_zh",
    *(f"low_{level}" for level in range(1, LEVELS + 1)),
    *(f"high_{level}" for level in range(1, LEVELS + 1)),
    *(f"coefficient_{level}" for level in range(1, LEVELS + 2)),
)


def lives(material: Material, indicator: ScoredIndicator) -> bool:
    """Whether the score of an indicator follows from its value and five standards of its own."""
    method = material.scheme.parts[indicator.part].method
    if indicator.standards is None or indicator.value is None or METHODS.get(method) is not level_efficacy:
        return False
    low, high = edges(indicator.standards, indicator.direction)
    return not (np.isnan(low).any() or np.isnan(high).any())


def write(sheet: Any, material: Material, first: int, looks: Mapping[str, Any]) -> dict[str, int]:
    """The standards of each indicator whose score follows from them; its row by id."""
    rows: dict[str, int] = {}
    for indicator in (one for one in material.evaluation.indicators if lives(material, one)):
        assert indicator.standards is not None
        row = rows[indicator.id] = first + len(rows)
        sheet.write_row(row, 0, [indicator.id, material.catalog.indicators[indicator.id].name.zh])
        sides = edges(indicator.standards, indicator.direction)
        for column, values in ((LOW, sides[0]), (HIGH, sides[1])):
            _numbers(sheet, row, column, [float(np.clip(value, -OPEN, OPEN)) for value in values], looks["edge"])
        coefficients = material.scheme.parts[indicator.part].coefficients
        _numbers(sheet, row, COEFFICIENT, [float(value) for value in coefficients], looks["plain"])
    return rows


def _numbers(sheet: Any, row: int, column: int, values: Sequence[float], look: Any) -> None:
    for place, value in enumerate(values):
        sheet.write_number(row, column + place, value, look)


def score(sheet: str, row: int, value: str) -> str:
    """The score 0–100 of the value in a cell, by the standards in a row."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    def cell(column: int) -> str:
        return f"'{sheet}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def between(column: int, better: int, worse: int) -> str:
        """From one edge to the next better one; what lies within noise of an edge is on it."""
        own, next_one = cell(column + worse), cell(column + better)
        return f"MAX(0,({value}-{own})/({next_one}-{own}))"

    found = cell(COEFFICIENT + LEVELS)
    for level in reversed(range(LEVELS)):
        low, high, base = cell(LOW + level), cell(HIGH + level), cell(COEFFICIENT + level)
        reached = f"AND({value}>={low}-{NOISE}*ABS({low}),{value}<={high}+{NOISE}*ABS({high}))"
        gained = base
        if level:
            above, below = between(HIGH, level - 1, level), between(LOW, level - 1, level)
            gained = f"{base}+({cell(COEFFICIENT + level - 1)}-{base})*IF({value}>{cell(HIGH)},{above},{below})"
        found = f"IF({reached},{gained},{found})"
    return f"100*{found}"


ACCENT: Final = "#0F4C81"
OTHER: Final = "#B54A0B"
FIRST_ROW: Final = 3
ROW_POINTS: Final = 20
"""Height of a row, which charts are measured by."""
EXACT: Final = 1e-9
FULL: Final = 100
FEWEST_PERIODS: Final = 2
COLUMNS: Final = ("id", "name_zh", "value", "name_en", "ability", "score", "weight", "points", "lost", "grade")
ABILITY, SCORE, WEIGHT, POINTS, LOST, GRADE = (COLUMNS.index(name) for name in COLUMNS[4:])


@dataclass(frozen=True, eq=False)
class ScoreSheet:
    """A sheet being written: its book, what it tells of, the looks of its cells, and the words it uses.

    Attributes:
        standards: the row of each indicator on the sheet of standards, by whose cells its score is a formula.
    """

    book: Any
    sheet: Any
    material: Material
    looks: Mapping[str, Any]
    standards: Mapping[str, int] = field(default_factory=dict)

    def both(self, key: str) -> str:
        """Words in both languages."""
        return said(self.material.catalog.words[f"live.{key}"])

    def area(self, first: int, last: int, column: int) -> str:
        """Cells of a column, as a chart or another sheet names them."""
        from xlsxwriter.utility import xl_range_abs

        return f"'{self.sheet.get_name()}'!{xl_range_abs(first, column, last, column)}"

    def bars(self, title: str, names: str, values: str, colour: str, rows: int) -> Any:
        """A chart of level bars in the order of the table, each with its number."""
        chart = self.book.add_chart({"type": "bar"})
        series = {"categories": f"={names}", "values": f"={values}", "fill": {"color": colour}, "gap": 60}
        chart.add_series({**series, "data_labels": {"value": True, "num_format": "0.00"}})
        _plainly(chart, title)
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_size({"width": 620, "height": 90 + ROW_POINTS * rows})
        return chart


def said(text: Text) -> str:
    """Both languages in one cell."""
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"


def write_scores(page: ScoreSheet) -> None:
    """Each scored indicator with its points, the abilities, the total and its grade; nothing where no score is.

    A total is a formula only where the points add up to it; where a scheme judges otherwise it stands as a value.
    """
    scored = [one for one in page.material.evaluation.indicators if one.points is not None]
    last = FIRST_ROW + len(scored) - 1
    for row, indicator in enumerate(scored, start=FIRST_ROW):
        _indicator(page, row, indicator)
    row = _total(page, last + 1, scored)
    abilities = _abilities(page, row + 2, scored, last)
    side = len(COLUMNS) + 1
    if abilities:
        names, values = page.area(*abilities, 1), page.area(*abilities, SCORE)
        rows = abilities[1] - abilities[0] + 1
        page.sheet.insert_chart(FIRST_ROW, side, page.bars(page.both("abilities"), names, values, ACCENT, rows))
    if scored:
        names, values = page.area(FIRST_ROW, last, 1), page.area(FIRST_ROW, last, LOST)
        lost = page.bars(page.both("lost"), names, values, OTHER, len(scored))
        page.sheet.insert_chart(FIRST_ROW + 14, side, lost)


def write_history(page: ScoreSheet) -> None:
    """The total of each period, oldest first, with a line; the evaluations are those that the report compares with."""
    found = [*page.material.history.values(), page.material.evaluation]
    rows = [(one.period, one.score) for one in found if one.score is not None]
    for row, (period, score) in enumerate(sorted(rows, key=lambda one: Period.parse(one[0]).sort_key()), FIRST_ROW):
        page.sheet.write_row(row, 0, [period])
        page.sheet.write_number(row, 1, score, page.looks["score"])
    if len(rows) < FEWEST_PERIODS:
        return
    chart = page.book.add_chart({"type": "line"})
    last = FIRST_ROW + len(rows) - 1
    series = {"categories": f"={page.area(FIRST_ROW, last, 0)}", "values": f"={page.area(FIRST_ROW, last, 1)}"}
    chart.add_series(
        {
            **series,
            "line": {"color": ACCENT, "width": 2},
            "marker": {"type": "circle"},
            "data_labels": {"value": True, "num_format": "0.00", "position": "above"},
        }
    )
    _plainly(chart, page.both("history"))
    chart.set_y_axis({"min": 0, "max": FULL, "major_gridlines": {"visible": True}})
    page.sheet.insert_chart(FIRST_ROW, 4, chart)


def _plainly(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})


def _indicator(page: ScoreSheet, row: int, indicator: ScoredIndicator) -> None:
    defined = page.material.catalog.indicators[indicator.id]
    ability = next((one.name for one in page.material.evaluation.abilities if one.id == indicator.ability), None)
    assert indicator.score is not None
    page.sheet.write_row(
        row, 0, [indicator.id, defined.name.zh, None, defined.name.en, said(ability) if ability else ""]
    )
    if (
        indicator.value is not None
        and page.material.values.at(indicator.id, page.material.entity, page.material.period).value is not None
    ):
        page.sheet.write_formula(row, 2, f"=indicator.{indicator.id}", page.looks["plain"], indicator.value)
    _score(page, row, indicator)
    page.sheet.write_number(row, WEIGHT, indicator.effective_weight, page.looks["share"])
    score, weight = _cell(row, SCORE), _cell(row, WEIGHT)
    page.sheet.write_formula(row, POINTS, f"={score}*{weight}", page.looks["score"], indicator.points)
    lost = (FULL - indicator.score) * indicator.effective_weight
    page.sheet.write_formula(row, LOST, f"=({FULL}-{score})*{weight}", page.looks["score"], lost)
    page.book.define_name(f"score.{indicator.id}", f"={page.area(row, row, SCORE)}")


def _score(page: ScoreSheet, row: int, indicator: ScoredIndicator) -> None:
    """A formula over value and standards; what experts rated, or another rule scored, is a number that says so."""
    assert indicator.score is not None
    grade = grade_of(indicator.score, page.material)
    if indicator.id in page.standards:
        sheet = said_sheet(page.material)
        formula = score(sheet, page.standards[indicator.id], f"indicator.{indicator.id}")
        page.sheet.write_formula(row, SCORE, f"={formula}", page.looks["score"], indicator.score)
    else:
        page.sheet.write_number(row, SCORE, indicator.score, page.looks["entered"])
        page.sheet.write_comment(row, SCORE, page.both("entered"))
    if grade is not None:
        named = said(grade_name(Grade(grade), page.material.scheme, page.material.catalog.words))
        page.sheet.write_formula(row, GRADE, f"={_graded(page, _cell(row, SCORE), SCORE_DECIMALS)}", None, named)


def said_sheet(material: Material) -> str:
    """The name of the sheet of standards."""
    return in_own_words(material, material.catalog.words["live.standards"])


def in_own_words(material: Material, name: Text) -> str:
    """The name of a sheet: in English where the case speaks nothing else."""
    return name.en if material.case.file.mode == "en" else name.zh


def _graded(page: ScoreSheet, cell: str, decimals: int) -> str:
    """The grade of the score in a cell, by the bounds of the scheme."""
    scheme, words = page.material.scheme, page.material.catalog.words
    steps = [(bound, said(grade_name(grade, scheme, words))) for grade, bound in scheme.grades.items()]
    formula = f'"{steps[-1][1]}"'
    for bound, name in reversed(steps[:-1]):
        formula = f'IF(ROUND({cell},{decimals})>={bound:g},"{name}",{formula})'
    return formula


def _total(page: ScoreSheet, row: int, scored: Sequence[ScoredIndicator]) -> int:
    """The total and, below it, the grade; returns the last row."""
    evaluation, scheme = page.material.evaluation, page.material.scheme
    page.sheet.write_string(row, 1, page.both("total"), page.looks["head"])
    if evaluation.score is None:
        page.sheet.write_string(row, POINTS, "\N{EM DASH}")
        return row
    points = [one.points for one in scored if one.points is not None]
    if scored and math.isclose(math.fsum(points), evaluation.score, abs_tol=EXACT):
        area = f"{_cell(FIRST_ROW, POINTS)}:{_cell(row - 1, POINTS)}"
        page.sheet.write_formula(row, POINTS, f"=SUM({area})", page.looks["score"], evaluation.score)
    else:
        page.sheet.write_number(row, POINTS, evaluation.score, page.looks["score"])
    page.book.define_name("score.total", f"={page.area(row, row, POINTS)}")
    if evaluation.grade is None:
        return row
    page.sheet.write_string(row + 1, 1, page.both("grade"), page.looks["head"])
    named = said(grade_name(evaluation.grade, scheme, page.material.catalog.words))
    page.sheet.write_formula(row + 1, POINTS, f"={_graded(page, _cell(row, POINTS), scheme.decimals)}", None, named)
    return row + 1


def _abilities(page: ScoreSheet, first: int, scored: Sequence[ScoredIndicator], last: int) -> tuple[int, int] | None:
    """The abilities with their scores, as means by weight where they are such; the first and the last row."""
    found = [one for one in page.material.evaluation.abilities if one.score is not None]
    if not found:
        return None
    page.sheet.write_string(first - 1, 1, page.both("abilities"), page.looks["head"])
    names, scores, weights = (_column(column, last) for column in (ABILITY, SCORE, WEIGHT))
    for row, ability in enumerate(found, start=first):
        page.sheet.write_string(row, 1, said(ability.name))
        page.sheet.write_number(row, WEIGHT, ability.weight, page.looks["share"])
        own = [one for one in scored if one.ability == ability.id and one.score is not None]
        total = math.fsum(one.effective_weight for one in own)
        mean = math.fsum((one.score or 0) * one.effective_weight for one in own) / total if total else math.nan
        assert ability.score is not None
        if math.isclose(mean, ability.score, abs_tol=EXACT):
            chosen = f"({names}={_cell(row, 1)})"
            formula = f"=SUMPRODUCT({chosen}*{scores}*{weights})/SUMPRODUCT({chosen}*{weights})"
            page.sheet.write_formula(row, SCORE, formula, page.looks["score"], ability.score)
        else:
            page.sheet.write_number(row, SCORE, ability.score, page.looks["score"])
    return first, first + len(found) - 1


def _column(column: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(FIRST_ROW, column, last, column))


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
