"""A scheme on the terminal: parts and shares, indicators with weights and standards, bands, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportgen.cli import show
from reportgen.cli.language import help_text
from reportgen.model.schemes import Grade, Scheme, SchemePart

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language


def print_scheme(identifier: str, catalog: Catalog, speech: Language) -> None:
    """All that a scheme says."""
    scheme = catalog.schemes[identifier]
    typer.echo(f"{identifier} · {scheme.name.in_language(speech)} · {scheme.version}")
    typer.echo(f"{help_text('head.source')}: {scheme.source}")
    if scheme.note:
        typer.echo(scheme.note.in_language(speech))
    typer.echo(f"{help_text('head.bands')}: {_bands(scheme, catalog, speech)}\n")
    for name, part in scheme.parts.items():
        _print_part(name, part, catalog, speech)


def _bands(scheme: Scheme, catalog: Catalog, speech: Language) -> str:
    words = [(catalog.words[f"grade.{grade}"].in_language(speech), bound) for grade, bound in scheme.grades.items()]
    return ", ".join(f"{word} ≥ {bound:g}" for word, bound in words)


def _print_part(identifier: str, part: SchemePart, catalog: Catalog, speech: Language) -> None:
    rule = part.weights if isinstance(part.weights, str) else part.weights.method
    name = part.name.in_language(speech) if part.name else identifier
    typer.echo(f"{name} · {help_text('head.share')} {part.share * 100:g} · {part.method} · {rule}")
    head = [help_text(f"head.{key}") for key in ("id", "indicator", "weight", "direction")]
    rows, sources = [], []
    for key, scored in part.indicators.items():
        definition = catalog.indicators.get(key)
        standards = scored.standards
        values = [_bound(value) for value in standards.values()] if standards else [""] * 5
        weight = "" if scored.weight is None else f"{scored.weight:g}"
        direction = scored.direction or (definition.direction if definition else "")
        rows.append([key, definition.name.in_language(speech) if definition else key, weight, str(direction), *values])
        if standards and standards.source not in sources:
            sources.append(standards.source)
    show.table([*head, *(catalog.words[f"grade.{grade}"].in_language(speech) for grade in Grade)], rows, range(4, 9))
    for source in sources:
        typer.echo(f"{help_text('head.sources')}: {source}")
    typer.echo("")


def _bound(value: float | tuple[float, float]) -> str:
    return f"{value[0]:g}-{value[1]:g}" if isinstance(value, tuple) else f"{value:g}"
