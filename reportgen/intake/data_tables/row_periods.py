"""Tables with a row for each hospital and period: as text, and which of their rows are kept.

A wide table as a data frame of text, with what is needed to say where a cell stands.

Which rows of a wide table are kept: whose they are, for which period, and how long that was.

The periods of rows that a table without mapping.yaml names, in the year that is said around them or above a column.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, Final

from reportgen.intake.case.folder import FolderFile
from reportgen.intake.columns import sheet_periods
from reportgen.intake.context import FoundValues
from reportgen.intake.grid.banner import Banner
from reportgen.intake.grid.head_words import SAY_MORE, Role, role_of
from reportgen.intake.periods import dates, short_dates, spans
from reportgen.intake.periods.dates import Stated
from reportgen.intake.statements.lists import period_of, stated_of
from reportgen.intake.words.figures import Cell
from reportgen.intake.workbooks import opening
from reportgen.intake.workbooks.sheets import letters
from reportgen.model.casefile import MappedSource
from reportgen.model.finding import Fact, Finding
from reportgen.model.foreign_text import in_words, read_back
from reportgen.model.period import MONTHS, PATTERN, Period, PeriodKind
from reportgen.model.place import Place

if TYPE_CHECKING:
    import pandas as pd


HEAD: Final = 4096
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, eq=False)
class Wide:
    """One wide table.

    Attributes:
        cells: the columns that are wanted, as text from text tables and as values from workbooks; a row a line, from 0.
        heads: all heads in the order of the file.
        first: row of the first line of figures in the file, from 0.
        lines: line of each row where a field runs over several lines, else None.
    """

    file: str
    sheet: str | None
    cells: pd.DataFrame
    heads: tuple[str, ...]
    first: int
    lines: tuple[int, ...] | None = None

    def place(self, row: int, head: str | None = None) -> Place:
        """Where a cell stands, or a row."""
        line = self.lines[row] if self.lines else row + self.first + 1
        cell = f"{letters(self.heads.index(head))}{line}" if head is not None else None
        return Place(self.file, self.sheet, cell, line if self.sheet is None else None)


def open_wide(
    source: FolderFile,
    sheet: str | None,
    wanted: frozenset[str],
    findings: list[Finding],
    figures: frozenset[str] = NONE,
) -> Wide | None:
    """Read the wanted columns of a wide table; those of `figures` come as numbers where all of their cells are."""
    content = source.content
    if source.is_workbook:
        return _of_workbook(content, source.name, sheet, findings)
    content = opening.plain_table(content, source.name, findings)
    return _of_text(content, source.name, (wanted, figures), findings)


def _of_text(
    content: bytes, file: str, columns: tuple[frozenset[str], frozenset[str]], findings: list[Finding]
) -> Wide | None:
    import pandas as pd

    found = opening.decoded_text(content) if content else None
    if found is None:
        findings.append(Finding("I21" if content else "I05", Place(file)))
        return None
    text = found[0].removeprefix("\ufeff")
    if opening.has_long_line(text):
        findings.append(Finding("I03", Place(file), {"problem": "@trouble.long_line"}))
        return None
    mark = opening.delimiter(text)
    try:
        heads = pd.read_csv(io.StringIO(text[: text.find("\n", HEAD) + 1] or text), sep=mark, nrows=0).columns
        wanted = [head for head in heads if head in columns[0]]
        cells = pd.read_csv(
            _stream(content, text),
            sep=mark,
            usecols=wanted,
            keep_default_na=False,
            low_memory=False,
            dtype={head: object for head in wanted if head not in columns[1]},
            na_values={head: [""] for head in wanted if head in columns[1]},
        )
        plain = text.count("\n") <= len(cells) + 1
        lines = None if plain else _lines(text, mark, len(cells))
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError) as error:
        findings.append(Finding("I03", Place(file), {"problem": in_words(error)}))
        return None
    if "'" in text:
        cells = cells.map(lambda cell: read_back(cell) if isinstance(cell, str) else cell)
    return Wide(file, None, cells, tuple(map(str, heads)), 1, lines)


def _stream(content: bytes, text: str) -> io.BytesIO | io.StringIO:
    """UTF-8 as it is, which the parser reads at once; anything else as text."""
    plain = content.removeprefix(codecs.BOM_UTF8)
    return io.BytesIO(plain) if plain[:HEAD] == text[:HEAD].encode()[:HEAD] else io.StringIO(text)


def _lines(text: str, mark: str, rows: int) -> tuple[int, ...]:
    """The line on which each row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    begins = []
    before = 0
    for row in reader:
        if row:
            begins.append(before + 1)
        before = reader.line_num
    return tuple(begins[1 : rows + 1])


