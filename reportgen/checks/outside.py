"""What others say of the same hospital: results issued before, and indicators computed elsewhere.

Results that were issued before against those of today (W30, W41): a restatement is told and has to be explained.

Indicators computed elsewhere against our own (W31): told, never taken over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import PurePosixPath
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen import compute
from reportgen.formula import names_in
from reportgen.formula.functions import nearest
from reportgen.intake.case.folder import refused
from reportgen.model import foreign_text
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.printing import half_up, percent
from reportgen.model.results import same
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues, Measured

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset

RULES: Final[Mapping[str, str]] = {"reportgen/results/1": "W30", "reportgen/group/1": "W41"}
"""Schema of issued results → the rule by which a restatement of them is told: of a group, with the hospital's name."""
HOSPITALS: Final = "hospitals"
DIGITS: Final = 4
MOST_DIGITS: Final = 18
"""Decimals with which values are told, and digits beyond which there are none."""
LEVEL: Final = "level"
"""Unit of what experts rate."""


def issued_restated(file: str, content: str, catalog: Catalog, computed: Callable[..., Measured]) -> Iterator[Finding]:
    """Indicators of one issued evaluation, or of the hospitals of a group, that today's data no longer gives."""
    issued = _read(content)
    if isinstance(issued, str):
        yield Finding("W39", Place(file), {"reason": issued})
        return
    period, scheme = issued["period"], _scheme(issued)
    for hospital, row in _rows(issued):
        identifier, entity = str(row.get("id")), hospital["id"]
        if identifier not in catalog.indicators or _is_judged(identifier, catalog):
            continue
        before = row.get("value")
        now = computed(identifier, entity, period, row.get("basis") or "ytd", **scheme).value
        if not same(before, now):
            was, is_now = _apart(before, now, is_fraction=catalog.indicators[identifier].unit == "percent")
            facts: dict[str, Fact] = {
                "indicator": catalog.indicators[identifier].name,
                "issued": was,
                "value": is_now,
                "file": file,
                "entity": entity,
                "period": period,
                "indicators": (identifier,),
                "hospital": _name(hospital),
            }
            yield Finding(RULES[issued["schema"]], Place(file), facts)


def _apart(before: float | None, now: float | None, *, is_fraction: bool) -> tuple[Fact, Fact]:
    """Two values as they are told, fractions as pages print them; with so many digits that they do not read alike."""
    if before is None or now is None or half_up(before, DIGITS) != half_up(now, DIGITS):
        return (_percent(before), _percent(now)) if is_fraction else (before, now)
    places = next(places for places in range(DIGITS, MOST_DIGITS) if f"{before:.{places}g}" != f"{now:.{places}g}")
    return f"{before:.{places}g}", f"{now:.{places}g}"


def _percent(value: float | None) -> Fact:
    return None if value is None else percent(value, DIGITS - 2)


def told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same restatement of several issued files in one finding, with the places of all."""
    found: dict[object, list[Finding]] = {}
    for finding in findings:
        own = {key: value for key, value in finding.facts.items() if key != "file"}
        found.setdefault((finding.rule, str(own) if own.get("indicators") else finding.place), []).append(finding)
    for first, *others in found.values():
        yield replace(first, places=(*first.places, *(other.place for other in others)))


def _rows(issued: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each indicator with the hospital that it is of."""
    for one in issued.get(HOSPITALS, [issued]):
        yield from ((one["entity"], row) for row in one["indicators"])


def _name(hospital: dict[str, Any]) -> Fact:
    """The name as issued, in both languages, or the id where there is none."""
    try:
        return Text.model_validate(hospital["name"])
    except (KeyError, ValidationError):
        return str(hospital["id"])


def issued_replaced(contents: Iterable[str]) -> Iterator[str]:
    """Numbers of issued reports that others of these correct."""
    for content in contents:
        found = _read(content)
        if not isinstance(found, str):
            yield from _corrected(found)


def _scheme(found: dict[str, Any]) -> dict[str, str]:
    named = found.get("scheme")
    return {"scheme": str(named["id"])} if isinstance(named, dict) and "id" in named else {}


def _is_judged(identifier: str, catalog: Catalog) -> bool:
    """Whether an indicator is what experts rate: no figure of the data, so none that the data could restate."""
    names = names_in(catalog.expressions[identifier])
    return bool(names) and all(name in catalog.items and catalog.items[name].unit == LEVEL for name in names)


def _corrected(found: dict[str, Any]) -> Iterator[str]:
    try:
        yield str(found["standing"]["corrects"]["number"])
    except (KeyError, TypeError):
        return


def _read(content: str) -> dict[str, Any] | str:
    """The document, or why it is none."""
    try:
        document = foreign_text.parsed(content)
        if document["schema"] not in RULES:
            return str(document["schema"])
        Period.parse(document["period"])
        known = all(
            isinstance(hospital["id"], str) and isinstance(row.get("value"), (int, float, NoneType))
            for hospital, row in _rows(document)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return document if known else str(document["schema"])


FILE: Final = "supplied.csv"
SHARE: Final = 0.005
"""Share of a value up to which the two may differ."""
NOISE: Final = 1e-9
PERCENT: Final = "%"
HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True)
class Supplied:
    """One row of supplied.csv: the value in the base unit, and one unit of its last printed place."""

    indicator: str
    entity: str
    period: str
    value: float
    step: float
    line: int


