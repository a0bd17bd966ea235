"""The financial statements attached to a letter, as the accounting system prescribes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk import form_sheets
from reportgen.report.desk.sheets import Sheets
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context

NAME: Final = "financial_statements"


def pieces(context: Context, options: Options) -> list[Piece]:
    """The forms that were read for the period; nothing where there is none."""
    forms = form_sheets.present(context, options.words("forms"))
    found = tuple(sheet for form in forms for sheet in form_sheets.sheets_of(context, form, NAME))
    return [Piece(NAME, Sheets(found))] if found else []
