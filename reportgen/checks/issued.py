"""Results that were issued before against those of today (W30, W41): a restatement is told and has to be explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen.formula import names_in
from reportgen.model import json_text
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.rounding import half_up
from reportgen.model.sameness import same

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import Measured

RULES: Final[Mapping[str, str]] = {"reportgen/results/1": "W30", "reportgen/group/1": "W41"}
"""Schema of issued results → the rule by which a restatement of them is told: of a group, with the hospital's name."""
HOSPITALS: Final = "hospitals"
DIGITS: Final = 4
MOST_DIGITS: Final = 18
"""Decimals with which values are told, and digits beyond which there are none."""
LEVEL: Final = "level"
"""Unit of what experts rate."""


def restated(file: str, content: str, catalog: Catalog, computed: Callable[..., Measured]) -> Iterator[Finding]:
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
            was, is_now = _apart(before, now)
            facts: dict[str, Fact] = {
                "indicator": catalog.indicators[identifier].name, "issued": was, "value": is_now, "file": file,
                "entity": entity, "period": period, "indicators": (identifier,), "hospital": _name(hospital),
            }  # fmt: skip
            yield Finding(RULES[issued["schema"]], Place(file), facts)


def _apart(before: float | None, now: float | None) -> tuple[Fact, Fact]:
    """Two values as they are told; those that would read alike with as many digits as tell them apart."""
    if before is None or now is None or half_up(before, DIGITS) != half_up(now, DIGITS):
        return before, now
    places = next(places for places in range(DIGITS, MOST_DIGITS) if f"{before:.{places}g}" != f"{now:.{places}g}")
    return f"{before:.{places}g}", f"{now:.{places}g}"


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


def replaced(contents: Iterable[str]) -> Iterator[str]:
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
        document = json_text.parsed(content)
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