def compared(
    content: str, catalog: Catalog, entity: str, computed: Callable[[str, str, str], Measured]
) -> Iterator[Finding]:
    """What supplied.csv says otherwise than we do; rows of `indicator,period,value[,entity]`."""
    names = _names(catalog)
    try:
        rows = list(csv.DictReader(io.StringIO(content, newline="")))
    except csv.Error as error:
        yield Finding("I03", Place(FILE), {"problem": in_words(error)})
        return
    for line, row in enumerate(rows, start=2):
        supplied = _row(row, names, entity, line)
        if supplied is None:
            text = ",".join(str(part) for part in row.values() if part)
            near = nearest(str(row.get("indicator") or ""), names)
            yield Finding("W40", Place(FILE, line=line), {"line": line, "text": text, "nearest": near})
        elif finding := _difference(supplied, catalog, computed):
            yield finding


def _names(catalog: Catalog) -> dict[str, str]:
    """Ids of indicators by id and by both names."""
    found: dict[str, str] = {}
    for identifier, indicator in catalog.indicators.items():
        found.setdefault(indicator.name.zh, identifier)
        found.setdefault(indicator.name.en, identifier)
    return found | {identifier: identifier for identifier in catalog.indicators}


def _row(row: dict[str, str], names: dict[str, str], entity: str, line: int) -> Supplied | None:
    indicator = names.get((row.get("indicator") or "").strip())
    text = (row.get("value") or "").strip()
    try:
        period = str(Period.parse((row.get("period") or "").strip()))
        number = Decimal(text.removesuffix(PERCENT).replace(",", ""))
    except (ValueError, InvalidOperation):
        return None
    if indicator is None or not number.is_finite():
        return None
    scale = HUNDREDTH if text.endswith(PERCENT) else Decimal(1)
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
    whose = (row.get("entity") or "").strip() or entity
    return Supplied(indicator, whose, period, float(number * scale), float(step), line)


def _difference(supplied: Supplied, catalog: Catalog, computed: Callable[[str, str, str], Measured]) -> Finding | None:
    ours = computed(supplied.indicator, supplied.entity, supplied.period).value
    if ours is None:
        return None
    gap = abs(ours - supplied.value)
    if gap <= max(SHARE * abs(ours), supplied.step) + NOISE:
        return None
    facts: dict[str, Fact] = {
        "indicator": catalog.indicators[supplied.indicator].name,
        "supplied": supplied.value,
        "value": ours,
        "entity": supplied.entity,
        "period": supplied.period,
        "indicators": (supplied.indicator,),
    }
    return Finding("W31", Place(FILE, line=supplied.line), facts)


ISSUED: Final = "issued"
MARK: Final = "utf-8-sig"


def outside(
    dataset: Dataset,
    catalog: Catalog,
    case: Case,
    *,
    terms: Callable[[str], Terms] | None = None,
    correcting: str | None = None,
) -> tuple[Finding, ...]:
    """W30, W31 and W41: ``issued/*.json`` and ``supplied.csv`` of a case against the indicators of today.

    Args:
        dataset: what was read.
        catalog: the definitions.
        case: the folder and its own words.
        terms: on which terms a scheme computes; by default on those that no scheme and no case alters.
        correcting: number of an issued report that is being corrected. It restates nothing, as one that a later report
            has corrected.
    """
    findings: list[Finding] = []
    texts = {path.relative_to(case.folder).as_posix(): path for path in _files(case.folder)}
    contents = {name: text for name, path in texts.items() if (text := _text(path, case.folder, findings)) is not None}
    if not contents:
        return tuple(findings)

    computed = _computed(dataset, catalog, case, terms)
    replaced = {*issued_replaced(contents.values()), correcting}
    restated: list[Finding] = []
    for name, content in contents.items():
        if name == FILE:
            findings += compared(content, catalog, _entity(dataset, case), computed)
        elif PurePosixPath(name).stem not in replaced:
            restated += issued_restated(name, content, catalog, computed)
    return (*findings, *told_once(restated))


def _computed(
    dataset: Dataset, catalog: Catalog, case: Case, terms: Callable[[str], Terms] | None
) -> Callable[..., Measured]:
    """What gives an indicator of today on one basis and on the terms of one scheme; each pair is computed once."""

    @cache
    def values(basis: str, scheme: str) -> IndicatorValues:
        found = terms(scheme) if terms else Terms(first_month=case.file.fiscal_year_start)
        return compute.indicators(dataset, catalog, terms=replace(found, basis=basis))

    def computed(
        indicator: str, entity: str, period: str, basis: str = _basis(catalog, case), scheme: str = case.file.scheme
    ) -> Measured:
        return values(basis if basis == "month" else "ytd", scheme).at(indicator, entity, period)

    return computed


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / ISSUED).glob("*.json"))
    if (folder / FILE).exists():
        yield folder / FILE


def _text(path: Path, folder: Path, findings: list[Finding]) -> str | None:
    if refused(path, folder, findings):
        return None
    return path.read_bytes().decode(MARK, errors="replace")


def _basis(catalog: Catalog, case: Case) -> str:
    scheme = catalog.schemes.get(case.file.scheme)
    return scheme.basis if scheme else "ytd"


def _entity(dataset: Dataset, case: Case) -> str:
    """The case's hospital, or the first of the data."""
    if case.file.entity:
        return case.file.entity.id
    return str(next(iter(dataset.values.index.get_level_values(0)), ""))
