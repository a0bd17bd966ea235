"""One hospital's results as a workbook that computes: indicators are formulas over cells of statement sheets.

The way of a number as a formula of a spreadsheet: items are cells, operations are the spreadsheet's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.export import live_scores
from reportgen.export.results import entity_name
from reportgen.export.workbook import made
from reportgen.model.definition import Text
from reportgen.model.printing import decimals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.material import Material
    from reportgen.model.definitions import Indicator
    from reportgen.model.values import Derivation

Leaf = tuple[str, str, str]
"""item, period, view."""
Address = Callable[[Leaf], str]

CALLS: Final = {"sum": "SUM", "max": "MAX", "min": "MIN", "abs": "ABS", "npv": "NPV", "fv": "FV", "**": "POWER"}
NEXT_TO_ONE: Final = 2


def leaf(node: Derivation) -> Leaf | None:
    """The figure that a node reads, None where it is made from others."""
    return (node.id, node.period, node.view) if node.kind == "item" and not node.parts else None


def leaves(node: Derivation) -> Iterator[Derivation]:
    """All figures with a value below a node."""
    if leaf(node) is not None and node.value is not None:
        yield node
    for part in node.parts:
        yield from leaves(part)


def formula(node: Derivation, address: Address) -> str:
    """The formula of a node that has a value, without its equals sign."""
    figure = leaf(node)
    if figure is not None:
        return address(figure)
    if node.kind in {"number", "calendar"}:
        return _number(node.value)
    parts = [formula(part, address) for part in node.parts if part.value is not None]
    if node.kind == "item":
        return _made(node, parts)
    if node.kind == "indicator":
        return parts[0]
    return _operation(node, parts)


def _number(value: float | None) -> str:
    assert value is not None
    return repr(int(value)) if float(value).is_integer() else repr(value)


def _made(node: Derivation, parts: list[str]) -> str:
    """An item made from others: the months of a year to date, a difference of two, or what stands in for it."""
    match node.expression.partition("(")[0]:
        case "sum":
            return f"({'+'.join(parts)})"
        case "mean":
            return f"(({'+'.join(parts)})/{len(parts)})"
        case "difference":
            return f"({parts[0]}-{parts[1]})"
        case _:
            return parts[0]


def _operation(node: Derivation, parts: list[str]) -> str:
    match node.id:
        case "avg":
            return _average(parts)
        case "-" if len(parts) == 1:
            return f"(-{parts[0]})"
        case "+" | "-" | "*" | "/":
            return f"({parts[0]}{node.id}{parts[1]})"
        case "annualised":
            return f"({parts[0]}*{parts[1]})"
        case "irr":
            numbers = ",".join(str(number) for number in range(1, len(parts) + 1))
            return f"IRR(CHOOSE({{{numbers}}},{','.join(parts)}))"
        case function:
            return f"{CALLS[function]}({','.join(parts)})"


def _average(ends: list[str]) -> str:
    """One end alone, the mean of two, or all month ends, of which the first and the last count by half."""
    if len(ends) <= NEXT_TO_ONE:
        return f"(({'+'.join(ends)})/{len(ends)})"
    middle = "+".join(ends[1:-1])
    return f"(({ends[0]}/2+{middle}+{ends[-1]}/2)/{len(ends) - 1})"


MONEY: Final = "#,##0.00"
HEAD_ROW: Final = 2
FIRST_COLUMN: Final = 4
VIEWS: Final = {"": "period", "open": "open", "ytd": "ytd", "comp": "comp", "budget": "budget"}
WIDTHS: Final = ((0, 30), (1, 32), (3, 40))
DASH: Final = "\N{EM DASH}"
ENTERED: Final = "#FFF4D6"
"""Behind a score that no formula gives."""


@dataclass(frozen=True, eq=False)
class FigureSheet:
    """One sheet of figures: items down, periods and columns across."""

    name: str
    items: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    values: Mapping[Leaf, float]
    places: Mapping[Leaf, str] = field(default_factory=dict)

    def cell(self, figure: Leaf) -> tuple[int, int]:
        """Row and column, from 0."""
        return HEAD_ROW + 1 + self.items.index(figure[0]), FIRST_COLUMN + self.columns.index(figure[1:])

    def address(self, figure: Leaf) -> str:
        """As a formula of another sheet says it."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        row, column = self.cell(figure)
        return f"'{self.name}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def workbook(material: Material) -> bytes:
    """The indicators, each a formula or the reason why there is none, then the statements that they refer to."""
    made_of = {name: material.derive(name) for name, one in material.catalog.indicators.items() if not one.obsolete}
    trees = dict(sorted(made_of.items(), key=lambda pair: pair[1].value is None))  # those without a value come last
    statements = _statements(material, trees)

    def fill(book: Any) -> None:
        looks = {"head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"})}
        looks["money"] = book.add_format({"num_format": MONEY})
        _write_scores(book, material, looks)
        indicators = book.add_worksheet(live_scores.in_own_words(material, _said(material, "live.indicators")))
        for statement in statements.values():
            _write_statement(book, statement, material, looks)
        _write_indicators(book, indicators, material, trees, statements, looks)

    return made(fill)


