"""The form of the national appraisal as a workbook, filled in as far as the hospital's own tables go.

What comes from those is grey and locked, so that it is mended where it stands; the rest is open. A value of two parts
is a live formula of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.business.national_appraisal import LineStanding
from reportgen.catalog import filing
from reportgen.export.workbook import made
from reportgen.model.blocks import AppraisalSource
from reportgen.model.definitions import PERCENT

if TYPE_CHECKING:
    from reportgen.analysis.answer import Figure
    from reportgen.analysis.business.national_appraisal import AppraisedLine, SelfAssessment
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language, Text

HEAD_ROW: Final = 5
WIDTHS: Final = {
    "number": 8,
    "filed_name": 38,
    "filed_unit": 12,
    "filed_direction": 12,
    "numerator_name": 26,
    "numerator": 16,
    "denominator_name": 26,
    "denominator": 16,
    "filed_value": 16,
    "evidence": 26,
    "filed_department": 14,
    "filed_remark": 20,
    "not_asked": 18,
}
"""Columns in the order of the register, each with its width in characters."""
LEVELS: Final = tuple(map(str, range(9)))
"""Levels of electronic records, 0 to 8."""
OPEN: Final = ("evidence", "filed_department", "filed_remark", "not_asked")
CHOICES: Final = {"emr_level": LEVELS, "credit_grade": ("A", "B", "C", "D")}


def form(found: SelfAssessment, catalog: Catalog, hospital: Text, language: Language, currency: Text) -> bytes:
    """The workbook of a year; `currency` is the name that units of money bear."""

    def fill(book: Any) -> None:
        looks = _looks(book)
        sheet = book.add_worksheet(catalog.registers[filing.REGISTER].name.in_language(language))
        _head(sheet, found, catalog, hospital, language, looks)
        for row, one in enumerate(found.lines, start=HEAD_ROW + 1):
            _FormLine(sheet, row, one, catalog, language, looks, currency).write()
        sheet.freeze_panes(HEAD_ROW + 1, 2)
        sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)

    return made(fill, is_ours=False)


def _looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "font_size": 10, "valign": "top"}
    grey = {**edge, "bg_color": "#E7E7E7"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "plain": book.add_format({"font_size": 10, "locked": False}),
        "head": book.add_format({"bold": True, "text_wrap": True, **edge}),
        "word": book.add_format({"text_wrap": True, **grey}),
        "own": book.add_format({"num_format": "#,##0.##", **grey}),
        "own_percent": book.add_format({"num_format": "0.00%", **grey}),
        "open": book.add_format({"locked": False, "text_wrap": True, **edge}),
        "number": book.add_format({"locked": False, "num_format": "#,##0.##", **edge}),
        "percent": book.add_format({"locked": False, "num_format": "0.00%", **edge}),
    }


def _head(  # noqa: PLR0913 - the lines above a form
    sheet: Any, found: SelfAssessment, catalog: Catalog, hospital: Text, language: Language, looks: Mapping[str, Any]
) -> None:
    words, columns = catalog.words.under("appraised.form"), catalog.registers[filing.REGISTER].columns
    said = {key: text.in_language(language) for key, text in words.items()}
    sheet.write(0, 0, said["title"].format(year=found.year), looks["title"])
    sheet.write(1, 0, catalog.words["form.entity"].in_language(language).format(entity=hospital.in_language(language)))
    sheet.write(2, 0, said["year"].format(year=found.year))
    sheet.write(2, 1, said["manual"].format(version=found.pack.version))
    sheet.write(3, 0, said["how"])
    for place, key in enumerate(("filled_by", "checked_by", "day")):
        sheet.write(1, 4 + place * 2, said[key], looks["plain"])
        sheet.write(1, 5 + place * 2, "", looks["plain"])
    for place, (column, width) in enumerate(WIDTHS.items()):
        sheet.set_column(place, place, width)
        sheet.write(HEAD_ROW, place, columns[column].name.in_language(language), looks["head"])


class _FormLine:
    """One line of the form while it is written."""

    def __init__(  # noqa: PLR0913 - a line and all that it is written with
        self,
        sheet: Any,
        row: int,
        one: AppraisedLine,
        catalog: Catalog,
        language: Language,
        looks: Mapping[str, Any],
        currency: Text,
    ) -> None:
        self.sheet, self.row, self.one, self.catalog = sheet, row, one, catalog
        self.language, self.looks, self.currency = language, looks, currency
        self.is_percent = catalog.indicators[one.line.indicator].unit == PERCENT

    def write(self) -> None:
        """All cells of the line."""
        one, line = self.one, self.one.line
        self._put("number", line.number, "word")
        self._put("filed_name", self._name(), "word")
        self._put("filed_unit", self._unit(), "word")
        self._put("filed_direction", self._word(f"appraised.direction.{line.row.direction}"), "word")
        for column, item, figure in (
            ("numerator", line.numerator, one.numerator),
            ("denominator", line.denominator, one.denominator),
        ):
            asked = item is not None and not line.is_value
            self._put(f"{column}_name", self._item(item) if asked and item else "", "word")
            self._figure(column, figure) if asked else self._put(column, "", "word")
        self._value()
        texts = (one.evidence, one.department, one.remark, one.not_asked)
        for column, text in zip(OPEN, texts, strict=True):
            self._put(column, text, "open")

    def _value(self) -> None:
        """A formula of two parts; a value of the own tables; else an open cell, of what is rated with its choices."""
        line = self.one.line
        if line.denominator is not None:
            part, whole = (f"{_letter(column)}{self.row + 1}" for column in ("numerator", "denominator"))
            factor = filing.factor(self.catalog.expressions[line.indicator])
            times = "" if factor == 1 else f"*{factor:g}"
            formula = f'=IF(OR({part}="",{whole}="",{whole}=0),"",{part}/{whole}{times})'
            look = self.looks["own_percent" if self.is_percent else "own"]
            self.sheet.write_formula(self.row, _place("filed_value"), formula, look, self._cached())
            return
        is_own = self._is_own(self.one.numerator) if line.is_value else self.one.standing is LineStanding.COMPUTED
        if is_own and self.one.value.value is not None:
            self._put("filed_value", self.one.value.value, "own_percent" if self.is_percent else "own")
            return
        self._put("filed_value", self._typed(), "percent" if self.is_percent else "open")
        choices = self._choices()
        if choices:
            place = _place("filed_value")
            self.sheet.data_validation(self.row, place, self.row, place, {"validate": "list", "source": list(choices)})

    def _cached(self) -> float | str:
        """What the formula comes to, so that whoever reads the file without a spreadsheet sees it as well."""
        value = self.one.value.value
        both = self.one.numerator.value is not None and self.one.denominator.value is not None
        return "" if value is None or not both else value

    def _typed(self) -> float | str:
        """What was filed in an open cell before."""
        value = self.one.filed if self.one.filed is not None else self.one.value.value
        return "" if value is None else value

    def _choices(self) -> tuple[str, ...]:
        line = self.one.line
        if not line.row.qualitative:
            return ()
        return CHOICES.get(line.numerator or "", tuple(self._word(key) for key in ("appraised.yes", "appraised.no")))

    def _figure(self, column: str, figure: Figure) -> None:
        """A figure of the own tables grey and locked, of finance always; one that was filed open, to be changed."""
        is_own = self._is_own(figure)
        self._put(column, "" if figure.value is None else figure.value, "own" if is_own else "number")

    def _is_own(self, figure: Figure) -> bool:
        """Whether a figure is one of the hospital's own tables and not of a form like this."""
        if figure.value is None:
            return False
        files = {one.file for one in self.one.filed_in}
        return self.one.line.row.data_from is AppraisalSource.FINANCE or not any(
            place.file in files for place in figure.places
        )

    def _name(self) -> str:
        line = self.one.line
        name = line.row.name if len(line.row.indicators) == 1 else self.catalog.indicators[line.indicator].name
        return name.in_language(self.language)

    def _unit(self) -> str:
        key = f"unit.of.{self.one.line.indicator}"
        if key not in self.catalog.words:
            key = f"unit.{self.catalog.indicators[self.one.line.indicator].unit}"
        name, sign = self.currency.in_language(self.language), self.currency.en
        return self._word(key).format(name=name, sign=sign)

    def _item(self, item: str) -> str:
        return self.catalog.items[item].name.in_language(self.language)

    def _word(self, key: str) -> str:
        return self.catalog.words[key].in_language(self.language)

    def _put(self, column: str, value: float | str, look: str) -> None:
        place = _place(column)
        if value == "":
            self.sheet.write_blank(self.row, place, None, self.looks[look])
        else:
            self.sheet.write(self.row, place, value, self.looks[look])


def _place(column: str) -> int:
    return list(WIDTHS).index(column)


def _letter(column: str) -> str:
    return chr(ord("A") + _place(column))
