"""What is printed on each page against what is printed when the report is made anew, number by number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import pypdfium2

from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.report.numbers_file import stands
from reportgen.verify.outcome import Check, judged

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
TOKEN: Final = re.compile(r"[+\u2212-]?[0-9][0-9,]*(?:\.[0-9]+)?%?|[A-Za-z]+|\s+|.")
MILLIMETRES: Final = 25.4 / 72
MOST: Final = 200
"""Differences that are listed one by one."""
WORDS: Final = 12
"""Tokens of a difference that are quoted."""
NOTHING: Final = "\N{EM DASH}"


@dataclass(frozen=True)
class Printed:
    """The words of a page in the order of its content, and the page itself, to ask where they stand."""

    text: str
    page: Any

    def place(self, at: int) -> tuple[float, float]:
        """Millimetres from the left and from the top of the sheet."""
        try:
            left, _, _, top = self.page.get_textpage().get_charbox(min(at, max(len(self.text) - 1, 0)))
        except pypdfium2.PdfiumError:
            return 0.0, 0.0
        return left * MILLIMETRES, (self.page.get_height() - top) * MILLIMETRES


def printed(content: bytes) -> tuple[Printed, ...]:
    """All pages of a file."""
    document = pypdfium2.PdfDocument(content)
    return tuple(Printed(page.get_textpage().get_text_range(), page) for page in document)


def anew(given: Sequence[Printed], made: Sequence[Printed], name: str) -> Check:
    """Every number and every other word of every page; `name` is that of the file."""
    found = list(_differences(given, made, Place(name)))
    if len(given) != len(made):
        found.insert(0, Finding("T12", Place(name), {"found": len(given), "due": len(made)}))
    facts = {"pages": len(made), "count": sum(len(NUMBER.findall(page.text)) for page in made)}
    return judged("pages", "pages_anew", facts, _limited(found, name))


def _limited(found: list[Finding], name: str) -> tuple[Finding, ...]:
    if len(found) <= MOST:
        return tuple(found)
    return (*found[:MOST], Finding("T34", Place(name), {"count": len(found) - MOST}))


def _differences(given: Sequence[Printed], made: Sequence[Printed], place: Place) -> Iterator[Finding]:
    nothing = Printed("", None)
    for number, (old, new) in enumerate(zip_longest(given, made, fillvalue=nothing), start=1):
        if old.text != new.text and old.page is not None and new.page is not None:
            yield from _on_page(old, new, number, place)


def _on_page(old: Printed, new: Printed, number: int, place: Place) -> Iterator[Finding]:
    before, now = TOKEN.findall(old.text), TOKEN.findall(new.text)
    starts = _starts(before)
    for what, first, last, begin, end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        left, top = old.place(starts[first] if first < len(starts) else len(old.text) - 1)
        facts: dict[str, Fact] = {"page": number, "left": round(left), "top": round(top)}
        quoted = {"found": _quoted(before[first:last]), "due": _quoted(now[begin:end])}
        yield Finding("T10", place, facts | quoted)


def _starts(tokens: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token)
    return starts


def _quoted(tokens: Sequence[str]) -> str:
    words = "".join(tokens[:WORDS]) + ("…" if len(tokens) > WORDS else "")
    return " ".join(words.split()) or NOTHING


def by_keys(given: Sequence[Printed], numbers: Mapping[str, Any], name: str) -> Check:
    """Where nothing comparable was made anew: each number that has a key stands on the page that is named for it."""
    rows = [row for row in numbers.get("numbers", ()) if isinstance(row, dict) and isinstance(row.get("page"), int)]
    found = [
        Finding("T33", Place(name), {"page": row["page"], "name": str(row.get("key")), "due": str(row.get("printed"))})
        for row in rows
        if not _stands(str(row.get("printed")), row["page"], given)
    ]
    return judged("pages", "pages_keys", {"pages": len(given), "count": len(rows)}, _limited(found, name))


def _stands(digits: str, page: int, given: Sequence[Printed]) -> bool:
    if not 1 <= page <= len(given):
        return False
    return stands(digits, given[page - 1].text)