def _write_scores(book: Any, material: Material, looks: dict[str, Any]) -> None:
    """The sheets of scores, of a case that is scored."""
    if material.evaluation.score is None and not any(one.points for one in material.evaluation.indicators):
        return
    looks |= {"score": book.add_format({"num_format": "0.00"}), "share": book.add_format({"num_format": "0.00%"})}
    looks["plain"] = book.add_format({"num_format": "#,##0.0000"})
    looks["edge"] = book.add_format({"num_format": '[>1E+299]"";[<-1E+299]"";#,##0.0000'})
    looks["entered"] = book.add_format({"num_format": "0.00", "bg_color": ENTERED})
    there = [one.id for one in material.evaluation.indicators if live_scores.lives(material, one)]
    rows = {name: HEAD_ROW + 1 + place for place, name in enumerate(there)}
    for key, heads, write in (
        ("scores", live_scores.COLUMNS, live_scores.write_scores),
        ("history", ("period", "score"), live_scores.write_history),
        ("standards", live_scores.LIVE_STANDARDS_COLUMNS, None),
    ):
        sheet = book.add_worksheet(live_scores.in_own_words(material, _said(material, f"live.{key}")))
        _banner(sheet, material, looks)
        for column, width in WIDTHS:
            sheet.set_column(column, column, width)
        sheet.set_column(4, len(heads), 14)
        sheet.set_column(4, 4, 28)
        sheet.write_row(HEAD_ROW, 0, _heads(material, heads), looks["head"])
        sheet.freeze_panes(HEAD_ROW + 1, 2)
        if write is None:
            live_scores.write(sheet, material, HEAD_ROW + 1, looks)
        else:
            write(live_scores.ScoreSheet(book, sheet, material, looks, rows))


def _statements(material: Material, trees: Mapping[str, Derivation]) -> dict[str, FigureSheet]:
    """The figures that any indicator rests on, by statement, in the order of the catalogue."""
    figures: dict[Leaf, Derivation] = {}
    for tree in trees.values():
        for node in leaves(tree):
            key = leaf(node)
            assert key is not None
            figures.setdefault(key, node)
    items = material.catalog.items
    found = {}
    for kind in dict.fromkeys(item.statement for item in items.values()):
        own = {key: node for key, node in figures.items() if items[key[0]].statement == kind}
        if own:
            found[kind] = FigureSheet(
                _statement_name(material, kind),
                tuple(name for name in items if any(name == key[0] for key in own)),
                tuple(sorted({key[1:] for key in own})),
                {key: node.value for key, node in own.items() if node.value is not None},
                {key: str(node.place) for key, node in own.items() if node.place is not None},
            )
    return found


def _statement_name(material: Material, kind: str) -> str:
    """The name of a sheet of figures; English titles of statements are longer than such a name may be."""
    short = kind.replace("_", " ").capitalize()
    return live_scores.in_own_words(material, Text(zh=_said(material, f"statement_of.{kind}", kind).zh, en=short))


