"""Files without a case: by the rules in force, or as statements of hospitals that follow none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportgen.intake import headless, sheet_reader
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid.layouts import Plans
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.definitions import NO_RULES

MANY_NAMES: Final = 3
"""Names without a meaning in a file from which on it is tried whether other rules know them."""
UNDATED: Final = frozenset({"I17", "I72"})
"""What is told of tables that are known and lack a period, which no other rules tell."""
LIST: Final = "list"
OFFICIAL: Final = "official"
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def read(sheets: Sequence[Sheet], context: ReadingContext, gathered: FoundValues, plans: Plans) -> set[str]:
    """Read sheets; as statements of other rules where these know more of them and no official form is among them."""
    usual = gathered.on_trial()
    kinds = sheet_reader.read_file(sheets, context, usual, plans)
    has_chinese = any(map(_has_chinese, sheets))
    is_unknown = not kinds and UNDATED.isdisjoint(one.rule for one in usual.findings)
    if (is_unknown and _are_in_chinese(sheets)) if has_chinese else kinds <= {LIST, OFFICIAL}:
        own = gathered.on_trial()
        found = sheet_reader.read_file(sheets, replace(context, rules=NO_RULES), own, plans)
        if _are_of_company(found, own) if has_chinese else _are_of_no_rules(found, own, kinds, usual):
            usual, kinds = own, found
    gathered.take(usual)
    return kinds


def _are_of_company(found: set[str], own: FoundValues) -> bool:
    """Whether files in Chinese of which nothing was read are statements of a company: most of them is known so."""
    return bool(found) and len(own.observations) >= max(MANY_NAMES, len(own.unread))


def _are_in_chinese(sheets: Sequence[Sheet]) -> bool:
    """Whether most words are Chinese, and not just those of a title."""
    texts = [cell for sheet in sheets for cell in sheet.flat if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return 2 * sum(HAN.search(text) is not None for text in texts) > len(texts)


def _are_of_no_rules(found: set[str], own: FoundValues, kinds: set[str], usual: FoundValues) -> bool:
    """Whether plain files are statements of no official rules: something is known, and no more names are unread."""
    known = found or any(finding.rule == headless.RULE for finding in own.findings)
    fewer = len(usual.unread) - len(own.unread)
    return bool(known) and (not kinds or fewer > 0 or (fewer == 0 and OFFICIAL not in kinds))


def _has_chinese(sheet: Sheet) -> bool:
    return any(HAN.search(cell) for cell in sheet.flat if isinstance(cell, str))
