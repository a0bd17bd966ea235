"""The passport for machines: every number of the pages with its key, page, unrounded value and cells.

Whose a fault of a page is: a page has no place in a file of the case, its words mostly have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.brand import Remarks
from reportgen.model.finding import Finding
from reportgen.model.known import VALUE, Placed, few, read_of, scale_of, source_of, unscaled
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Registers
from reportgen.report.desk.captions import NUMBERING
from reportgen.report.digits import LONGER_AFTER, LONGER_BEFORE
from reportgen.report.pdf.documents import DigitsMeaning, NumberFact, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.known import NumberSource
    from reportgen.model.printing import PrintedNumber
    from reportgen.report.passport import ProvenanceEntry, ProvenanceIndex
    from reportgen.report.pdf import PageText

SCHEMA: Final = "reportgen/numbers/1"
CELL: Final = re.compile(r"(?:!| \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} )[A-Z]{1,3}\d{1,7}$")
"""What a place says of a cell, behind its sheet, or behind a text table."""
BESIDE_HAN: Final = re.compile("(?<=[\u3400-\u9fff])\\s+|\\s+(?=[\u3400-\u9fff])")
HAN: Final = re.compile("[\u3400-\u9fff]")
BLANKS: Final = re.compile(r"\s+")
AROUND: Final = ""
"""The section of running heads, which no page begins."""


def numbers_file(ledger: ProvenanceIndex, pages: Sequence[PageText]) -> bytes:
    """Main numbers under their own keys, all others under that of their cell, or of the section that computed them."""
    reach = _reach(ledger, pages)
    rows = [_in_both(row) for row in (*_entered(ledger, reach, pages), *_printed(ledger, reach))]
    rows.sort(key=lambda row: (row["key"], row["section"], row["printed"]))
    sections = dict(sorted(_sections(ledger, rows)))
    return json.dumps({"schema": SCHEMA, "numbers": rows, "sections": sections}, ensure_ascii=False, indent=1).encode()


def _sections(ledger: ProvenanceIndex, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Of each section that prints numbers: the sheets it rests on, the indicators it names, the analyses it tells."""
    sheets: dict[str, set[str]] = {}
    for row in rows:
        sheets.setdefault(row["section"], set()).update(CELL.sub("", place) for place in row["places"])
    for section, named in sheets.items():
        read = ledger.bases.get(section)
        asked = {str(sheet) for sheet in read.sheets} if read else set()
        yield (
            section,
            {
                "sheets": sorted(named | asked),
                "indicators": sorted(read.indicators) if read else [],
                "analyses": sorted(read.analyses) if read else [],
            },
        )


def _reach(ledger: ProvenanceIndex, pages: Sequence[PageText]) -> Mapping[str, Sequence[PageText]]:
    """The pages over which each section runs."""
    starts = [(anchor, n) for n, page in enumerate(pages) for anchor in page.anchors if anchor in ledger.sections]
    return {anchor: pages[n : after + 1] for (anchor, n), (_, after) in pairwise([*starts, ("", len(pages))])}


def _entered(
    ledger: ProvenanceIndex, reach: Mapping[str, Sequence[PageText]], pages: Sequence[PageText]
) -> Iterator[dict[str, Any]]:
    for entry in ledger.entries.values():
        yield {
            "key": entry.key,
            "printed": entry.printed,
            "section": entry.section,
            "page": _page(entry.printed, reach.get(entry.section, ()), pages),
            "value": entry.value,
            **_basis(ledger, entry),
        }


def _basis(ledger: ProvenanceIndex, entry: ProvenanceEntry) -> dict[str, Any]:
    """The cells of a main number, where it stands in other files, and the rule by which it was computed."""
    under = ledger.behind(entry.key)
    if under is None and not entry.places and entry.origin is None:
        under = ledger.origin(entry.value)
    return _told(entry.places or (under.places if under else ()), under.at if under else "", entry.origin)


def _told(places: Iterable[Place], at: str = "", rule: Text | None = None) -> dict[str, Any]:
    """What is said of where a number comes from."""
    found: dict[str, Any] = {"places": [str(place) for place in places]}
    if at:
        found["at"] = at
    if rule is not None:
        found["rule"] = rule
    return found