def _write_statement(book: Any, statement: FigureSheet, material: Material, looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet(statement.name)
    _banner(sheet, material, looks)
    for column, width in WIDTHS:
        sheet.set_column(column, column, width)
    heads = [*_heads(material, ("id", "name_zh", "unit", "name_en")), *_periods(statement, material)]
    sheet.write_row(HEAD_ROW, 0, heads, looks["head"])
    sheet.freeze_panes(HEAD_ROW + 1, FIRST_COLUMN)
    for row, name in enumerate(statement.items, start=HEAD_ROW + 1):
        item = material.catalog.items[name]
        sheet.write_row(row, 0, [name, item.name.zh, item.unit, item.name.en])
    for figure, value in statement.values.items():
        row, column = statement.cell(figure)
        sheet.write_number(row, column, value, looks["money"])
        if figure in statement.places:
            sheet.write_comment(row, column, statement.places[figure])
        if figure[1:] == (material.period, ""):
            book.define_name(f"item.{figure[0]}", f"={statement.address(figure)}")


def _write_indicators(  # noqa: PLR0913 - everything that stands on the first sheet
    book: Any,
    sheet: Any,
    material: Material,
    trees: Mapping[str, Derivation],
    statements: Mapping[str, FigureSheet],
    looks: dict[str, Any],
) -> None:
    from reportgen.compute.derivation import in_words

    _banner(sheet, material, looks)
    for column, width in WIDTHS:
        sheet.set_column(column, column, width)
    heads = ("id", "name_zh", "value", "name_en", "unit", "reason_zh", "reason_en", "formula_zh", "formula_en")
    sheet.write_row(HEAD_ROW, 0, _heads(material, heads), looks["head"])
    sheet.freeze_panes(HEAD_ROW + 1, 3)

    def address(figure: Leaf) -> str:
        return statements[material.catalog.items[figure[0]].statement].address(figure)

    for row, (name, tree) in enumerate(trees.items(), start=HEAD_ROW + 1):
        defined = material.catalog.indicators[name]
        said = in_words(material.catalog.expressions[name], material.catalog)
        sheet.write_row(row, 0, [name, defined.name.zh, None, defined.name.en, defined.unit])
        sheet.write_row(row, 5, [*_reason(tree, name, material), said.zh, said.en])
        if tree.value is None:
            sheet.write_string(row, 2, DASH)
            continue
        looks.setdefault(
            key := f"{defined.unit} {decimals(defined)}", book.add_format({"num_format": _format(defined)})
        )
        sheet.write_formula(row, 2, f"={formula(tree, address)}", looks[key], tree.value)
        book.define_name(f"indicator.{name}", f"='{sheet.get_name()}'!$C${row + 1}")


def _format(defined: Indicator) -> str:
    places = decimals(defined)
    digits = "#,##0" + (f".{'0' * places}" if places else "")
    return f"{digits}%" if defined.unit == "percent" else digits


def _reason(tree: Derivation, name: str, material: Material) -> tuple[str, str]:
    """Why there is no value; what experts rate has a score, and a value on no statement."""
    if tree.reason is None:
        return "", ""
    if any(part.from_folder is not None and name in part.indicators for part in material.scheme.parts.values()):
        rated = _said(material, "live.rated")
        return rated.zh, rated.en
    said = _said(material, f"reason.{tree.reason}")
    return said.zh, said.en


def _banner(sheet: Any, material: Material, looks: dict[str, Any]) -> None:
    name = entity_name(material)
    sheet.write_string(0, 0, live_scores.said(name), looks["head"])
    sheet.write_string(1, 0, f"{material.period} · {material.case.file.currency}")


def _heads(material: Material, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        said = _said(material, f"live.{name}")
        yield f"{said.zh} {said.en}"


def _periods(statement: FigureSheet, material: Material) -> Iterator[str]:
    for period, view in statement.columns:
        said = _said(material, f"check.column.{VIEWS.get(view, 'period')}")
        yield f"{period} {said.zh} {said.en}"


def _said(material: Material, key: str, otherwise: str = "") -> Text:
    words = material.catalog.words
    return words[key] if key in words else Text(zh=otherwise, en=otherwise)
