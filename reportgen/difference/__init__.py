"""Two cases, results or reports held against each other: numbers, grades, words, definitions and inputs.

Figures of items that the pages of a report print, as its numbers.json has them.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.difference.comparing import CellKey, ComparedSide, Difference, ReadFigure, difference
from reportgen.difference.comparing import ComparedKind as ComparingKind
from reportgen.errors import Refused
from reportgen.export import results
from reportgen.export.explanation import plain
from reportgen.formula import names_in, parse
from reportgen.formula.functions import FormulaError
from reportgen.intake.workbooks.contents import bounded
from reportgen.lifecycle.paper import MAX_BYTES, opened
from reportgen.model import foreign_text
from reportgen.model.definitions import Kind
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.report.desk.tables.figures import view_to_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis.material import Material
    from reportgen.lifecycle.paper import Paper

__all__ = ["Difference", "Wanted", "between"]

MANY: Final = "C02"
"""A case of several hospitals, of which one has to be chosen."""
DEEPEST: Final = 20
"""Indicators of indicators; a definition that names itself is refused when it is read."""
ITEM: Final = "item."
TO_DATE: Final = frozenset({"to_date", "spoken"})
"""Ends of keys that stand for the same figure as the item alone: its balance, or its amount of the year to date."""
RESULTS: Final = "reportgen/results/1"
PANEL: Final = "reportgen/panel/1"
GROUP: Final = "reportgen/group/1"
GROUPS: Final = ("scheme", "indicators", "items", "checks", "report")
DIGITS: Final = re.compile(r"[0-9][0-9,.%]*")
SENTENCE: Final = re.compile(r"(?<=[\u3002\uff1b\uff01\uff1f])|(?<=[.!?]) ")  # after a Chinese stop, or an English one


def between(first: Path, second: Path, wanted: Wanted) -> Difference:
    """What differs.

    Args:
        first: a case folder, a results.json or a report as PDF.
        second: likewise.
        wanted: of cases: which hospital, period and scheme; by default those of the other side.

    Raises:
        Refused: if one of them cannot be read, or is none of these.
    """
    files = [None if path.is_dir() else of_file(path, wanted.entity) for path in (first, second)]
    known = next((side for side in files if side is not None), None)
    one = files[0] or _of_case(first, wanted, known)
    other = files[1] or _of_case(second, wanted, one)
    return difference(one, other, _names(one, other))


def _of_case(path: Path, wanted: Wanted, other: ComparedSide | None) -> ComparedSide:
    """A case in the period of the other side; of a case of many hospitals, the one of the other side."""
    asked = replace(wanted, period=wanted.period or (other.period if other else None))
    try:
        return of_case(path, asked)
    except Refused as refused:
        if other is None or asked.entity is not None or all(one.rule != MANY for one in refused.findings):
            raise
    return of_case(path, replace(asked, entity=other.entity))


def _names(*sides: ComparedSide) -> Callable[[str], frozenset[str]]:
    """Items behind an indicator: by the formulas that the sides carry, else by those of the catalogue."""
    catalog = load_catalog()
    formulas = {key: one.formula for key, one in catalog.indicators.items()}
    for side in sides:
        carried = (side.definitions or {}).get("indicators", {})
        named = (row for row in carried.items() if isinstance(row[1], dict) and "formula" in row[1])
        formulas |= {key: str(one["formula"]) for key, one in named}

    @cache
    def of(key: str, depth: int = 0) -> frozenset[str]:
        if key not in formulas or depth > DEEPEST:
            return frozenset()
        try:
            named = names_in(parse(formulas[key]))
        except FormulaError:
            return frozenset()
        return frozenset(named).union(*(of(name, depth + 1) for name in named if name in formulas))

    return of


def printed_figures(
    numbers: Mapping[str, Any], definitions: Mapping[str, Any], period: Period
) -> dict[CellKey, ReadFigure]:
    """Every figure of a cell that the pages print; what was added up from several cells is none.

    A main number comes first, before the same figure elsewhere, known again by its value alone.

    Args:
        numbers: reportgen/numbers/1.
        definitions: reportgen/definitions/1, of which the items of the case's own are taken.
        period: of the report.
    """
    kinds = {name: (item.kind, item.opening) for name, item in load_catalog().items.items()} | dict(
        _own(definitions.get("items"))
    )
    rows, found = numbers.get("numbers"), dict[CellKey, ReadFigure]()
    for row in rows if isinstance(rows, list) else ():
        name, value, places = (row.get(key) for key in ("key", "value", "places"))
        if not isinstance(name, str) or not name.startswith(ITEM) or not isinstance(value, (int, float)) or not places:
            continue
        key = _key(name.removeprefix(ITEM), period, kinds)
        if key is not None:
            found.setdefault(key, ReadFigure(float(value), ", ".join(map(str, places))))
    return found


def _own(items: Any) -> Iterator[tuple[str, tuple[Kind, bool]]]:
    for name, item in items.items() if isinstance(items, dict) else ():
        kind = item.get("kind") if isinstance(item, dict) else None
        if kind in set(Kind):
            yield str(name), (Kind(kind), item.get("opening") is True)


def _key(name: str, period: Period, kinds: Mapping[str, tuple[Kind, bool]]) -> CellKey | None:
    """Of ``item``, ``item.period`` or ``item.period.view``; nothing where the item alone does not tell which figure."""
    item, _, rest = name.partition(".")
    if rest and rest not in TO_DATE:
        when, _, view = rest.partition(".")
        return item, when, view
    if item not in kinds:
        return None
    kind, opening = kinds[item]
    return item, str(period), view_to_date(kind, period, opening=opening)


@dataclass(frozen=True)
class Wanted:
    """Which hospital, period and scheme of a case; None leaves it to the other side, or to the case."""

    period: str | None = None
    entity: str | None = None
    scheme: str | None = None


def of_file(path: Path, entity: str | None) -> ComparedSide:
    """A report, or results as JSON.

    Raises:
        Refused: I01 if there is nothing, J30-J34 for a PDF that is no report of ours, X01 for what is no results, X02
            for what is about a group, C02 or C03 if one of a panel has to be chosen.
    """
    if not path.exists():
        raise Refused([Finding("I01", Place(path.as_posix()))])
    content = bounded(path, MAX_BYTES, rule="X01")
    if content.lstrip()[:1] == b"{":
        return ComparedSide(str(path), ComparingKind.RESULTS, _results(content, path, entity))
    return _of_paper(str(path), opened(content, path.name))


def _results(content: bytes, path: Path, entity: str | None) -> Mapping[str, Any]:
    try:
        found = foreign_text.parsed(content)
        if found.get("schema") == PANEL:
            found = _of_panel(found["results"], path, entity)
        _require_one_hospital(found, str(path))
        problem = _fault(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problem = str(error.args[0]) if isinstance(error, KeyError) else str(error) or type(error).__name__
    if problem:
        raise Refused([Finding("X01", Place(str(path)), {"problem": problem[:120]})])
    whole: Mapping[str, Any] = found
    return whole


def _of_panel(found: list[dict[str, Any]], path: Path, entity: str | None) -> dict[str, Any]:
    known = [str(one["entity"]["id"]) for one in found]
    if entity is None and len(found) != 1:
        raise Refused([Finding("C02", Place(str(path)), {"count": len(found)})])
    chosen = [one for one, name in zip(found, known, strict=True) if entity in {None, name}]
    if not chosen:
        from reportgen.formula.functions import nearest

        facts = {"name": entity, "nearest": nearest(str(entity), known)}
        raise Refused([Finding("C03", Place(str(path)), facts)])
    return chosen[0]


def _require_one_hospital(found: Mapping[str, Any], name: str) -> None:
    """See that it is not about a group: of each hospital that holds only what is scored, which compares with nothing.

    Raises:
        Refused: X02 if it is.
    """
    if found.get("schema") == GROUP:
        raise Refused([Finding("X02", Place(name))])


def _fault(found: Mapping[str, Any]) -> str:
    """Why something is no results, in the words of its format; nothing where it is."""
    if found["schema"] != RESULTS:
        return str(found["schema"])
    Period.parse(str(found["period"]))
    str(found["entity"]["id"])
    rows = found["indicators"]
    is_sound = isinstance(rows, list) and all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in rows)
    return "" if is_sound else "indicators"


def _of_paper(name: str, paper: Paper) -> ComparedSide:
    found = paper.results
    _require_one_hospital(found, name)
    try:
        problem = _fault(found)
    except (ValueError, KeyError, TypeError) as error:
        problem = str(error) or type(error).__name__
    if problem:
        raise Refused([Finding("X01", Place(name), {"problem": problem[:120]})])
    definitions = _json(paper, "definitions.json")
    manifest = _json(paper, "manifest.json")
    return ComparedSide(
        name,
        ComparingKind.REPORT,
        found,
        definitions={key: definitions[key] for key in GROUPS if isinstance(definitions.get(key), dict)} or None,
        sentences=tuple(_sentences(_pages(paper.content))),
        inputs=_inputs(manifest) if manifest else None,
        printed=printed_figures(_json(paper, "numbers.json"), definitions, Period.parse(str(found["period"]))),
    )


def _json(paper: Paper, name: str) -> Mapping[str, Any]:
    """A file inside a report; nothing where it is not there or not what it ought to be."""
    try:
        found = foreign_text.parsed(paper.attachments.get(name, b"{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _inputs(manifest: Mapping[str, Any]) -> dict[str, str]:
    try:
        return {str(one["path"]): str(one["sha256"]) for one in manifest.get("inputs", ())}
    except (KeyError, TypeError):
        return {}


def _pages(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return "\n".join(page.get_textpage().get_text_range(errors="ignore") for page in document)
    finally:
        document.close()


def _sentences(text: str) -> Iterator[str]:
    """Sentences and lines without their digits: a figure that changes is told as a figure, not as other words."""
    for line in text.splitlines():
        for sentence in SENTENCE.split(line):
            plain = " ".join(DIGITS.sub("#", sentence).split())
            if len(plain.replace("#", "").strip()) > 1:
                yield plain


def of_case(path: Path, wanted: Wanted) -> ComparedSide:
    """A case folder, evaluated.

    Raises:
        Refused: if the case cannot be read, or has no such hospital, period or scheme.
    """
    material = pipeline.evaluate(pipeline.check(path), period=wanted.period, entity=wanted.entity, scheme=wanted.scheme)
    remarks = [remark for texts in material.commentary.values() for remark in texts]
    inputs = {file.name: file.sha256 for file in material.files}
    inputs |= {remark.file: hashlib.sha256(remark.text.encode()).hexdigest() for remark in remarks}
    return ComparedSide(
        str(path),
        ComparingKind.CASE,
        results.document(material),
        definitions=_definitions(material),
        sentences=tuple(sentence for remark in remarks for sentence in _sentences(remark.text)),
        inputs=inputs,
        cells=dict(_cells(material)),
    )


def _definitions(material: Material) -> dict[str, dict[str, Any]]:
    """What the results rest on, as plain data: the scheme, its indicators, the items, the checks."""
    catalog = material.catalog
    indicators = {key: one for key, one in catalog.indicators.items() if not one.obsolete}
    return {
        "scheme": {material.scheme_id: plain(material.scheme)},
        "indicators": {key: plain(one) for key, one in indicators.items()},
        "items": {key: plain(one) for key, one in catalog.items.items()},
        "checks": {key: plain(one) for key, one in catalog.checks.items()},
    }


def _cells(material: Material) -> Iterator[tuple[CellKey, ReadFigure]]:
    """Every figure of the hospital up to the period."""
    last, values = Period.parse(material.period).sort_key()[:2], material.dataset.values
    heads = [tuple(map(str, head)) for head in values.columns.to_list()]
    for head, row in zip(values.index.to_list(), values.to_numpy(), strict=True):
        entity, period = map(str, head)
        if entity != material.entity or Period.parse(period).sort_key()[:2] > last:
            continue
        for (item, view), value in zip(heads, row, strict=True):
            if not math.isnan(value):
                place = material.dataset.place((item, entity, period, view))
                yield (item, period, view), ReadFigure(float(value), str(place or ""))
