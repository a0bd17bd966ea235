"""Codes of messages, such as I13: what one means and what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

CODE: Final = re.compile(r"[A-Z]{1,2}\d{2,3}", re.IGNORECASE)


def is_code(text: str) -> bool:
    """Whether somebody may mean the code of a message: a letter and two digits."""
    return CODE.fullmatch(text) is not None


def known_rule(text: str, catalog: Catalog) -> str:
    """The code as it is written in the catalogue.

    Raises:
        Refused: C08 if there is none, with the nearest.
    """
    from reportgen.formula.functions import nearest

    code, known = text.upper(), catalog.messages.by_rule
    if code in known:
        return code
    if text in known:
        return text
    raise Refused([Finding("C08", NOWHERE, {"name": text, "nearest": nearest(code, known)})])


def print_rule(code: str, catalog: Catalog, speech: Language) -> None:
    """What the code means, how much it weighs, what it says and what to do; of a check also what must hold."""
    from reportgen.cli import show

    said = catalog.messages.in_general(code, speech)
    words = catalog.words
    rows = [["rule", code], ["severity", words[f"severity.{said.severity}"].in_language(speech)]]
    rows += [["message", said.message], *([["fix", said.fix]] if said.fix else [])]
    check = catalog.checks.get(code)
    if check is not None:
        rows += [["name", check.name.in_language(speech)], ["holds", check.rule], ["source", check.source]]
    show.table(["", ""], [[words[f"cli.head.{key}"].in_language(speech), text] for key, text in rows])
