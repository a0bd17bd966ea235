"""A new case with empty official forms and registers.

A form of brand.yaml to fill in: mark, colours and faces of the hospital, each with what it is for.

Official forms without figures, as workbooks to fill in.

An empty ratings.csv: a line for everything that is rated by itself and not by the experts of a scheme.

Registers without rows, as workbooks to fill in: one for each folder, a sheet a register.

A new case on the figures of a shipped sample: nothing of the sample's own remains but what has to be replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from reportgen.catalog import Catalog, load_catalog
from reportgen.export.workbook import made
from reportgen.intake import open_case
from reportgen.model import foreign_text
from reportgen.model.casefile import EntityFile, Signatory
from reportgen.model.definitions import IN_FORCE, Form, FormColumn, FormRow
from reportgen.model.registers import ColumnKind, RegisterDefinition

FILE: Final = "brand.example.yaml"
FORM: Final = """\
# {rename}
source: {source}
# {logo}
logo: {{file: brand/logo.svg, height_mm: 12, head: true}}
# {colours}
colours: {{accent: "#7B1E3A"}}
# {fonts}
fonts:
  sans: {{regular: brand/House-Regular.otf, bold: brand/House-Bold.otf}}
  serif: {{regular: brand/House-Regular.otf, bold: brand/House-Bold.otf}}
"""
ASKED: Final = ("rename", "source", "logo", "colours", "fonts")


def brand_form() -> bytes:
    """Its text, remarks in both languages; it holds for no report until it bears the name brand.yaml."""
    words = load_catalog().words
    said = (words[f"cli.brand_form.{key}"] for key in ASKED)
    return FORM.format(**dict(zip(ASKED, (f"{one.zh} {one.en}" for one in said), strict=True))).encode()


LABEL_WIDTH: Final = 38
MONEY_WIDTH: Final = 18
MONEY: Final = "#,##0.00;-#,##0.00"
FIRST_BODY_ROW: Final = 4
BELOW: Final = "/"
"""Between the words that several columns of a form share and those of one of them."""
Side = tuple[Sequence[FormRow], Sequence[str]]


def workbook(forms: Iterable[Form], catalog: Catalog, *, annual: bool, entity: str, date: str) -> bytes:
    """One sheet a form: title, code, entity, date and unit lines, head, rows in official order, empty money cells."""

    def fill(book: Any) -> None:
        looks = _looks(book)
        for form in forms:
            sheet = book.add_worksheet(form.title.zh)
            _banner(sheet, form, catalog, looks, entity=entity, date=date)
            _body(sheet, _sides(form, catalog, annual=annual), looks)

    return made(fill, is_ours=False)


def _looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 10}),
        "head": book.add_format({"bold": True, "align": "center", **edge}),
        "money": book.add_format({"num_format": MONEY, **edge}),
        **{f"label{level}": book.add_format({"indent": level, **edge}) for level in range(5)},
        "label_bold": book.add_format({"bold": True, **edge}),
    }


def _sides(form: Form, catalog: Catalog, *, annual: bool) -> list[Side]:
    item = catalog.words["form.item"].zh
    if form.shape == "matrix":
        return [(form.rows, [item, *form.matrix_columns])]
    columns: Sequence[FormColumn] = form.annual if annual else form.monthly
    heads = [item, *(column.label for column in columns)]
    return [(form.rows, heads), (form.right_rows, heads)] if form.right_rows else [(form.rows, heads)]


def _banner(  # noqa: PLR0913 - the lines above a form
    sheet: Any, form: Form, catalog: Catalog, looks: dict[str, Any], *, entity: str, date: str
) -> None:
    words = catalog.words
    width = 5 if form.right_rows else max(2, len(form.matrix_columns))
    sheet.merge_range(0, 0, 0, width, form.title.zh, looks["title"])
    sheet.write(1, width, words["form.code"].zh.format(code=form.code), looks["plain"])
    sheet.write(2, 0, words["form.entity"].zh.format(entity=entity), looks["plain"])
    sheet.write(2, 1, date, looks["plain"])
    sheet.write(2, width, words["form.unit"].zh, looks["plain"])


def _body(sheet: Any, sides: Sequence[Side], looks: dict[str, Any]) -> None:
    depth = 2 if any(BELOW in head for _, heads in sides for head in heads) else 1
    body, first = FIRST_BODY_ROW - 1 + depth, 0
    for rows, heads in sides:
        sheet.set_column(first, first, LABEL_WIDTH)
        sheet.set_column(first + 1, first + len(heads) - 1, MONEY_WIDTH)
        if depth == 1:
            sheet.write_row(FIRST_BODY_ROW - 1, first, heads, looks["head"])
        else:
            _two_rows(sheet, first, heads, looks["head"])
        for number, row in enumerate(rows, start=body):
            sheet.write(number, first, row.label, looks["label_bold" if row.bold else f"label{row.level}"])
            for column in range(1, len(heads)):
                sheet.write_blank(number, first + column, None, looks["money"])
        first += len(heads)
    sheet.freeze_panes(body, 1)


def _two_rows(sheet: Any, first: int, heads: Sequence[str], look: Any) -> None:
    """Heads of two rows, as on the official form: what several columns share above, each one's own word below."""
    top, column = FIRST_BODY_ROW - 1, first
    for shared, run in groupby(heads, key=lambda head: head.partition(BELOW)[0]):
        words = [head.partition(BELOW)[2] for head in run]
        if len(words) > 1:
            sheet.merge_range(top, column, top, column + len(words) - 1, shared, look)
        elif not words[0]:
            sheet.merge_range(top, column, top + 1, column, shared, look)
        else:
            sheet.write(top, column, shared, look)
        for place, word in enumerate(words, start=column):
            if word:
                sheet.write(top + 1, place, word, look)
        column += len(words)


