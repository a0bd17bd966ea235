"""``reportgen explain``: one number down to its cells.

The way of one number as a tree on the terminal.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text as Styled
from rich.tree import Tree

from reportgen.catalog.messages import grade_name
from reportgen.cli import again
from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import HERE, EntityOption, LanguageOption, PeriodOption, SchemeOption, case_folder
from reportgen.cli.show import unit_of, visible
from reportgen.cli.steps import starting, step
from reportgen.compute.derivation import in_words
from reportgen.export.explanation import factor, formula_of, scored, words_of
from reportgen.export.results import grade_of
from reportgen.model.printing import displayed, measured, number
from reportgen.model.schemes import Bound, Grade
from reportgen.model.values import RULES, Reason
from reportgen.report.desk.gradings import standards_source as source

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.results import ScoredIndicator, UsedReference
    from reportgen.model.values import Derivation


class ExplainFormat(StrEnum):
    """How an explanation is shown."""

    TREE = "tree"
    JSON = "json"


CaseOrIndicator = Annotated[str, typer.Argument(metavar="[CASE]", help=help_text("option.case"))]
IndicatorArgument = Annotated[str | None, typer.Argument(metavar="INDICATOR", help=help_text("option.indicator"))]
FormatOption = Annotated[ExplainFormat, typer.Option("--format", help=help_text("option.format"))]


def explain(  # noqa: PLR0913 - options of the command line
    first: CaseOrIndicator,
    second: IndicatorArgument = None,
    period: PeriodOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    form: FormatOption = ExplainFormat.TREE,
    lang: LanguageOption = None,
) -> None:
    """Print formula, items, cells, standard, score and source of one indicator; or what the code of a message means."""
    from reportgen.cli.messages import is_code

    speech = language(lang)
    if is_code(second or first):
        _print_rule(second or first, None if second is None else Path(first), speech)
        return
    case, indicator = (HERE, first) if second is None else (case_folder(Path(first)), second)
    asked = (indicator, period, entity, scheme, form, speech)
    again.answer("explain", case, asked, partial(_explain, case, *asked))


def _explain(  # noqa: PLR0913 - as asked
    case: Path, indicator: str, period: str | None, entity: str | None, scheme: str | None, form: ExplainFormat,
    speech: Language,
) -> None:  # fmt: skip
    with starting():
        from reportgen import pipeline
        from reportgen.cli.options import deliver
        from reportgen.export import explanation, results
        from reportgen.pipeline.choices import known_indicator
    with step("read"):
        checked = pipeline.check(case)
        known_indicator(indicator, checked.catalog)
    with step("evaluate"):
        material = pipeline.evaluate(checked, period=period, entity=entity, scheme=scheme)
    if form is ExplainFormat.JSON:
        deliver(results.text(explanation.document(material, indicator)).encode(), None)
    else:
        print_explanation(material, indicator, speech)


def _print_rule(code: str, case: Path | None, speech: Language) -> None:
    from reportgen.cli import messages
    from reportgen.cli.catalogue import catalog_of

    catalog = catalog_of(None if case is None else case_folder(case))
    messages.print_rule(messages.known_rule(code, catalog), catalog, speech)


UNBROKEN = 2000
"""No line is broken: a place must be copied whole."""


def print_explanation(material: Material, identifier: str, speech: Language) -> None:
    """Value, formula, items with their cells, then standard, score, weight and source."""
    definition = material.catalog.indicators[identifier]
    derivation = material.derive(identifier)
    value = measured(derivation.value, definition) if derivation.value is not None else "—"
    unit = unit_of(material, identifier, speech)
    root = Tree(
        Styled(f"{definition.name.in_language(speech)} {value} {unit} · {identifier} · {material.period}", style="bold")
    )
    root.add(Styled(f"{say('head.formula', speech)}: {derivation.expression}"))
    said = in_words(formula_of(material, identifier), material.catalog)
    root.add(Styled(f"{say('head.formula', speech)}: {said.in_language(speech)}"))
    for part in derivation.parts:
        _grow(root, part, material, speech)
    if derivation.reason:
        root.add(Styled(_because(derivation.reason, material.catalog, speech)))
    for flag in material.values.at(identifier, material.entity, material.period).flags:
        root.add(Styled(_word(material.catalog, f"reason.{flag}", speech)))
    if (row := scored(material, identifier)) is not None:
        _grow_score(root, row, material, speech)
    root.add(Styled(f"{say('head.source', speech)}: {source(definition.source).in_language(speech)}"))
    Console(highlight=False, emoji=False, markup=False, width=UNBROKEN).print(root)


def _because(reason: Reason, catalog: Catalog, speech: Language) -> str:
    """The reason and its edge rule."""
    return f"{_word(catalog, f'reason.{reason}', speech)} ({RULES[reason]})"


def _rests_on(part: Derivation, material: Material, speech: Language) -> str:
    """Whether a figure is as reported or audited, where the case has adjustments at all."""
    words = material.catalog.words.under("adjustment")
    if part.kind != "item" or part.parts or not material.dataset.adjustments:
        return ""
    one = part.adjustment
    if one is None:
        return f" · {words['reported'].in_language(speech)}"
    before, change = f"{one.reported:,.15g}", f"{one.amount:+,.15g}"
    return f" · {words['audited'].in_language(speech)} ({before} {change}: {one.reason} · {one.place})"


def _grow(tree: Tree, part: Derivation, material: Material, speech: Language) -> None:
    catalog = material.catalog
    value = "—" if part.value is None else f"{part.value:,.15g}"
    words = f"{words_of(part, catalog).in_language(speech)} = {value}"
    if part.kind == "item":
        view = f" · {_word(catalog, f'view.{part.view}', speech)}" if part.view else ""
        words += f" · {part.id} · {part.period}{view}"
    if part.place is not None:
        words += f" · {part.place}"
    if part.voucher:
        words += f" · {say('head.voucher', speech)} {part.voucher}"
    if (times := factor(material, part)) != 1:
        words += f" · × {times:,g}"
    if part.estimated:
        words += f" · {_word(catalog, 'reason.estimated', speech)}"
    if part.note:
        words += f" · {part.note}"
    words += _rests_on(part, material, speech)
    if part.reason is not None:
        words += f" · {_because(part.reason, catalog, speech)}"
    branch = tree.add(Styled(visible(words)))
    for child in part.parts:
        _grow(branch, child, material, speech)


def _grow_score(tree: Tree, row: ScoredIndicator, material: Material, speech: Language) -> None:
    catalog, unit = material.catalog, material.catalog.indicators[row.id].unit
    if row.standards is not None:
        levels = zip(Grade, row.standards.values(), strict=True)
        words = ", ".join(f"{_grade(grade, material, speech)} {_bound(bound, unit)}" for grade, bound in levels)
        origin = visible(source(row.standards.source).in_language(speech))
        tree.add(Styled(f"{say('head.standards', speech)}: {words} · {origin}"))
    if row.reference is not None:
        tree.add(Styled(f"{say('head.standards', speech)}: {_single(row.reference, catalog, unit, speech)}"))
    if row.evidence or row.inspector:
        said = " · ".join(visible(text) for text in (row.evidence, row.inspector) if text)
        tree.add(Styled(f"{_word(catalog, 'checklist.evidence', speech)}: {said}"))
    if row.score is not None and row.points is not None:
        reached = grade_of(row.score, material)
        grade = _grade(Grade(reached), material, speech) if reached else ""
        level = f" · {say('head.level', speech)} {_grade(row.level, material, speech)}" if row.level else ""
        weight = f"{say('head.weight', speech)} {_weight(row)}"
        words = f"{say('head.score', speech)}: {number(row.score, 2)} {grade}{level} · {weight}"
        tree.add(Styled(f"{words} · {say('head.points', speech)} {number(row.points, 2)}"))


def _weight(row: ScoredIndicator) -> str:
    """From what to what, where redistribution changed it."""
    nominal, effective = number(row.weight * 100, 2), number(row.effective_weight * 100, 2)
    return effective if nominal == effective else f"{nominal} → {effective}"


def _single(used: UsedReference, catalog: Catalog, unit: str, speech: Language) -> str:
    """The single standard of a method that takes one: kind, value, not-allowed value, source, year, objects."""
    known = [_bound(value, unit) for value in (used.unacceptable, used.value) if value is not None]
    facts = [used.source, "" if used.year is None else str(used.year), ", ".join(used.objects)]
    said = [f"{_word(catalog, f'standard_kind.{used.kind}', speech)} {' / '.join(known)}", *filter(None, facts)]
    return visible(" · ".join(said))


def _grade(grade: Grade, material: Material, speech: Language) -> str:
    return grade_name(grade, material.scheme, material.catalog.words).in_language(speech)


def _bound(bound: Bound, unit: str) -> str:
    ends = bound if isinstance(bound, tuple) else (bound,)
    return "-".join(f"{displayed(end, unit):g}" for end in ends)


def _word(catalog: Catalog, key: str, speech: Language) -> str:
    return catalog.words[key].in_language(speech) if key in catalog.words else key.rpartition(".")[2]