def _in_both(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its rule in both languages, where it has one in words."""
    rule = row.get("rule", "")
    return row if isinstance(rule, str) else {**row, "rule": " / ".join(dict.fromkeys((rule.zh, rule.en)))}


def _page(printed: str, own: Sequence[PageText], pages: Sequence[PageText]) -> int | None:
    """The first page of a section that has these digits, or of the report: another section may print what it found.

    Where none has them in one piece, the first page of the section.
    """
    first = own[0].number if own else None
    return next((page.number for page in (*own, *(pages if own else ())) if _is_on(printed, page)), first)


def _is_on(printed: str, page: PageText) -> bool:
    return stands(printed, page.text) or stands(printed, page.drawn)


def stands(printed: str, text: str) -> bool:
    """Whether a text has these digits as a number of their own, and not within a longer one.

    A line may end within the unit of an amount, and a line that is filled to its end is read with blanks of another
    kind or number. Blanks beside a Han tell nothing, for a Han parts two numbers as well as they do; others are as good
    as one.
    """
    text, printed = _unbroken(text), _unbroken(printed)
    ends_in_han = HAN.match(printed[-1:]) is not None
    at = text.find(printed)
    while at >= 0:
        before, after = max(at - 1, 0), at + len(printed)
        is_longer = LONGER_BEFORE.match(text, before, at) or (LONGER_AFTER.match(text, after) and not ends_in_han)
        if not is_longer:
            return True
        at = text.find(printed, at + 1)
    return False


@lru_cache(maxsize=4096)
def _unbroken(text: str) -> str:
    """A text as if its lines had never ended; pages are asked for each of their numbers."""
    return BLANKS.sub(" ", BESIDE_HAN.sub("", text))


def _printed(ledger: ProvenanceIndex, reach: Mapping[str, Sequence[PageText]]) -> Iterator[dict[str, Any]]:
    for section, printed, rows in _known(ledger):
        page = next((page.number for page in reach.get(section, ()) if _is_on(printed, page)), None)
        if page is not None:  # else of the other language
            yield from (row | {"printed": printed, "section": section, "page": page} for row in rows)


def _known(ledger: ProvenanceIndex) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """What each number of a section is besides the main number with the same digits."""
    entered = {(entry.section, entry.printed): entry.key for entry in ledger.entries.values()}
    for section in ledger.figures:
        if section == AROUND:
            continue
        for printed, rows in origins(ledger, section):
            kept = entered.get((section, printed))
            yield section, printed, [row for row in rows if kept is None or _tells_more(row, kept)]


def facts(ledger: ProvenanceIndex) -> dict[str, dict[str, DigitsMeaning]]:
    """What numbers stand for, by section and digits; of several figures with the same digits the main number first."""
    found: dict[str, dict[str, list[NumberFact]]] = {}
    for entry in ledger.entries.values():
        found.setdefault(entry.section, {}).setdefault(entry.printed, []).append(NumberFact(entry.key, entry.value))
    for section, printed, rows in _known(ledger):
        known = found.setdefault(section, {}).setdefault(printed, [])
        known += (one for row in rows if (one := NumberFact(row["key"], row["value"])) not in known)
    return {
        section: {
            printed: DigitsMeaning(tuple(few), _in_turn(ledger, section, printed, few))
            for printed, few in known.items()
        }
        for section, known in found.items()
    }


def _in_turn(
    ledger: ProvenanceIndex, section: str, printed: str, alike: Sequence[NumberFact]
) -> tuple[NumberFact, ...]:
    """The figure of each place where digits stand alone; nothing where they are always the same one."""
    if len(alike) <= 1:
        return ()
    main = alike[0].key if alike[0].key in ledger.entries else None
    rows = [_figure(ledger, figure, section) for figure in ledger.alone.get(section, {}).get(printed, ())]
    return tuple(
        NumberFact(row["key"], row["value"]) if main is None or _tells_more(row, main) else alike[0] for row in rows
    )


def origins(ledger: ProvenanceIndex, section: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The numbers of a section by their digits as printed, each with every figure that they are."""
    for printed, alike in ledger.figures.get(section, {}).items():
        yield str(printed), [_figure(ledger, figure, section) for figure in alike if not _is_numbering(figure)]


def _is_numbering(figure: PrintedNumber) -> bool:
    """Whether a number only tells a table or a figure from others."""
    source = source_of(figure.value)
    return source is not None and source.name.startswith(NUMBERING)


def _tells_more(row: Mapping[str, Any], kept: str) -> bool:
    """Whether a row is of another figure than the main number with the same digits."""
    return "rule" in row or (row["key"] != kept and "/" not in row["key"])


def _figure(ledger: ProvenanceIndex, figure: PrintedNumber, section: str) -> dict[str, Any]:
    """What a figure is: a result under its key, a rule over results, a figure of the sources, or a section's own."""
    key = f"{section}/{figure}"
    source = source_of(figure.value)
    if source is not None:
        return _sourced(ledger, figure, unscaled(source), key)
    if isinstance(figure.value, Placed):
        return {"key": key, "value": _in_base(figure), **_told(figure.value.places)}
    origin = ledger.origin(figure.value)
    if origin is not None and (origin.places or origin.at or origin.rule):
        has_cell = any(place.cell for place in origin.places)
        rule = origin.rule or (None if has_cell or origin.at else ledger.rule(section))
        return {"key": origin.key, "value": origin.value, **_told(origin.places, origin.at, rule)}
    read = ledger.bases.get(section)
    sheets = sorted(read.sheets, key=str) if read else ()
    known = origin.key if origin else key
    return {"key": known, "value": _in_base(figure), **_told(sheets, rule=ledger.rule(section))}


def _in_base(figure: PrintedNumber) -> float:
    """The value of a figure in the base unit, also where its section had scaled it before it was printed."""
    source = source_of(figure.base)
    return float(figure.base) * (1.0 if source is None else scale_of(source))


def _sourced(ledger: ProvenanceIndex, figure: PrintedNumber, source: NumberSource, key: str) -> dict[str, Any]:
    """A result under its own key, with its cells and where it stands; of a rule the cells of all that it names."""
    if source.rule != VALUE:
        parts = (ledger.behind(part.name) for part in read_of(source))
        places = few(place for one in parts if one is not None for place in one.places)
        return {"key": key, "value": _in_base(figure), **_told(places), "rule": ledger.sets.formula(source)}
    entry, under = ledger.entries.get(source.name), ledger.behind(source.name)
    value = _in_base(figure) if under is None or under.value is None else under.value
    if under is None:
        return {"key": source.name, "value": value, **(_basis(ledger, entry) if entry else _told(()))}
    return {"key": source.name, "value": value, **_told(under.places, under.at, under.rule)}


SAID: Final = ("text", "element")
"""Facts that hold words of the page."""
ENOUGH: Final = 8
OF_WORDS: Final = frozenset({"L13", "L18"})
"""Rules about what is said, in whatever words."""
OF_COLOURS: Final = "L15"
UNTRUE: Final = frozenset({"L16", "L21"})
"""A badge that is not the grade of its score, a mark of a standing that the report does not have."""
LONGEST: Final = 20
"""By how many characters a sentence is known again: fewer may stand anywhere, and more may be broken by marks."""


def located(findings: Iterable[Finding], remarks: Iterable[Remarks], tables: Registers) -> Iterator[Finding]:
    """Findings about pages with the line of the commentary, or the cell of a register, that their words stand in.

    A finding whose characters or words stand in neither keeps its place, and so does one that has a place.
    """
    files = tuple(remarks)
    for finding in findings:
        at = None if finding.place != NOWHERE else next(_places(finding, files, tables), None)
        yield finding if at is None else replace(finding, place=at)


def attributed(findings: Iterable[Finding], *, is_own_page: bool, has_brand: bool) -> Iterator[Finding]:
    """Findings about pages with whose fault they are: what a case cannot mend must not stop its report.

    Layout is ours, whatever was to be laid out. The case answers for templates and styles that it brings, for the
    colours of its brand, and for words of its own (their place is known). A page that says something untrue stops a
    report whoever made it.

    Args:
        findings: about pages, located.
        is_own_page: the case brings templates or styles.
        has_brand: it brings colours.
    """
    for finding in findings:
        is_told = finding.rule in OF_WORDS and finding.place != NOWHERE
        is_coloured = finding.rule == OF_COLOURS and has_brand
        is_case = is_own_page or is_told or is_coloured or finding.rule in UNTRUE
        yield finding if is_case else replace(finding, is_ours=True)


def _places(finding: Finding, files: Iterable[Remarks], tables: Registers) -> Iterator[Place]:
    wanted = told(finding) or _words(finding)
    if not wanted:
        return
    for file in files:
        for number, line in enumerate(file.text.splitlines(), start=1):
            if found := [at for one in wanted if (at := line.find(one)) >= 0]:
                yield Place(file.file, line=number, column=min(found) + 1)
    for table in tables.by_id.values():
        for record in table.records:
            for name, value in record.cells.items():
                if isinstance(value, str) and any(one in value for one in wanted):
                    yield record.place(name)


def _words(finding: Finding) -> tuple[str, ...]:
    words = next((said for name in SAID if isinstance(said := finding.facts.get(name), str)), "").strip()
    return (words[:LONGEST],) if len(words) >= ENOUGH else ()
