"""``reportgen explain``: one number down to its cells, or what the code of a message means and what to do about it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli import again
from reportgen.cli.language import help_text, language
from reportgen.cli.manner import starting, step
from reportgen.cli.options import HERE, EntityOption, LanguageOption, PeriodOption, SchemeOption, case_folder
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

CaseOrIndicator = Annotated[str, typer.Argument(metavar="[CASE]", help=help_text("option.case"))]
IndicatorArgument = Annotated[str | None, typer.Argument(metavar="INDICATOR", help=help_text("option.indicator"))]
CODE: Final = re.compile(r"[A-Z]{1,2}\d{2,3}", re.IGNORECASE)


class ExplainFormat(StrEnum):
    """How an explanation is shown."""

    TREE = "tree"
    JSON = "json"


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
    speech = language(lang)
    if is_code(second or first):
        _print_rule(second or first, None if second is None else Path(first), speech)
        return
    case, indicator = (HERE, first) if second is None else (case_folder(Path(first)), second)
    asked = (indicator, period, entity, scheme, form, speech)
    again.answer("explain", case, asked, partial(_explain, case, *asked))


def _explain(  # noqa: PLR0913 - as asked
    case: Path,
    indicator: str,
    period: str | None,
    entity: str | None,
    scheme: str | None,
    form: ExplainFormat,
    speech: Language,
) -> None:
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
        from reportgen.cli.tree import print_explanation

        print_explanation(material, indicator, speech)


def _print_rule(code: str, case: Path | None, speech: Language) -> None:
    from reportgen.cli.catalogue import catalog_of

    catalog = catalog_of(None if case is None else case_folder(case))
    print_rule(known_rule(code, catalog), catalog, speech)


def is_code(text: str) -> bool:
    """Whether somebody may mean the code of a message: a letter and two digits."""
    return CODE.fullmatch(text) is not None


def known_rule(text: str, catalog: Catalog) -> str:
    """The code as it is written in the catalogue.

    Raises:
        Refused: C08 if there is none, with the nearest.
    """
    from reportgen.formula.functions import nearest

    code, known = text.upper(), catalog.messages.by_rule
    if code in known:
        return code
    if text in known:
        return text
    raise Refused([Finding("C08", NOWHERE, {"name": text, "nearest": nearest(code, known)})])


def print_rule(code: str, catalog: Catalog, speech: Language) -> None:
    """What the code means, how much it weighs, what it says and what to do; of a check also what must hold."""
    from reportgen.cli import show

    said = catalog.messages.in_general(code, speech)
    words = catalog.words
    rows = [["rule", code], ["severity", words[f"severity.{said.severity}"].in_language(speech)]]
    rows += [["message", said.message], *([["fix", said.fix]] if said.fix else [])]
    check = catalog.checks.get(code)
    if check is not None:
        rows += [["name", check.name.in_language(speech)], ["holds", check.rule], ["source", check.source]]
    show.table(["", ""], [[words[f"cli.head.{key}"].in_language(speech), text] for key, text in rows])
