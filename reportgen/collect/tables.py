"""All hospitals in tables, and as the case of a group: who has submitted, results side by side, sums.

What others may see is of groups of at least k hospitals, and no figure of any one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from reportgen.analysis.peer_groups import FEWEST
from reportgen.collect.judging import Collection, Hospital, RosterStatus
from reportgen.export import workbook as export
from reportgen.export.findings import listed
from reportgen.export.readings import WIDE_SCHEMA
from reportgen.model import foreign_text

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language


SCHEMA: Final = "reportgen/collection/1"
Row = Sequence[str | float | int | None]
HEADS: Final = (
    "id",
    "name",
    "group",
    "status",
    "received",
    "late",
    "file",
    "verified",
    "score",
    "grade",
    "errors",
    "remarks",
)
PARTS: Final = ("status", "results", "sums", "shared", "findings")
WIDTHS: Final = (22, 22, *(14,) * 60)
QUARTILES: Final = (0.25, 0.5, 0.75)
FEWEST_MEMBERS: Final = 2
CASE: Final = "case.yaml"
KNOWN: Final = ("entity", "name", "group", "period")
TABLE: Final = "data/figures.csv"


def sheets(found: Collection, catalog: Catalog, language: Language, k: int = FEWEST) -> dict[str, list[Row]]:
    """Every table with its head, by the key of its name."""
    make = _Tables(found, catalog, language, max(k, FEWEST))
    made = (make.status(), make.results(), make.sums(), make.shared(), make.findings())
    return {key: list(rows) for key, rows in zip(PARTS, made, strict=True)}


def workbook(tables: Mapping[str, Sequence[Row]], catalog: Catalog, language: Language) -> bytes:
    """The tables as sheets of a workbook."""

    def fill(book: Any) -> None:
        for key, rows in tables.items():
            export.table(book, catalog.words[f"collect.sheet.{key}"].in_language(language), rows, WIDTHS)

    return export.made(fill)


def csv(rows: Sequence[Row]) -> bytes:
    """A table as CSV in UTF-8 with the mark that spreadsheet programs look for; its first column says whose it is."""
    head, *others = rows
    marked = [("schema", *head), *((WIDE_SCHEMA, *row) for row in others or [()])]
    return foreign_text.table([["" if cell is None else cell for cell in row] for row in marked]).encode("utf-8-sig")


def document(found: Collection, catalog: Catalog) -> dict[str, Any]:
    """Everything as data."""
    due = found.due
    return {
        "schema": SCHEMA,
        "report": due.report,
        "period": due.period,
        "due": str(due.day) if due.day else None,
        "counts": {str(status): found.count(status) for status in RosterStatus} | {"late": found.late},
        "hospitals": [_hospital(one, catalog) for one in found.hospitals],
        "strangers": listed(found.strangers, catalog),
    }


def _hospital(one: Hospital, catalog: Catalog) -> dict[str, Any]:
    verified, results = one.verified, one.results
    return {
        "id": one.member.id,
        "name": one.member.name,
        "group": one.member.group,
        "status": str(one.status),
        "late": one.late,
        "file": one.paper.file if one.paper else None,
        "sha256": one.paper.digest or None if one.paper else None,
        "received": str(one.member.received or one.paper.received) if one.paper else None,
        "answers_to": (one.paper.sending or {}).get("answers_to") if one.paper else None,
        "recomputed": verified.is_recomputed if verified else None,
        "score": results.get("score"),
        "score_printed": results.get("score_printed"),
        "grade": results.get("grade"),
        "findings": listed(one.findings, catalog),
    }


class _Tables:
    """The tables of one collection in one language."""

    def __init__(self, found: Collection, catalog: Catalog, language: Language, k: int) -> None:
        self.found, self.catalog, self.language, self.k = found, catalog, language, k
        self.counting = [one for one in found.hospitals if one.status is RosterStatus.RECEIVED]

    def word(self, key: str) -> str:
        """A word of the tables."""
        return self.catalog.words[f"collect.{key}"].in_language(self.language)

    def status(self) -> Iterator[Row]:
        """Every hospital of the roster."""
        yield [self.word(f"head.{key}") for key in HEADS]
        for one in self.found.hospitals:
            yield [self._cells(one)[key] for key in HEADS]

    def _cells(self, one: Hospital) -> dict[str, str | int | None]:
        results, paper, grade = one.results, one.paper, one.results.get("grade")
        said = [self.catalog.messages.say(finding, self.language).message for finding in one.findings]
        how = "none" if one.verified is None else "anew" if one.verified.is_recomputed else "itself"
        return {
            "id": one.member.id,
            "name": one.member.name,
            "group": one.member.group,
            "status": self.word(f"status.{one.status}"),
            "received": str(one.member.received or paper.received) if paper else None,
            "late": one.late or None,
            "file": paper.file if paper else None,
            "verified": self.word(f"verified.{how}"),
            "score": results.get("score_printed"),
            "grade": self.catalog.words[f"grade.{grade}"].in_language(self.language) if grade else None,
            "errors": paper.manifest.findings.get("error", 0) if paper and paper.manifest else None,
            "remarks": "\n".join(said) or None,
        }

    def _columns(self) -> list[str]:
        """Indicators that some report scores, in the order of the catalogue."""
        scored = {row["id"] for one in self.counting for row in one.results["indicators"] if row.get("weight")}
        return [name for name in self.catalog.indicators if name in scored]

    def results(self) -> Iterator[Row]:
        """Scores and indicators of the reports that count, side by side."""
        columns = self._columns()
        names = [self.catalog.indicators[name].name.in_language(self.language) for name in columns]
        yield [*(self.word(f"head.{key}") for key in ("id", "name", "group", "score", "grade")), *names]
        for one in self.counting:
            values = {row["id"]: row["value"] for row in one.results["indicators"]}
            cells = self._cells(one)
            known = [cells[key] for key in ("id", "name", "group", "score", "grade")]
            yield [*known, *(values.get(name) for name in columns)]

    def sums(self) -> Iterator[Row]:
        """Statement lines added up over the reports whose cases came with them; nothing is eliminated.

        Currencies are never added to one another, and a line counts where a hospital has it: how many do stands beside.
        """
        yield [self.word(f"head.{key}") for key in ("item", "item_name", "currency", "sum", "n", "of")]
        verified = [one.verified for one in self.counting if one.verified is not None and one.verified.values]
        for currency, many in sorted(Counter(str(one.currency) for one in verified).items()):
            added: dict[str, list[float]] = {}
            for one in verified:
                if str(one.currency) == currency:
                    for period, item, value in one.values:
                        if period == self.found.due.period and item in self.catalog.items:
                            added.setdefault(item, []).append(value)
            for item, definition in self.catalog.items.items():
                if item in added and definition.unit == "money":
                    name = definition.name.in_language(self.language)
                    yield [item, name, currency, fsum(added[item]), len(added[item]), many]

    def shared(self) -> Iterator[Row]:
        """Quartiles of groups with at least k hospitals; of all where that tells nothing of a smaller group."""
        keys = ("group", "indicator", "n", "lower", "median", "upper")
        yield [self.word(f"head.{key}") for key in keys]
        groups: dict[str, list[Hospital]] = {}
        for one in self.counting:
            groups.setdefault(one.member.group or self.word("no_group"), []).append(one)
        shown = {name: some for name, some in sorted(groups.items()) if len(some) >= self.k}
        hidden = len(self.counting) - sum(map(len, shown.values()))
        whole = {self.word("all"): self.counting} if hidden == 0 or hidden >= self.k else {}
        for name, some in (whole | (shown if len(groups) > 1 or not whole else {})).items():
            for indicator in self._columns():
                yield from self._quartiles(name, indicator, some)

    def _quartiles(self, name: str, indicator: str, some: Sequence[Hospital]) -> Iterator[Row]:
        rows = (row for one in some for row in one.results["indicators"] if row["id"] == indicator)
        values = [row["value"] for row in rows if row["value"] is not None]
        if len(values) >= self.k:
            said = self.catalog.indicators[indicator].name.in_language(self.language)
            yield [name, said, len(values), *(float(one) for one in np.quantile(values, QUARTILES))]

    def findings(self) -> Iterator[Row]:
        """What is told to each hospital, and of what came from nobody of the roster."""
        yield [self.word(f"head.{key}") for key in ("id", "name", "severity", "rule", "file", "message", "fix")]
        for one in self.found.hospitals:
            for finding in one.findings:
                yield [one.member.id, one.member.name, *self._said(finding)]
        for finding in self.found.strangers:
            yield [None, None, *self._said(finding)]

    def _said(self, finding: Any) -> list[str | None]:
        said = self.catalog.messages.say(finding, self.language)
        weight = self.catalog.words[f"severity.{said.severity}"].in_language(self.language)
        return [weight, finding.rule, str(finding.place), said.message, said.fix]


def files(found: Collection, identifier: str, scheme: str | None) -> dict[str, bytes]:
    """The files of the case; none where fewer than two hospitals can be put side by side.

    Hospitals of another currency or regime than most are left out: their figures do not stand beside the others'.
    """
    there = [
        one for one in found.hospitals if one.status is RosterStatus.RECEIVED and one.verified and one.verified.values
    ]
    kinds = Counter(_kind(one) for one in there)
    if not kinds:
        return {}
    kind = kinds.most_common(1)[0][0]
    members = [one for one in there if _kind(one) == kind]
    if len(members) < FEWEST_MEMBERS:
        return {}
    currency, regime = kind
    name = {"zh": identifier, "en": identifier}
    case = {
        "group": {"id": identifier, "name": name},
        "regime": regime,
        "currency": currency,
        "scheme": scheme or _scheme(members),
    }
    text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
    return {
        CASE: text.encode(),
        "mapping.yaml": yaml.safe_dump(_mapping(members), allow_unicode=True, sort_keys=False).encode(),
        TABLE: foreign_text.table(_rows(members)).encode("utf-8-sig"),
    }


def _items(members: Sequence[Hospital]) -> list[str]:
    return sorted({item for one in members if one.verified for _, item, _ in one.verified.values})


def _mapping(members: Sequence[Hospital]) -> dict[str, object]:
    """How the table is read: a row for each hospital and period, a column for each line."""
    entity = {"id": KNOWN[0], "name": KNOWN[1], "group": KNOWN[2]}
    source = {"file": TABLE, "layout": "wide", "entity": entity, "period": KNOWN[3], "unit": 1}
    return {"sources": [source | {"columns": {item: item for item in _items(members)}}]}


def _rows(members: Sequence[Hospital]) -> Iterator[list[str | float]]:
    items = _items(members)
    yield [*KNOWN, *items]
    for one in members:
        by_period: dict[str, dict[str, float]] = {}
        for period, item, value in one.verified.values if one.verified else ():
            by_period.setdefault(period, {})[item] = value
        for period, values in sorted(by_period.items()):
            known = [one.member.id, one.member.name, one.member.group or "", period]
            yield [*known, *(values.get(item, "") for item in items)]


def _kind(one: Hospital) -> tuple[str, str]:
    assert one.verified is not None
    return str(one.verified.currency), str(one.verified.regime)


def _scheme(members: Sequence[Hospital]) -> str:
    """The scheme that most of them were evaluated by."""
    return Counter(str(one.results["scheme"]["id"]) for one in members).most_common(1)[0][0]