def _of_workbook(content: bytes, file: str, name: str | None, findings: list[Finding]) -> Wide | None:
    import pandas as pd

    sheets, problems = opening.sheets(content, file)
    findings.extend(problems)
    fitting = [
        sheet
        for sheet in opening.without(sheets, findings)
        if not sheet.hidden and (name is None or fnmatch(sheet.name or "", name))
    ]
    if not fitting:
        if not problems:
            findings.append(Finding("I22", Place(file, name), {"file": name or file, "number": 0}))
        return None
    sheet = fitting[0]
    first = next((row for row in range(len(sheet.rows)) if sum(bool(cell) for cell in sheet.rows[row]) > 1), 0)
    heads = tuple(str(cell).strip() for cell in sheet.rows[first]) if sheet.rows else ()
    frame = pd.DataFrame([list(row) for row in sheet.rows[first + 1 :]], columns=list(heads), dtype=object)
    return Wide(file, sheet.name, frame, heads, first + 1)


SHORTEST_YEAR: Final = 350
LONGEST_YEAR: Final = 380


def is_fixed(how: MappedSource) -> bool:
    """Whether mapping.yaml gives the period itself and not the name of a column."""
    return how.period is not None and PATTERN.fullmatch(how.period) is not None


def told_by(how: MappedSource) -> str | None:
    """What tells the periods of rows: a column, a period of its own, or the column of the days on which years end."""
    return how.period or how.period_end


def lacking(how: MappedSource) -> list[str]:
    """The keys without which nobody can say whose a row is, and of when."""
    return [key for key, given in (("entity", how.entity), ("period", told_by(how))) if given is None]


def kept(wide: Wide, how: MappedSource, gathered: FoundValues, year_end: int) -> pd.DataFrame:
    """The rows to be read: columns row, entity, name, group, region, period, and days (0 where not known).

    Rows that `where` leaves out are silent. Without an id (I26) or a period (I29), of a part of a year (I27), or with
    another row for the same hospital and period (W16, I18) they are said in findings.
    """
    rows = _named(wide, how, year_end)
    teller = _Teller(wide, how, gathered)
    rows = _without(rows, rows["entity"] == "", "I26", teller)
    rows = _without(rows, rows["period"] == "", "I29", teller)
    part = (rows["days"] > 0) & ((rows["days"] < SHORTEST_YEAR) | (rows["days"] > LONGEST_YEAR))
    rows = _without(rows, part & (rows["period"].str.len() == len("2025")), "I27", teller)
    return _single(rows, wide, how, gathered)


def _named(wide: Wide, how: MappedSource, year_end: int) -> pd.DataFrame:
    import pandas as pd

    assert how.entity
    cells = wide.cells
    wanted = pd.Series(data=True, index=cells.index)
    for head, value in how.where.items():
        wanted &= _text(cells[head]) == value
    chosen = cells[wanted]
    identifiers = _text(chosen[how.entity.id])
    if how.entity.pad:
        identifiers = identifiers.where(identifiers == "", identifiers.str.zfill(how.entity.pad))
    rows = pd.DataFrame({"row": wanted.to_numpy().nonzero()[0]}, index=chosen.index)
    rows["entity"] = identifiers
    rows["name"] = _text(chosen[how.entity.name]) if how.entity.name else identifiers
    rows["group"] = _text(chosen[how.entity.group]) if how.entity.group else ""
    rows["region"] = _text(chosen[how.entity.region]) if how.entity.region else ""
    rows["period"] = _periods_of(how, chosen, year_end)
    rows["days"] = 0
    if how.period_start and how.period_end:
        ends = _days(chosen[how.period_end])
        lasting = ends - _days(chosen[how.period_start])
        rows["end"] = ends.to_numpy()
        rows["days"] = (lasting.dt.days + 1).fillna(0).astype(int)
    return rows.reset_index(drop=True)


