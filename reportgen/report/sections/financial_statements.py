"""The financial statements attached to a letter, as the accounting system prescribes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.report.desk import form_sheets
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheets import Sheet

NAME: Final = "financial_statements"


@dataclass(frozen=True)
class Statements:
    """Official forms, each a table of its own."""

    sheets: tuple[Sheet, ...]


def pieces(context: Context, options: Options) -> list[Piece]:
    """The forms that were read for the period; nothing where there is none."""
    found = form_sheets.present(context, options.words("forms"))
    sheets = tuple(sheet for form in found for sheet in form_sheets.sheets_of(context, form, NAME))
    return [Piece(NAME, Statements(sheets))] if sheets else []
