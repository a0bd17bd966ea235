"""An archive looked through: every byte of it, and the four properties of the reports in it.

Words of the catalogue with facts in their places, for leaflets and terminals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import archive
from reportgen.archive import bag, properties
from reportgen.archive import record as archive_record
from reportgen.archive.properties import CheckVerdict, Property, RecordCheck
from reportgen.catalog.messages import WORD, spoken
from reportgen.errors import Refused
from reportgen.model.definition import Text
from reportgen.model.leaflet import LeafletColumn, LeafletRow, LeafletTable, Mark, Notice
from reportgen.pipeline.deposits import facts
from reportgen.report.speech import Count

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.catalog.messages import Words
    from reportgen.model.definition import Language
    from reportgen.model.finding import Fact, Finding


def said(words: Words, key: str, facts: Mapping[str, Fact] | None = None) -> Text:
    """The words under a key in both languages; whole numbers choose between singular and plural.

    Raises:
        KeyError: if there are no such words, or they ask for a fact that is not given.
    """
    text = words[key]
    given = facts or {}
    return Text(zh=_filled(text.zh, given, words, "zh"), en=_filled(text.en, given, words, "en"))


def _filled(text: str, facts: Mapping[str, Fact], words: Words, language: Language) -> str:
    return text.format_map({name: _fact(fact, words, language) for name, fact in facts.items()}) if facts else text


def _fact(fact: Fact, words: Words, language: Language) -> str | Count:
    if isinstance(fact, int) and not isinstance(fact, bool):
        return Count(fact)
    if isinstance(fact, str) and fact.startswith(WORD) and fact.removeprefix(WORD) in words:
        return words[fact.removeprefix(WORD)].in_language(language)
    return spoken(fact, language)


MARKS: Final[dict[CheckVerdict, Mark]] = {
    CheckVerdict.HOLDS: "good",
    CheckVerdict.FAILS: "bad",
    CheckVerdict.OPEN: "open",
}


@dataclass(frozen=True)
class ExaminedReport:
    """One report and its checks."""

    row: archive.IndexRow
    checks: tuple[RecordCheck, ...]

    def count(self, verdict: CheckVerdict) -> int:
        """How many checks end so."""
        return sum(check.verdict is verdict for check in self.checks)


def faults(shelf: archive.Storage) -> tuple[Finding, ...]:
    """Everything wrong with the bytes of an archive."""
    return tuple(bag.whole(shelf))


def examined(shelf: archive.Storage, number: str, entity: str | None = None) -> ExaminedReport:
    """The four properties of one report.

    Raises:
        Refused: P06 or P07 if it is not known which; P20, P21 or P27 if its file or record is lost.
    """
    holding = archive.found_holding(shelf, number, entity)
    row = archive.find(shelf, number, entity)
    names = shelf.names(holding.folder)
    report = holding.read(shelf, archive.REPORT)
    has_journal = archive.JOURNAL in holding.inventory.newest.files
    journal = holding.read(shelf, archive.JOURNAL) if has_journal else None
    found = properties.four(
        row.record,
        report,
        facts(report, row.record.number, journal),
        bag.fixity_of_object(shelf, holding.folder, names),
        len(holding.inventory.versions),
    )
    return ExaminedReport(row, found)


def leaflet(found: ExaminedReport, where: str, day: dt.date, program: str, catalog: Catalog) -> Notice:
    """The outcome of the four properties as a page."""
    words = catalog.words
    record = found.row.record
    counts = {str(verdict): found.count(verdict) for verdict in CheckVerdict}
    mark: Mark = "bad" if found.count(CheckVerdict.FAILS) else "good"
    title = record.title or record.name.zh
    return Notice(
        title=words["property.title"],
        subject=Text(zh=f"{record.number} {title}", en=f"{record.number} {record.name.en}"),
        facts=(
            (words["archive.field.hospital"], record.name),
            (words["archive.field.period"], record.period),
            (words["archive.field.term"], term(record, words)),
            (words["property.fact.archive"], where),
            (words["archive.field.folder"], found.row.folder),
            (words["property.fact.day"], str(day)),
        ),
        verdict=LeafletRow((said(words, "property.summary", dict(counts)),), mark),
        tables=(_table(found, catalog),),
        notes=(words["property.source"],),
        day=day,
        program=program,
    )


def _table(found: ExaminedReport, catalog: Catalog) -> LeafletTable:
    words = catalog.words
    columns = (
        LeafletColumn(words["property.head.check"], 36),
        LeafletColumn(words["property.head.verdict"], 14, "mark"),
        LeafletColumn(words["property.head.fact"], 50),
    )
    rows: list[LeafletRow] = []
    for kind in Property:
        rows.append(LeafletRow((words[f"property.{kind}"],)))
        rows += [_row(check, catalog) for check in found.checks if check.property is kind]
    return LeafletTable(words["property.checks"], columns, tuple(rows))


def _row(check: RecordCheck, catalog: Catalog) -> LeafletRow:
    return LeafletRow(
        (
            catalog.words[f"property.check.{check.id}"],
            catalog.words[f"property.verdict.{check.verdict}"],
            found_by(check, catalog),
        ),
        MARKS[check.verdict],
    )


def found_by(check: RecordCheck, catalog: Catalog) -> Text:
    """What a check has found: in words of its verdict, where it has such; a kind of report by its name."""
    key, facts = f"property.found.{check.id}", dict(check.facts)
    if "kind" in facts:
        facts["kind"] = kind_name(facts["kind"], catalog)
    return said(catalog.words, key if key in catalog.words else f"{key}.{check.verdict}", facts)


def kind_name(identifier: Fact, catalog: Catalog) -> Fact:
    """What a kind of report is called; one of a case's own, which the program does not know, by its id."""
    known = catalog.reports.get(identifier) if isinstance(identifier, str) else None
    return known.name if known else identifier


def term(record: archive.ArchivedReport, words: Words) -> Text:
    """How long a report is kept, in words."""
    keeping = record.keeping
    if keeping.until is None:
        return said(words, "archive.term.good", {"mark": keeping.mark, "since": keeping.since})
    facts_ = {"mark": keeping.mark, "since": keeping.since, "until": keeping.until}
    return said(words, "archive.term.years", dict(facts_))


def all_examined(shelf: archive.Storage) -> Iterator[ExaminedReport | Finding]:
    """The four properties of every report, whatever the index knows; of one that cannot be taken out, what is wrong."""
    rows, _ = archive_record.from_objects(shelf)
    for row in rows:
        try:
            yield examined(shelf, row.record.number, row.record.entity)
        except Refused as refused:
            yield from refused.findings
