"""A scheme on the terminal: parts and shares, indicators with weights and standards, bands, sources, its own checks.

What a scheme's own checks say: sums and structure, overlaps, repeated figures, the balance of its indicators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

import typer

from reportgen.catalog.messages import grade_name
from reportgen.cli import show
from reportgen.cli.options import verdict
from reportgen.errors import ExitCode
from reportgen.model.schemes import Grade, Reference, Scheme, SchemeIndicator, SchemePart, Standards
from reportgen.scoring import scheme_findings
from reportgen.scoring.methods import part_name, weighting_name
from reportgen.scoring.ranking import OPTIONS, UNWEIGHTED
from reportgen.scoring.sample import is_financial

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language


FEWEST: Final = 2


WHOLE: Final = 100


def lines(identifier: str, catalog: Catalog, speech: Language) -> Iterator[str]:
    """One line for each thing that was looked at."""
    from reportgen.scoring import scheme_findings

    scheme, words = catalog.schemes[identifier], catalog.words

    def say(key: str, **facts: str) -> str:
        return words[f"scheme_page.{key}"].in_language(speech).format(**facts)

    def name(indicator: str) -> str:
        return catalog.indicators[indicator].name.in_language(speech)

    found = list(scheme_findings(scheme, identifier, catalog))
    for one in found:
        said = catalog.messages.both(one)
        yield say("fault", message=said.message.in_language(speech))
        if said.fix is not None:
            yield f"    → {said.fix.in_language(speech)}"
    if not found:
        yield say("checks", version=scheme.version)
    yield from (say("overlap", one=name(one), other=name(other)) for one, other in overlaps(scheme, catalog))
    repeated = [
        f"{catalog.items[item].name.in_language(speech)} {share * WHOLE:.1f}%"
        for item, share, count in shares_of_items(scheme, catalog)
        if count >= FEWEST
    ]
    if repeated:
        yield say("inputs", items=", ".join(repeated))
    financial, other = balance(scheme, catalog)
    weights = {
        "weight": f"{financial[1] * WHOLE:.1f}",
        "rest": f"{other[1] * WHOLE:.1f}",
    }
    yield say("balance", financial=str(financial[0]), other=str(other[0]), **weights)
    if any(catalog.indicators[one].ability == "surplus" for one, _ in weighted(scheme, catalog)):
        yield say("caution")


def weighted(scheme: Scheme, catalog: Catalog) -> list[tuple[str, float]]:
    """Each scored indicator and its share of the whole; even shares where weights are found from data."""
    found = []
    for part in scheme.parts.values():
        basic = {
            name: one for name, one in part.indicators.items() if one.layer == "basic" and name in catalog.indicators
        }
        stated = {name: one.weight for name, one in basic.items() if one.weight is not None}
        whole = sum(stated.values())
        for name in basic:
            share = stated.get(name, 0.0) / whole if whole else 1 / len(basic)
            found.append((name, part.share * share))
    return found


def overlaps(scheme: Scheme, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Pairs of scored indicators that say the same."""
    known = catalog.indicators
    for (one, _), (other, _) in combinations(weighted(scheme, catalog), 2):
        if other in known[one].same_as or one in known[other].same_as:
            yield one, other


def shares_of_items(scheme: Scheme, catalog: Catalog) -> list[tuple[str, float, int]]:
    """Items by the weight of the indicators that use them, and by how many use them; heaviest first."""
    totals: dict[str, tuple[float, int]] = {}
    for indicator, weight in weighted(scheme, catalog):
        for item in catalog.items_behind.get(indicator, ()):
            share, count = totals.get(item, (0.0, 0))
            totals[item] = share + weight, count + 1
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return [(item, share, count) for item, (share, count) in ranked]


def balance(scheme: Scheme, catalog: Catalog) -> tuple[tuple[int, float], tuple[int, float]]:
    """Number and weight of the indicators that rest on statements alone, and of the others."""
    counts = {True: (0, 0.0), False: (0, 0.0)}
    for indicator, weight in weighted(scheme, catalog):
        financial = is_financial(indicator, catalog)
        count, total = counts[financial]
        counts[financial] = count + 1, total + weight
    return counts[True], counts[False]


PERCENT: Final = 100


def print_scheme(identifier: str, catalog: Catalog, speech: Language) -> ExitCode:
    """All that a scheme says, and what its own checks find; FINDINGS where it cannot be scored by."""
    page = _SchemeWords(catalog, speech)
    scheme = catalog.schemes[identifier]
    for line in page.head(identifier, scheme):
        typer.echo(line)
    for name, part in scheme.parts.items():
        page.part(name, part)
    for line in lines(identifier, catalog, speech):
        typer.echo(line)
    return verdict(scheme_findings(scheme, identifier, catalog), catalog)


