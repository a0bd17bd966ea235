"""The definitions of packs and of a case, checked against the catalogue that they extend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from reportgen.catalog import load, reports, strict_yaml
from reportgen.catalog.expansion import plain
from reportgen.catalog.messages import Words
from reportgen.catalog.rewording import texts_in
from reportgen.catalog.strict_yaml import Trail
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.model.blocks import Block, Pack
from reportgen.model.brand import FILLED_IN
from reportgen.model.definition import Definition, Language
from reportgen.model.definitions import CheckRule, Indicator, Item
from reportgen.model.expression import Expression
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.reports import ReportKind, SectionType
from reportgen.model.schemes import Scheme
from reportgen.model.standards import StandardTable

if TYPE_CHECKING:
    from reportgen.formula import FormulaError

CASE: Final = "case.yaml"
FOLDERS: Final[dict[str, type[Definition]]] = {
    "items": Item,
    "indicators": Indicator,
    "schemes": Scheme,
    "standards": StandardTable,
    "checks": CheckRule,
    "reports": ReportKind,
    "blocks": Block,
}
PRINTED: Final = frozenset({"items", "indicators", "schemes", "standards", "blocks"})
"""Folders whose words are printed as they stand; those of the others may have something filled in."""
IDENTIFIER: Final = re.compile(r"^([A-Za-z_][\w-]*)\s*:", re.MULTILINE)
"""What stands before a colon at the start of a line: an id, also in a file that is no valid YAML."""


class Known(Protocol):
    """What is asked of the catalogue below."""

    @property
    def items(self) -> Mapping[str, Item]:
        """By id."""

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """By id."""

    @property
    def packs(self) -> Mapping[str, Pack]:
        """By id."""

    @property
    def blocks(self) -> Mapping[str, Block]:
        """By id."""

    @property
    def reports(self) -> Mapping[str, ReportKind]:
        """By id."""

    @property
    def sections(self) -> Mapping[str, SectionType]:
        """By id."""

    @property
    def words(self) -> Words:
        """By key."""

    @property
    def expressions(self) -> Mapping[str, Expression]:
        """Formulas by indicator."""


@dataclass
class Overlay:
    """What packs and a case define."""

    items: dict[str, Item] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    standards: dict[str, StandardTable] = field(default_factory=dict)
    checks: dict[str, CheckRule] = field(default_factory=dict)
    reports: dict[str, ReportKind] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    places: dict[tuple[str, str, str], Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    alone: Language | None = None

    def told(self, findings: Iterable[Finding]) -> None:
        """Keep findings; a name that is only unknown because its own definition is wrong has been told already."""
        unknown = (one for one in findings if {one.facts.get("key"), one.facts.get("name")} & self.broken == set())
        self.findings += unknown


def read(base: Known, folders: Iterable[Path], case_folder: Path | None) -> Overlay | None:
    """All own definitions, or None where there are none.

    Raises:
        Refused: with all findings of all files.
    """
    overlay = Overlay(alone=_sole_language(case_folder))
    seen = False
    for folder in folders:
        prefix = "" if folder == case_folder else f"{folder.name}/"
        for kind in FOLDERS:
            for file, text in load.texts(folder, kind, prefix, overlay.findings):
                seen = True
                _take(overlay, base, kind, file, text)
    overlay.told([*_unknown(overlay, base), *_same(overlay, base), *_blocks(overlay, base)])
    overlay.told([*_formulas(overlay, base), *_rules(overlay, base), *_kinds(overlay, base)])
    if overlay.findings:
        raise Refused(overlay.findings)
    return overlay if seen else None


def _sole_language(case_folder: Path | None) -> Language | None:
    """The language of a case that speaks no other; what is wrong with its case.yaml is told where that is read."""
    with suppress(ValueError, OSError):
        return load.sole_language(load.text(case_folder / CASE, case_folder), case_folder) if case_folder else None
    return None


def _take(overlay: Overlay, base: Known, kind: str, file: str, text: str) -> None:
    document = strict_yaml.read(text, file)
    content = load.by_id(document)
    found, findings = load.validate(load.by_key(FOLDERS[kind]), content, document, overlay.alone)
    overlay.findings += findings
    if found is None:  # what is right by itself is still held against the rest, so that all is told in one go
        found = load.sound(FOLDERS[kind], content, document, overlay.alone)
        defined = set(content) if isinstance(content, dict) else set()
        overlay.broken |= (defined | set(IDENTIFIER.findall(text))) - set(found)
    own: dict[str, Any] = getattr(overlay, kind)
    for identifier, definition in found.items():
        place = document.key_place((identifier,))
        replaced = document.place((identifier, "replaces"))
        overlay.findings += _taken(identifier, definition, {**getattr(base, kind), **own}, (place, replaced))
        own[identifier] = definition
        if kind in PRINTED:
            overlay.findings += (
                Finding("D34", document.place((identifier, *trail)), {"key": key}) for trail, key in _asking(definition)
            )
    for trail in [*document.values, *document.keys]:
        if trail:
            where = document.place(trail) if len(trail) > 1 else document.key_place(trail)
            overlay.places[kind, str(trail[0]), ".".join(str(step) for step in trail[1:])] = where


def _asking(definition: Definition) -> Iterator[tuple[Trail, str]]:
    """D34: where words ask for something to be filled in, as only commentary and templates do, and what they ask."""
    for trail, text in texts_in(definition):
        said = {text.zh: "zh", text.en: "en"}  # of one language alone both are the same
        yield from (((*trail, said[words]), match[0]) for words in said if (match := FILLED_IN.search(words)))


def _taken(
    identifier: str, definition: Any, known: Mapping[str, Any], places: tuple[Place, Place]
) -> Iterator[Finding]:
    """D14: an id that exists is taken unless the definition says that it replaces it; D15: it replaces nothing."""
    replaces = getattr(definition, "replaces", None)
    if identifier in known and replaces != identifier:
        may = identifier if hasattr(definition, "replaces") else ""
        yield Finding("D14", places[0], {"key": identifier, "replaces": may})
    if replaces is not None and replaces not in known:
        yield Finding("D15", places[1], {"key": replaces, "nearest": nearest(replaces, known)})


def _unknown(overlay: Overlay, base: Known) -> Iterator[Finding]:
    """D16: a name that nothing has, in the totals of items and in the parts of schemes."""
    items = {**base.items, **overlay.items}
    for identifier, item in overlay.items.items():
        if item.parent is not None and item.parent not in items:
            place = overlay.places.get(("items", identifier, "parent"), overlay.places["items", identifier, ""])
            yield Finding("D16", place, {"key": item.parent, "nearest": nearest(item.parent, items)})
    indicators = {**base.indicators, **overlay.indicators}
    for identifier, scheme in overlay.schemes.items():
        yield from _unknown_packs(identifier, scheme, overlay, base)
        for part_id, part in scheme.parts.items():
            for name, row in plain(scheme).parts[part_id].indicators.items() if part.from_folder is None else ():
                if name not in indicators and row.name is None:
                    trail = f"parts.{part_id}.indicators.{name}"
                    place = overlay.places.get(
                        ("schemes", identifier, trail), overlay.places["schemes", identifier, "parts"]
                    )
                    yield Finding("D16", place, {"key": name, "nearest": nearest(name, indicators)})
    for identifier, table in overlay.standards.items():
        for name in table.values:
            if name not in indicators:
                place = overlay.places["standards", identifier, f"values.{name}"]
                yield Finding("D16", place, {"key": name, "nearest": nearest(name, indicators)})


def _unknown_packs(identifier: str, scheme: Scheme, overlay: Overlay, base: Known) -> Iterator[Finding]:
    for part_id, part in scheme.parts.items():
        if part.pack is not None and part.pack not in base.packs:
            place = overlay.places["schemes", identifier, f"parts.{part_id}.pack"]
            yield Finding("D16", place, {"key": part.pack, "nearest": nearest(part.pack, base.packs)})


def _same(overlay: Overlay, base: Known) -> Iterator[Finding]:
    """D16 for the indicators that one says it must not be scored with."""
    indicators = {**base.indicators, **overlay.indicators}
    for identifier, indicator in overlay.indicators.items():
        for number, name in enumerate(indicator.same_as):
            if name not in indicators:
                place = overlay.places["indicators", identifier, f"same_as.{number}"]
                yield Finding("D16", place, {"key": name, "nearest": nearest(name, indicators)})


def _blocks(overlay: Overlay, base: Known) -> Iterator[Finding]:
    """D16 for names in own blocks that nothing has, D23 for those listed twice, and what says nothing on a page.

    That is D08 for what stands in reports that take no block of a case, for a remark on what the block does not list,
    and for a part in another unit than its total; D04 and D11 for bounds that any value, or none, lies within.
    """
    known: dict[str, Mapping[str, object]] = {
        "indicators": {**base.indicators, **overlay.indicators},
        "items": {**base.items, **overlay.items},
        "reports": {**base.reports, **overlay.reports},
    }
    fitting = sorted(reports.holding_blocks({**base.reports, **overlay.reports}))
    for identifier, block in overlay.blocks.items():
        where = partial(_in_block, overlay, identifier)
        if block.across:
            yield Finding("D08", where("across"), _choices("across", "true", ("false",)))
        seen: set[tuple[str, str]] = set()
        for group, trail, among, name in _named_in(block):
            if name not in known[among]:
                yield Finding("D16", where(trail), {"key": name, "nearest": nearest(name, known[among])})
            elif among == "reports" and name not in fitting:
                yield Finding("D08", where(trail), _choices("reports", name, fitting))
            elif group and (group, name) in seen:
                yield Finding("D23", where(trail), {"key": name})
            seen.add((group, name))
        if all(name in known["indicators"] for name in (*block.indicators, *(one.indicator for one in block.remarks))):
            yield from _idle_remarks(block, where)
        yield from _unlike_parts(block, where, {**base.items, **overlay.items})


def _in_block(overlay: Overlay, identifier: str, trail: str) -> Place:
    return overlay.places.get(("blocks", identifier, trail), overlay.places["blocks", identifier, ""])


def _choices(key: str, value: str, choices: Sequence[str]) -> dict[str, Fact]:
    return {"key": key, "value": value, "choices": tuple(choices), "nearest": ""}


def _idle_remarks(block: Block, where: Callable[[str], Place]) -> Iterator[Finding]:
    """Remarks on no row of the block, said whatever the value is, or never."""
    for number, remark in enumerate(block.remarks):
        at, low, high = f"remarks.{number}", remark.at_least, remark.below
        if remark.indicator not in block.indicators:
            facts = _choices("remarks.indicator", remark.indicator, block.indicators)
            yield Finding("D08", where(f"{at}.indicator"), facts)
        if low is None and high is None:
            yield Finding("D04", where(at), {"name": at, "key": "at_least / below"})
        elif low is not None and high is not None and low >= high:
            yield Finding("D11", where(f"{at}.below"), {"key": "below", "value": f"{high:g}", "bound": f"> {low:g}"})


def _unlike_parts(block: Block, where: Callable[[str], Place], items: Mapping[str, Item]) -> Iterator[Finding]:
    """Parts that their total cannot consist of, since they are counted in something else."""
    for number, one in enumerate(block.compositions):
        whole = items.get(one.whole)
        alike = sorted(part for part in one.parts if whole and part in items and items[part].unit == whole.unit)
        for place, part in enumerate(one.parts):
            if whole is not None and part in items and items[part].unit != whole.unit:
                facts = _choices("compositions.parts", f"{part} ({items[part].unit})", alike or (whole.unit,))
                yield Finding("D08", where(f"compositions.{number}.parts.{place}"), facts)


def _named_in(block: Block) -> Iterator[tuple[str, str, str, str]]:
    """Every name in a block: the group in which it stands once, "" for none, where it is, among what, and the name."""
    for key, among in (("indicators", "indicators"), ("items", "items"), ("reports", "reports")):
        yield from ((key, f"{key}.{number}", among, name) for number, name in enumerate(getattr(block, key)))
    for number, remark in enumerate(block.remarks):
        yield "", f"remarks.{number}.indicator", "indicators", remark.indicator
    for number, composed in enumerate(block.compositions):
        group = f"compositions.{number}"
        yield group, f"{group}.whole", "items", composed.whole
        for place, name in enumerate(composed.parts):
            yield group, f"{group}.parts.{place}", "items", name


def _formulas(overlay: Overlay, base: Known) -> Iterator[Finding]:
    """What is wrong with the formulas of own indicators: F01 …, at the column of the file."""
    if not overlay.indicators:
        return
    from reportgen.formula import FormulaError, check_all, parse

    expressions = dict(base.expressions)
    for identifier, indicator in overlay.indicators.items():
        expressions.pop(identifier, None)
        try:
            expressions[identifier] = parse(indicator.formula)
        except FormulaError as error:
            yield _at_column(overlay, "indicators", identifier, error)
    declared = {name: each.unit for name, each in {**base.indicators, **overlay.indicators}.items()}
    units = {name: item.unit for name, item in {**base.items, **overlay.items}.items()}
    problems = check_all(expressions, declared, units)
    for identifier in overlay.indicators:
        for problem in problems.get(identifier, ()):
            yield _at_column(overlay, "indicators", identifier, problem)
    yield from _earlier(overlay, units)


def _earlier(overlay: Overlay, units: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with earlier formulas of own indicators; they name items only, so that no circle can hide."""
    from reportgen.formula import FormulaError, Symbol, check, parse

    symbols = {name: Symbol.of_unit(unit) for name, unit in units.items()}
    for identifier, indicator in overlay.indicators.items():
        for number, definition in enumerate(indicator.earlier):
            try:
                problems = check(parse(definition.formula), symbols, indicator.unit)
            except FormulaError as error:
                problems = (error,)
            for problem in problems:
                yield _at_column(overlay, "indicators", identifier, problem, f"earlier.{number}.formula")


