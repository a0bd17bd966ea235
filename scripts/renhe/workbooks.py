"""All workbooks of the sample, from the books."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scripts.renhe import budget_statements, forms, layout, movements, notes, operations, statements
from scripts.renhe.assumptions import read
from scripts.renhe.months import Month
from scripts.renhe.sheets import Head, Label, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scripts.renhe.books import Books
    from scripts.renhe.notes import Figures
    from scripts.renhe.statements import Column

ISSUED = {"month": 12, "annual": 25}
"""The day of the next month on which a set is issued."""


class Workbooks:
    """The workbooks of one hospital."""

    def __init__(self, books: Books, folder: Path) -> None:
        """Read what the forms and the notes print."""
        self.books, self.folder = books, folder
        self.words: dict[str, Any] = read("words.yaml")
        self.forms: dict[str, Any] = read("forms.yaml")
        self.notes: dict[str, Any] = read("notes.yaml")
        self.heads: dict[str, str] = self.words["heads"]
        self.sheets: dict[str, str] = self.words["sheets"]

    def write(self, kind: str, sheets: Sequence[Sheet], **when: int) -> None:
        """Write one workbook to its place."""
        layout.write(self.folder / self.words["files"][kind].format(**when), sheets, self.words)

    def date(self, kind: str, month: Month) -> str:
        """A date line: day, month or year."""
        text: str = self.words["dates"][kind]
        return text.format(year=month.year, month=month.number, day=month.days)

    def issued(self, month: Month, kind: str = "month") -> str:
        """The foot line with the date of issue."""
        after = month.next()
        text: str = self.words["issued"]
        return text.format(year=after.year, month=after.number, day=ISSUED[kind])

    def monthly(self, month: Month) -> None:
        """The forms of a month, with the notes kept for it."""
        books, year = self.books, month.of_year()
        one, ytd = books.flows([month]), books.flows(year)
        heads = (self.heads["item"], self.heads["month"], self.heads["ytd"])
        date = self.date("month", month)
        income = [statements.income_statement(flows, books) for flows in (one, ytd)]
        detail = [statements.medical_detail(flows, books) for flows in (one, ytd)]
        sheets = [
            self.balance_sheet(month, annual=False),
            self._one("income_statement", date, heads, income),
            forms.two_sided(self.forms["medical_detail"], self.sheets["medical_detail"], date, heads * 2, detail),
            self.note_stocks(month),
            self.note_flows(date, heads, [notes.flows_of(books, [month]), notes.flows_of(books, year)]),
        ]
        signed = [self._signed(sheet, month) for sheet in sheets]
        self.write("monthly", signed, year=month.year, month=month.number)

    def _signed(self, sheet: Sheet, month: Month, kind: str = "month") -> Sheet:
        return replace(sheet, issued=self.issued(month, kind))

    def _one(self, form: str, date: str, heads: Sequence[str], columns: Sequence[Column]) -> Sheet:
        return forms.one_sided(self.forms[form], self.sheets[form], date, heads, columns)

    def balance_sheet(self, month: Month, *, annual: bool) -> Sheet:
        """The balance sheet; the starred lines are empty in annual sets and after the December closing."""
        books = self.books
        opening = statements.balance_sheet(books.balances(Month(month.year, 1).previous()))
        closing = statements.balance_sheet(books.balances(month))
        before: dict[str, Any] = dict(forms.without(opening, *forms.STARRED))
        if annual or month.closes_the_year:
            closing = forms.without(closing, *forms.STARRED)
        if not annual:
            before |= dict.fromkeys(forms.STARRED, self.words["not_filled"])
        heads = [self.heads[name] for name in ("assets", "closing", "opening", "claims", "closing", "opening")]
        form, name = self.forms["balance_sheet"], self.sheets["balance_sheet"]
        sheet = forms.two_sided(form, name, self.date("day", month), heads, [closing, before])
        return replace(sheet, notes=(self.words["starred_note"],))

    def annual(self, year: int) -> None:
        """The full annual set, with notes."""
        books, last, before = self.books, Month(year, 12), Month(year - 1, 12)
        both = [books.flows(month.of_year()) for month in (last, before)]
        date = self.date("year", last)
        heads = (self.heads["item"], self.heads["year"], self.heads["last_year"])
        cash_heads = (self.heads["item"], self.heads["year_amount"], self.heads["last_year_amount"])
        detail = [statements.medical_detail(flows, books) for flows in both]
        changes = [movements.net_asset_changes(books, month) for month in (last, before)]
        sheets = [
            self.balance_sheet(last, annual=True),
            self._one("income_statement", date, heads, [statements.income_statement(f, books) for f in both]),
            forms.two_sided(self.forms["medical_detail"], self.sheets["medical_detail"], date, heads * 2, detail),
            forms.matrix(self.words, self.forms["net_assets"], date, changes),
            self._one("cash_flow", date, cash_heads, [movements.cash_flow(f) for f in both]),
            *self._budget_forms(year, date, heads),
            self.note_stocks(last),
            self.note_flows(date, heads, [notes.flows_of(books, m.of_year()) for m in (last, before)]),
            self._reconciliation(year, date),
        ]
        self.write("annual", [self._signed(sheet, last, "annual") for sheet in sheets], year=year)

    def _budget_forms(self, year: int, date: str, heads: Sequence[str]) -> list[Sheet]:
        books = self.books
        spent = [budget_statements.income_and_expense(books.flows(Month(y, 12).of_year())) for y in (year, year - 1)]
        carried = [budget_statements.carry_over(books, y) for y in (year, year - 1)]
        cells = budget_statements.appropriations(books, year)
        return [
            self._one("budget_income_expense", date, heads, spent),
            self._one("budget_carryover", date, heads, carried),
            forms.appropriations(self.words, self.sheets["appropriations"], date, heads[0], cells),
        ]

    def table(
        self, name: str, date: str, heads: Sequence[str], columns: Sequence[Mapping[str, Any]], *, units: bool
    ) -> Sheet:
        """A free table: sections, labels, units where they differ, figures."""
        rows = self.notes[name]
        body: list[Row] = []
        for section, lines in rows.items() if isinstance(rows, dict) else [("", rows)]:
            if section:
                body.append(Row((Label(section, 0), *([""] if units else []), *([None] * len(columns)))))
            for text, item, *unit in lines:
                stated = unit if units else []
                body.append(Row((Label(text), *stated, *(column.get(item) for column in columns))))
        wide = len(columns) > FEW
        widths = (TABLE_LABEL, *((10,) if units else ()), *((16 if wide else 20,) * len(columns)))
        head, title = tuple(Head(text) for text in heads), self.words["titles"][name]
        return Sheet(self.sheets[name], title, "", date, (head,), tuple(body), widths, money=not units, landscape=wide)

    def note_stocks(self, month: Month) -> Sheet:
        """Balances behind the balance sheet."""
        columns = [notes.stocks(self.books, m) for m in (month, Month(month.year, 1).previous())]
        heads = (self.heads["item"], self.heads["closing"], self.heads["opening"])
        date = self.date("day", month)
        return self.table("note_stocks", date, heads, columns, units=False)

    def note_flows(self, date: str, heads: Sequence[str], columns: Sequence[Figures]) -> Sheet:
        """Flows behind the income statement."""
        return self.table("note_flows", date, heads, columns, units=False)

    def _reconciliation(self, year: int, date: str) -> Sheet:
        column = budget_statements.reconciliation(self.books, year)
        heads = (self.heads["item"], self.heads["year"])
        return self.table("reconciliation", date, heads, [column], units=False)

    def operations(self, last: Month) -> None:
        """Operations of a year: months side by side in earlier years, a sheet a month in later ones."""
        months = last.of_year()
        if last.year >= FIRST_MONTHLY_YEAR:
            sheets = [self._operations_of(month) for month in months]
        else:
            sheets = [self._operations_across(months)]
        if last.closes_the_year:
            sheets.append(self._operations_year(last.year))
        self.write("operations", sheets, year=last.year)

    def _operations_of(self, month: Month) -> Sheet:
        columns = [operations.of(self.books, [month]), operations.of(self.books, month.of_year())]
        heads = [self.heads[name] for name in ("item", "unit", "month", "ytd")]
        sheet = self.table("operations", self.date("month", month), heads, columns, units=True)
        name = self.sheets["operations_month"].format(month=month.number)
        return replace(sheet, name=name)

    def _operations_across(self, months: Sequence[Month]) -> Sheet:
        columns = [operations.of(self.books, [month]) for month in months]
        across = [self.heads["of_month"].format(month=month.number) for month in months]
        heads = [self.heads["item"], self.heads["unit"], *across]
        date = self.date("year", months[-1])
        return self.table("operations", date, heads, columns, units=True)

    def _operations_year(self, year: int) -> Sheet:
        columns = [operations.of(self.books, Month(y, 12).of_year()) for y in (year, year - 1)]
        heads = [self.heads[name] for name in ("item", "unit", "year", "last_year")]
        date = self.date("year", Month(year, 12))
        sheet = self.table("operations", date, heads, columns, units=True)
        return replace(sheet, name=self.sheets["operations_year"])

    def experts(self) -> None:
        """Five experts on seven abilities: how important, and at which level; a round of January in some years."""
        for year, marks in self.words["experts"]["rounds"].items():
            self._round(Month(year, 1), marks)

    def _round(self, month: Month, marks: Mapping[str, Any]) -> None:
        given = self.words["experts"]
        head = tuple(Head(text) for text in (given["head"], *given["abilities"]))
        date = self.date("month", month)
        sheets = []
        for name, key in (("importance", "importance"), ("level", "levels")):
            rows = tuple(Row((Label(who, 0), *said)) for who, said in zip(given["names"], marks[key], strict=True))
            title = f"{self.words['titles']['experts']}（{self.words['titles'][name].partition('（')[0]}）"
            sheets.append(Sheet(self.sheets[name], title, "", date, (head,), rows, (14, *(12,) * 7), money=False))
        if "reviews" in marks:
            sheets.append(self._reviews(date, marks["reviews"]))
        self.write("experts", sheets, year=month.year)

    def _reviews(self, date: str, levels: Sequence[Sequence[str]]) -> Sheet:
        """The same experts on what the two evaluations of enterprises have reviewed."""
        given = self.words["experts"]
        head = tuple(Head(text) for text in (given["head"], *given["reviews"]))
        rows = tuple(Row((Label(who, 0), *said)) for who, said in zip(given["names"], levels, strict=True))
        widths = (14, *(16,) * len(given["reviews"]))
        return Sheet(self.sheets["review"], given["review_title"], "", date, (head,), rows, widths, money=False)


TABLE_LABEL, FEW = 40, 3
FIRST_MONTHLY_YEAR = 2025