BLANK_RATINGS_FILE: Final = "ratings.csv"
COLUMNS: Final = ("item", "period", "level", "evidence")
RATED: Final = (
    "finance_staff_integration_score",
    "business_knowledge_score",
    "management_performance_score",
    "medical_ethics_score",
    "technical_ability_score",
)
MARK: Final = b"\xef\xbb\xbf"
"""Spreadsheets take the text for what it is."""


def table(catalog: Catalog) -> bytes:
    """The form, in Chinese: item, period, level, evidence."""
    heads = [catalog.words[f"rating.{column}"].zh for column in COLUMNS]
    return (
        MARK
        + foreign_text.table(
            [heads, *([catalog.indicators[name].name.zh, "", "", ""] for name in RATED)], "\n"
        ).encode()
    )


HEAD_ROW: Final = 4
EMPTY_ROWS: Final = 20
WIDTH: Final = 16
PURPOSE_ROW: Final = 1


def register_files(catalog: Catalog, entity: str) -> dict[str, bytes]:
    """Path in the case → workbook."""
    words, found = catalog.words, dict[str, bytes]()
    folders = dict.fromkeys(one.folder for one in catalog.registers.values() if one.folder is not None)
    for folder in folders:
        tables = [one for one in catalog.registers.values() if one.folder == folder]
        name = words[f"form.registers.{folder or 'actions'}"].zh
        found[f"{folder}/{name}" if folder else name] = register_workbook(tables, catalog, entity)
    return found


def register_workbook(
    tables: Sequence[RegisterDefinition], catalog: Catalog, entity: str, date: str | None = None
) -> bytes:
    """A sheet for each register: title, what it is for, entity, month and unit lines, heads, and empty rows.

    `date` is the period of those that state one; a line to write it on where none is given.
    """

    def fill(book: Any) -> None:
        looks = _blank_registers_looks(book)
        for table in tables:
            _sheet(book, table, catalog, looks, entity, date or catalog.words["form.month_line"].zh)

    return made(fill, is_ours=False)


def _blank_registers_looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 10}),
        "head": book.add_format({"bold": True, "align": "center", "text_wrap": True, **edge}),
        "word": book.add_format(edge),
        "money": book.add_format({"num_format": MONEY, **edge}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", **edge}),
    }