def _rules(overlay: Overlay, base: Known) -> Iterator[Finding]:
    """What is wrong with the rules of own checks: F01 …, at the column of the file."""
    if not overlay.checks:
        return
    from reportgen.formula import FormulaError, Symbol, check_rule, parse

    symbols = {name: Symbol.of_unit(item.unit) for name, item in {**base.items, **overlay.items}.items()}
    for identifier, rule in overlay.checks.items():
        for key, text in (("rule", rule.rule), ("unless", rule.unless), ("explained", rule.explained)):
            try:
                problems = check_rule(parse(text), symbols) if text else ()
            except FormulaError as error:
                problems = (error,)
            for problem in problems:
                yield _at_column(overlay, "checks", identifier, problem, key)


def _kinds(overlay: Overlay, base: Known) -> Iterator[Finding]:
    """What own kinds of reports name and is not there."""
    sections = reports.choosing(base.sections, [*base.blocks, *overlay.blocks])
    known = reports.ReportNames.of(sections, base.words)
    for identifier, kind in overlay.reports.items():

        def at(*trail: str | int, identifier: str = identifier) -> Place:
            found = overlay.places.get(("reports", identifier, ".".join(map(str, trail))))
            return found or overlay.places["reports", identifier, ""]

        yield from reports.problems(identifier, kind, known, at)


def _at_column(overlay: Overlay, kind: str, identifier: str, error: FormulaError, key: str | None = None) -> Finding:
    key = key or ("rule" if kind == "checks" else "formula")
    place = overlay.places.get((kind, identifier, key), overlay.places[kind, identifier, ""])
    return Finding(error.rule, replace(place, column=(place.column or 1) + error.column - 1), error.facts)
