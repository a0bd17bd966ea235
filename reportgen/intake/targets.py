"""targets.csv of a case: what the hospital set itself for an indicator, in the indicator's base unit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.catalog import Catalog
from reportgen.formula.functions import nearest
from reportgen.intake.figures import figure
from reportgen.intake.opening import decoded_text as decoded
from reportgen.model.casefile import Case
from reportgen.model.definitions import PERCENT
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.schemes import StandardKind
from reportgen.model.standards import Target, Targets

FILE: Final = "targets.csv"
NEEDED: Final = frozenset({"indicator", "period", "value"})
KINDS: Final = (StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET)

Entry = tuple[tuple[str, str], Target]


def targets(case: Case, catalog: Catalog) -> tuple[Targets, tuple[Finding, ...]]:
    """Columns indicator, period, value and, where it is not a plan, kind; nothing where there is no such file."""
    path = case.folder / FILE
    if not path.is_file() or path.is_symlink():
        return {}, ()
    text = decoded(path.read_bytes())
    rows = csv.DictReader(io.StringIO(text[0], newline="")) if text else None
    try:
        if rows is None or not set(rows.fieldnames or ()) >= NEEDED:
            return {}, (Finding("S40", Place(FILE, line=1)),)
        return _targets(rows, catalog)
    except csv.Error as error:
        return {}, (Finding("I03", Place(FILE), {"problem": in_words(error)}),)


def _targets(rows: csv.DictReader[str], catalog: Catalog) -> tuple[Targets, tuple[Finding, ...]]:
    """The targets of a table; the first of two for one indicator and period.

    Raises:
        csv.Error: if it cannot be cut into cells.
    """
    found: dict[tuple[str, str], Target] = {}
    findings: list[Finding] = []
    for row in rows:
        entry = _entry(row, Place(FILE, line=rows.line_num), catalog)
        if isinstance(entry, Finding):
            findings.append(entry)
        elif entry[0] in found:
            facts = {"indicator": entry[0][0], "first": str(found[entry[0]].place)}
            findings.append(Finding("S43", entry[1].place, facts))
        else:
            found[entry[0]] = entry[1]
    return found, tuple(findings)


def _entry(row: Mapping[str | None, str | None], place: Place, catalog: Catalog) -> Entry | Finding:
    name, when, number, kind = (str(row.get(key) or "").strip() for key in ("indicator", "period", "value", "kind"))
    indicator = catalog.indicator_named(name)
    if indicator is None:
        return Finding("S41", place, {"indicator": name, "nearest": nearest(name, catalog.indicators)})
    read, is_share = figure(number), catalog.indicators[indicator].unit == PERCENT
    value, known = read.fraction if is_share and read.fraction is not None else read.value, dict(_kinds())
    if value is None or not _is_period(when) or (kind or StandardKind.PLAN) not in known:
        return Finding("S42", place, {"period": when, "value": number, "kind": kind or "-", "known": tuple(known)})
    if is_share and read.fraction is None and abs(value) > 1:
        return Finding("S54", place, {"indicator": catalog.indicators[indicator].name, "value": value})
    return (indicator, when), Target(value, known[kind or StandardKind.PLAN], place)


def _kinds() -> Iterator[tuple[str, StandardKind]]:
    return ((str(kind), kind) for kind in KINDS)


def _is_period(text: str) -> bool:
    try:
        return str(Period.parse(text)) == text
    except ValueError:
        return False
