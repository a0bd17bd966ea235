"""Numbers that say where they come from, to those who point at them: what the passport tells machines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from reportgen.report.digits import PrintedDigits
from reportgen.report.numbers_file import origins
from reportgen.report.web.tree import SAID, classes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.definition import Language
    from reportgen.report.section import Report

FROM: Final = "from"
"""Class of a number that says where it comes from."""
CLOSED: Final = frozenset({"a", "svg", "button", "summary", "title"})
"""Elements whose words do something already."""
CODES: Final = "code"
"""Class of unrounded values, which are their own source."""
FEW: Final = 4
"""Cells that are named; of more, how many there are."""
ALIKE: Final = 3
"""Figures with the same digits in one section that are told."""
LINE: Final = "\n"
GAP: Final = "\N{IDEOGRAPHIC COMMA}"


def told(root: Element, report: Report) -> None:
    """Give every number whose origin the report knows a few lines on it: unrounded value, cells or rule, key."""
    language = report.language
    sections: dict[str, ToldNumbers] = {}
    _told(root, ToldNumbers({}), report, language, sections)


class ToldNumbers(PrintedDigits):
    """What the numbers of one section say, and how they are found in its words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Words by digits as printed."""
        super().__init__(words)
        self.words = words


def _told(
    parent: Element, said: ToldNumbers, report: Report, language: Language, known: dict[str, ToldNumbers]
) -> ToldNumbers:
    """Tell the numbers below an element; returns what is said where it ends, for a section begins at its heading."""
    name = parent.get("id", "")
    if name in report.ledger.sections:
        said = known.get(name) or known.setdefault(name, _said(report, name, language))
    if parent.tag in CLOSED or CODES in classes(parent):
        return said
    parent.text = _wrapped(parent, 0, parent.text, said)
    for child in list(parent):
        if child.get("class") == FROM:
            continue
        said = _told(child, said, report, language, known)
        child.tail = _wrapped(parent, list(parent).index(child) + 1, child.tail, said)
    return said


def _wrapped(parent: Element, at: int, text: str | None, said: ToldNumbers) -> str | None:
    """Put numbers of a text as elements into its parent; returns what stands before the first of them."""
    if not text or not said.words:
        return text
    parts = list(said.parts(text))
    for place, ((_, printed), (after, _)) in enumerate(pairwise(parts), start=at):
        number = Element("span", {"class": FROM, SAID: said.words[printed]})
        number.text, number.tail = printed, after
        parent.insert(place, number)
    return parts[0][0]


def _said(report: Report, section: str, language: Language) -> ToldNumbers:
    rows = origins(report.ledger, section)
    words = {printed: _words(alike, report, language) for printed, alike in rows}
    return ToldNumbers({printed: said for printed, said in words.items() if said})


def _words(alike: list[dict[str, Any]], report: Report, language: Language) -> str:
    told = dict.fromkeys(_one(row, report, language) for row in alike if row["places"] or row.get("rule"))
    return f"{LINE}{LINE}".join([*told][:ALIKE])


def _one(row: dict[str, Any], report: Report, language: Language) -> str:
    def say(line: str, **facts: str) -> str:
        return report.say(f"web.origin.{line}", **facts).in_language(language)

    places, rule = row["places"], row.get("rule", "")
    cells = GAP.join(places[:FEW]) if language == "zh" else "; ".join(places[:FEW])
    more = len(places) - FEW
    lines = [say("key", id=row["key"])]
    lines += [say("value", value=f"{row['value']:.12g}")] if row["value"] is not None else []
    lines += [say("rule", rule=rule if isinstance(rule, str) else rule.in_language(language))] if rule else []
    lines += [say("places", places=cells)] if places else []
    lines += [say("more", n=str(more))] if more > 0 else []
    return LINE.join(lines)