def _sheet(  # noqa: PLR0913 - the lines above a register
    book: Any, table: RegisterDefinition, catalog: Catalog, looks: dict[str, Any], entity: str, date: str
) -> None:
    words, columns = catalog.words, list(table.columns.values())
    sheet, last = book.add_worksheet(table.name.zh), len(columns) - 1
    sheet.set_column(0, last, WIDTH)
    sheet.merge_range(0, 0, 0, last, table.name.zh, looks["title"])
    sheet.write(PURPOSE_ROW, 0, table.purpose.zh, looks["plain"])
    sheet.write(2, 0, words["form.entity"].zh.format(entity=entity), looks["plain"])
    sheet.write(2, 1, date if table.periodic else "", looks["plain"])
    if any(column.kind is ColumnKind.MONEY for column in columns):
        sheet.write(2, last, words["form.unit"].zh, looks["plain"])
    sheet.write_row(HEAD_ROW - 1, 0, [column.name.zh for column in columns], looks["head"])
    for place, column in enumerate(columns):
        look = looks.get(str(column.kind), looks["word"])
        for row in range(HEAD_ROW, HEAD_ROW + EMPTY_ROWS):
            sheet.write_blank(row, place, None, look)
        if column.choices:
            area = (HEAD_ROW, place, HEAD_ROW + EMPTY_ROWS - 1, place)
            choices = [one.zh for one in column.choices.values()]
            sheet.data_validation(*area, {"validate": "list", "source": choices})
    sheet.freeze_panes(HEAD_ROW, 1)


CASE: Final = """\
entity:
  id: hospital
  name: {{zh: {zh}, en: {en}}}
regime: "{regime}"
currency: CNY
scheme: comprehensive_80_20
"""


def files() -> dict[str, bytes]:
    """Path in the case → content: case.yaml, annual and monthly forms, registers, first steps in both languages."""
    catalog = load_catalog()
    words = catalog.words
    forms = [form for form in catalog.forms.values() if form.regime == IN_FORCE]
    monthly = [form for form in forms if form.monthly]
    name = words["form.your_hospital"]
    books = {
        words["form.annual_file"].zh: (forms, True, words["form.year_line"].zh),
        words["form.monthly_file"].zh: (monthly, False, words["form.month_line"].zh),
    }
    steps = "\n\n".join(words["cli.first_steps_of_blank"].in_language(speech) for speech in ("zh", "en"))
    content = {
        "case.yaml": CASE.format(zh=name.zh, en=name.en, regime=IN_FORCE).encode(),
        "README.txt": (steps + "\n").encode(),
        BLANK_RATINGS_FILE: table(catalog),
        FILE: brand_form(),
    }
    for file, (listed, annual, date) in books.items():
        content[f"data/{file}"] = workbook(listed, catalog, annual=annual, entity=name.zh, date=date)
    return content | register_files(catalog, name.zh)


FOLDERS: Final = ("data", "budget", "business", "experts")
"""What a new case keeps of the sample, as illustrative files."""
ACTIONS: Final = "actions.xlsx"
SAMPLE_CASE: Final = """\
entity:
  id: hospital
  name: {{zh: {name.zh}, en: {name.en}}}
  aliases: [{alias}]  # {remark}
regime: "{file.regime}"
currency: {file.currency}
unit: {file.unit}
scheme: {file.scheme}
illustrative: true  # {until}
languages: zh-en
signatories:
{signatories}
approvals: [{approvals}]
"""
ROLE: Final = "  - {{id: {person.id}, role: {{zh: {person.role.zh}, en: {person.role.en}}}}}"


def sample_files(sample: Path) -> dict[str, bytes]:
    """Path in the case → content: case.yaml, first steps in both languages, and the sample's forms.

    Peers, experts' names, commentary, signatories and numbers of reports are the sample's own and stay behind.
    """
    content = {"case.yaml": _case(sample).encode(), "README.txt": _steps().encode()}
    content[BLANK_RATINGS_FILE] = table(load_catalog())
    content[FILE] = brand_form()
    for name in FOLDERS:
        for path in sorted((sample / name).rglob("*")):
            if path.is_file():
                content[path.relative_to(sample).as_posix()] = path.read_bytes()
    content[ACTIONS] = (sample / ACTIONS).read_bytes()
    return content


def _case(sample: Path) -> str:
    words, file = load_catalog().words, open_case(sample).file
    assert isinstance(file.entity, EntityFile)
    return SAMPLE_CASE.format(
        name=words["form.your_hospital"],
        alias=file.entity.name.zh,
        remark=_both("cli.sample_alias"),
        until=_both("cli.sample_until"),
        file=file,
        signatories="\n".join(_role(signatory) for signatory in file.signatories),
        approvals=", ".join(file.approvals),
    )


def _role(signatory: Signatory) -> str:
    return ROLE.format(person=signatory)


def _both(key: str) -> str:
    words = load_catalog().words[key]
    return f"{words.zh} {words.en}"


def _steps() -> str:
    words = load_catalog().words["cli.first_steps_of_sample"]
    return f"{words.zh}\n\n{words.en}\n"
