"""The built-in schemes: parts, weights, standards, bands, sources."""

from __future__ import annotations

from reportgen.model.schemes import Bound, Grade, Scheme, SchemeIndicator, SchemePart, WeightRule
from scripts.docs.markdown import both, cell, code, heading, number, table
from scripts.docs.words import catalog, head, of, said


def schemes() -> str:
    """A section for each scheme."""
    return "\n".join(_scheme(*one) for one in sorted(catalog().schemes.items()))


def _scheme(identifier: str, scheme: Scheme) -> str:
    bands = " · ".join(f"{said(f'grade.{grade}')} ≥ {number(bound)}" for grade, bound in scheme.grades.items())
    facts = [
        f"- {_label('version')}: {scheme.version}",
        f"- {_label('source')}: {scheme.source}",
        f"- {_label('bands')}: {bands}",
        f"- {_label('requires')}: {', '.join(scheme.requires) or _label('none')}",
    ]
    note = f"\n{scheme.note.zh}\n\n{scheme.note.en}\n" if scheme.note else ""
    parts = "\n".join(_part(scheme, name, part) for name, part in scheme.parts.items())
    title = heading(2, f"{identifier}: {scheme.name.zh} {scheme.name.en}")
    return "\n".join([title, *facts, f"{note}{parts}"])


def _part(scheme: Scheme, identifier: str, part: SchemePart) -> str:
    name = f"{part.name.zh} {part.name.en}" if part.name else identifier
    rule = part.weights if isinstance(part.weights, str) else _rule(part.weights)
    facts = [
        f"- {_label('share')}: {number(part.share * 100)}%",
        f"- {_label('method')}: {code(part.method)}; {_label('weights')}: {code(rule)}",
        f"- {_label('withheld')}: {number(part.missing_limit * 100)}%",
    ]
    columns = [head(key) for key in ("indicator", "ability", "direction")]
    columns += [said(f"grade.{grade}") for grade in Grade]
    rows = [_indicator(scheme, *one) for one in part.indicators.items()]
    title = heading(3, f"{name} ({identifier})")
    return "\n".join([title, *facts, "", table(columns, rows), _sources(part)])


def _rule(rule: WeightRule) -> str:
    """As it is written in YAML, without what need not be said."""
    stated = rule.model_dump(mode="json", exclude_defaults=True)
    method = stated.pop("method")
    options = ", ".join(f"{key}: {_listed(value)}" for key, value in stated.items())
    return f"{method} ({options})" if options else str(method)


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _indicator(scheme: Scheme, identifier: str, scored: SchemeIndicator) -> tuple[str, ...]:
    definition = catalog().indicators.get(identifier)
    name = f"<br>{both(definition.name)}" if definition else ""
    ability = scored.ability or (definition.ability if definition else "")
    direction = scored.direction or (definition.direction if definition else "")
    bounds = [_bound(value) for value in scored.standards.values()] if scored.standards else [""] * len(Grade)
    named = both(scheme.abilities[ability]) if ability in scheme.abilities else cell(ability)
    return f"{code(identifier)}{name}", named, str(direction), *bounds


def _bound(bound: Bound) -> str:
    return f"{number(bound[0])} … {number(bound[1])}" if isinstance(bound, tuple) else number(bound)


def _sources(part: SchemePart) -> str:
    """Where the standards come from, each source once."""
    sources = {one.standards.source: None for one in part.indicators.values() if one.standards}
    return "".join(f"{_label('sources')}: {cell(source)}\n" for source in sources)


def _label(key: str) -> str:
    text = of("label", key)
    return f"{text.zh} {text.en}"