class _SchemeWords:
    """The words of one language."""

    def __init__(self, catalog: Catalog, speech: Language) -> None:
        self._catalog = catalog
        self._speech = speech

    def head(self, identifier: str, scheme: Scheme) -> Iterator[str]:
        """Name, source, note, bands, profiles."""
        yield f"{identifier} · {scheme.name.in_language(self._speech)} · {scheme.version}"
        yield f"{self._word('cli.head.source')}: {scheme.source}"
        if scheme.note:
            yield scheme.note.in_language(self._speech)
        bands = ", ".join(f"{self._grade(scheme, grade)} ≥ {bound:g}" for grade, bound in scheme.grades.items())
        yield f"{self._word('cli.head.bands')}: {bands}"
        if scheme.profiles:
            named = [f"{name} {one.name.in_language(self._speech)}" for name, one in scheme.profiles.items()]
            yield self._word("scheme_page.profiles").format(names=", ".join(named))
        if scheme.pay_coefficients:
            pay = [f"{self._grade(scheme, grade)} {number:g}" for grade, number in scheme.pay_coefficients.items()]
            yield self._word("scheme_page.pay").format(names=", ".join(pay))
        yield ""

    def part(self, identifier: str, part: SchemePart) -> None:
        """One part: its share and method, its indicators, its sources."""
        rule = "own" if part.method in UNWEIGHTED else weighting_name(part)
        name = part_name(identifier, part, self._catalog.words).in_language(self._speech)
        share = f"{self._word('cli.head.share')} {part.share * PERCENT:g}"
        typer.echo(f"{name} · {share} · {self._method(part.method)} · {self._weighting(rule)}")
        for line in self._options(part):
            typer.echo(line)
        levels = [self._word(f"grade.{grade}") for grade in Grade]
        head = [self._word(f"cli.head.{key}") for key in ("id", "indicator", "weight", "direction", "kind")]
        tables = self._tables(part)
        whole: defaultdict[str, float] = defaultdict(float)
        for one in part.indicators.values():
            whole[one.layer] += one.weight or 0
        rows = [self._row(key, one, tables.get(key), whole[one.layer]) for key, one in part.indicators.items()]
        show.table([*head, *levels], rows, range(5, 10))
        for source in _sources(part, tables):
            typer.echo(f"{self._word('cli.head.sources')}: {source}")
        typer.echo("")

    def _options(self, part: SchemePart) -> Iterator[str]:
        """What the part says beyond its indicators, as it is written, where it is not the usual."""
        told = {key: getattr(part, key) for key in ("aggregate", "operator", "cap", "floor")}
        told |= {f"ranking.{key}": value for key, value in part.ranking if key in OPTIONS.get(part.method, ())}
        told |= {f"screening.{key}": value for key, value in part.screening or ()}
        usual = {key: SchemePart.model_fields[key].default for key in ("aggregate", "operator", "cap", "floor")}
        shown = [f"{key} {value}" for key, value in told.items() if value not in {None, False, usual.get(key)}]
        if shown:
            yield self._word("scheme_page.options").format(options=", ".join(shown))
        yield self._word("scheme_page.missing").format(limit=f"{part.missing_limit * PERCENT:g}")

    def _row(self, key: str, one: SchemeIndicator, from_table: Standards | None, whole: float) -> list[str]:
        """One indicator; its weight in per cent of the part's, or of its layer's, however they were stated."""
        definition = self._catalog.indicators.get(key)
        standards = one.standards or from_table
        values = [_bound(value) for value in standards.values()] if standards else [""] * len(Grade)
        weight = "" if one.weight is None else f"{one.weight / whole * PERCENT:.4g}"
        if one.layer == "correction":
            weight = f"({weight})"
        direction = one.direction or (definition.direction if definition else "none")
        name = definition.name.in_language(self._speech) if definition else key
        single = "; ".join(self._reference(reference) for reference in one.references)
        full = "" if one.full_mark is None else f"{one.full_mark:g}"
        kind = self._word(f"standard_kind.{standards.kind}") if standards else single or full
        return [key, name, weight, self._word(f"direction.{direction}"), kind, *values]

    def _reference(self, reference: Reference) -> str:
        known = [reference.unacceptable, reference.value]
        numbers = " / ".join(_bound(value) for value in known if value is not None)
        return f"{self._word(f'standard_kind.{reference.kind}')} {numbers}".strip()

    def _tables(self, part: SchemePart) -> dict[str, Standards]:
        """The standards of the first table of the part's family, as an example of its class."""
        from reportgen.scoring.standards import standards

        first = next((one for one in self._catalog.standards.values() if one.family == part.standards_from), None)
        return {} if first is None else {name: standards(first, name) for name in first.values}

    def _grade(self, scheme: Scheme, grade: Grade) -> str:
        return grade_name(grade, scheme, self._catalog.words).in_language(self._speech)

    def _method(self, method: str) -> str:
        key = f"scoring.{method}"
        return self._word(key) if key in self._catalog.words else method

    def _weighting(self, rule: str) -> str:
        key = f"weighting.{rule}"
        return self._word(key) if key in self._catalog.words else rule

    def _word(self, key: str) -> str:
        return self._catalog.words[key].in_language(self._speech)


def _sources(part: SchemePart, tables: dict[str, Standards]) -> list[str]:
    """Where the standards come from, each source once, with the class that they were made for."""
    found: dict[str, None] = {}
    for key, one in part.indicators.items():
        standards = one.standards or tables.get(key)
        if standards is not None:
            facts = (standards.level, standards.type, standards.region, standards.year)
            known = ", ".join(str(fact) for fact in facts if fact is not None)
            found[f"{standards.source} ({known})" if known else standards.source] = None
        found |= {reference.source: None for reference in one.references if reference.source}
    return list(found)


def _bound(value: float | tuple[float, float]) -> str:
    return f"{value[0]:g}-{value[1]:g}" if isinstance(value, tuple) else f"{value:g}"