def _text(cells: pd.Series) -> pd.Series:
    """Text without spaces around it; whole numbers without decimals."""
    import pandas as pd

    values = cells.tolist()
    plain = set(map(type, values)) == {str}
    texts = list(map(str.strip, values)) if plain else [_text_of(value) for value in values]
    return pd.Series(texts, index=cells.index, dtype=object)


def _text_of(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _periods_of(how: MappedSource, rows: pd.DataFrame, year_end: int) -> Any:
    if how.period is None:
        assert how.period_end
        return _days(rows[how.period_end]).dt.strftime("%Y").fillna("").astype(object)
    return how.period if is_fixed(how) else _periods(rows[how.period], year_end)


def _periods(cells: pd.Series, year_end: int) -> pd.Series:
    known = {cell: _period(cell, year_end) for cell in cells.unique()}
    return cells.map(known).astype(object)  # of no cells at all there would be numbers


def _period(cell: object, year_end: int) -> str:
    """The period that a cell names; where years end within a calendar year 2023/24 is the one that ends in 2024."""
    split = short_dates.split_year(cell) if isinstance(cell, str) and year_end != MONTHS else None
    return str(split or period_of(cell) or "")


def _days(cells: pd.Series) -> pd.Series:
    """Dates as 2021-06-30 or, as Americans write, 6/30/2021."""
    import pandas as pd

    codes, texts = pd.factorize(cells)
    dates = pd.Series(pd.to_datetime(pd.Series(texts, dtype=object), format="%Y-%m-%d", errors="coerce"))
    if dates.isna().any():
        dates = dates.fillna(pd.to_datetime(pd.Series(texts, dtype=object), format="%m/%d/%Y", errors="coerce"))
    return pd.Series(dates.to_numpy()[codes], index=cells.index)


def _without(rows: pd.DataFrame, wrong: pd.Series, rule: str, teller: _Teller) -> pd.DataFrame:
    """The rows that are not wrong; each wrong one is a finding."""
    for number, entity, period, days in zip(
        rows["row"][wrong], rows["entity"][wrong], rows["period"][wrong], rows["days"][wrong], strict=True
    ):
        teller.tell(rule, int(number), {"entity": str(entity), "period": str(period), "days": int(days)})
    return rows[~wrong]


@dataclass(frozen=True, eq=False)
class _Teller:
    """Says what is wrong with a row."""

    wide: Wide
    how: MappedSource
    gathered: FoundValues

    def tell(self, rule: str, row: int, facts: dict[str, Fact]) -> None:
        """Keep a finding at a row; one of its period at the cell of the period."""
        head = told_by(self.how) if rule == "I29" and not is_fixed(self.how) else None
        text = str(self.wide.cells[head].iloc[row]) if head else facts["entity"]
        self.gathered.findings.append(Finding(rule, self.wide.place(row, head), {**facts, "text": text}))


def _single(rows: pd.DataFrame, wide: Wide, how: MappedSource, gathered: FoundValues) -> pd.DataFrame:
    """One row for each hospital and period: equal ones once, different ones not at all."""
    double = rows.duplicated(["entity", "period"], keep=False)
    if not double.any():
        return rows
    drop: list[int] = []
    columns = [head for head in how.columns if head in wide.cells]
    for (entity, period), same in rows[double].groupby(["entity", "period"], sort=True):
        figures = wide.cells[columns].iloc[same["row"].to_numpy()]
        place = wide.place(int(same["row"].iloc[1]))
        figures = figures.astype(object).where(figures.notna(), "")
        equal = bool((figures == figures.iloc[0]).all(axis=None))
        gathered.find("I28" if equal else "I42", place, entity=str(entity), period=str(period))
        drop += list(same.index[1:] if equal else same.index)
    return rows.drop(index=drop)


QUARTERS: Final = 4


@dataclass(frozen=True)
class RowPeriods:
    """How the rows of a table name their periods.

    Attributes:
        kind: of what the head says that they are, None where it does not.
        year_end: the month with which a year ends; a year that is said around months is the fiscal one.
    """

    kind: PeriodKind | None
    year_end: int

    def stated(self, cell: Cell, around: Banner) -> Stated | None:
        """The period of a row: a bare month or quarter, which may be a number alone, in the year said around it."""
        if around.stated is None:
            return _in_words(cell)
        year = spans.counted_in(around.stated.period, self.year_end)[0]
        if self.kind and (number := _number_of(cell, self.kind)):
            is_month = self.kind is PeriodKind.MONTH
            return Stated(self._month(year, number) if is_month else Period(year, self.kind, number))
        month = dates.months_of(cell) if isinstance(cell, str) else None
        if month is None or not isinstance(cell, str):
            return _in_words(cell)
        if quarter := dates.quarter_of(cell):
            return Stated(Period(year, PeriodKind.QUARTER, quarter))
        return Stated(self._month(year, month[1]), None, None if month[0] == month[1] else month[0])

    def _month(self, year: int, number: int) -> Period:
        return sheet_periods.month_in_year(year, number, self.year_end)

    def in_own_year(self, cell: Cell, year: int, around: Banner, stated: Stated | None) -> Period | None:
        """The period of a row in a column of a year of its own, or so many years back; None where it names another."""
        if year <= 0 and stated is None:
            return None
        if stated and (year <= 0 or cell is None):
            back = -year if year <= 0 else stated.period.year - year
            return None if stated.is_odd else stated.period.previous_year(back)
        found = self.stated(cell, replace(around, stated=Stated(Period(year, PeriodKind.YEAR))))
        is_of_year = found is not None and spans.counted_in(found.period, self.year_end)[0] == year
        return found.period if found and is_of_year and not found.is_odd else None


def _in_words(cell: Cell) -> Stated | None:
    says_more = isinstance(cell, str) and role_of(cell) in {*SAY_MORE, Role.YEAR}
    return stated_of(cell) or (dates.stated(cell) if says_more else None)


def of_part(year: Stated, part: Stated, year_end: int) -> Stated | None:
    """What a row holds of a year of which the title has a part: that part, None where neither it nor a day says so."""
    back = spans.counted_in(part.period, year_end)[0] - year.period.year
    if part.day and not back:
        return replace(part, day=None, since=1)
    is_said = part.is_to_date or part.period.kind is PeriodKind.QUARTER
    return replace(part, day=None, period=part.period.previous_year(back)) if is_said and not part.day else None


def of_same_part(period: Period | None, role: Role | None, stated: Stated | None) -> tuple[Period | None, Role | None]:
    """The period of a figure and what its head says: beside a part of a year last year's is of the same one."""
    is_of_part = period is not None and period.kind is not PeriodKind.YEAR and not (stated and stated.is_to_date)
    if period is None or role is not Role.COMPARATIVE or not is_of_part:
        return period, role
    return period.previous_year(), None


def _number_of(cell: Cell, kind: PeriodKind) -> int | None:
    """The number of a month or a quarter, of a cell that holds nothing else."""
    text = str(int(cell)) if isinstance(cell, float | int) and cell == int(cell) else str(cell).strip()
    last = MONTHS if kind is PeriodKind.MONTH else QUARTERS
    return int(text) if text.isdecimal() and 1 <= int(text) <= last else None
