"""``reportgen evaluate``: indicators, scores and grades as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.cli import again
from reportgen.cli.language import help_text, language
from reportgen.cli.manner import LogOption, QuietOption, logged, manner, speak, starting, step
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    PeriodOption,
    SchemeOption,
)
from reportgen.model.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language
    from reportgen.pipeline.checked import Checked


class ResultFormat(StrEnum):
    """How results are shown."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


RobustnessOption = Annotated[bool, typer.Option("--robustness", help=help_text("option.robustness"))]
BlockOption = Annotated[list[str] | None, typer.Option("--block", metavar="BLOCK", help=help_text("option.block"))]
PackOption = Annotated[list[str] | None, typer.Option("--pack", metavar="PACK", help=help_text("option.pack_values"))]
StrictOption = Annotated[bool, typer.Option("--strict", help=help_text("option.without_errors"))]
FormatOption = Annotated[ResultFormat, typer.Option("--format", help=help_text("option.format"))]


def evaluate(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    scheme: SchemeOption = None,
    period: PeriodOption = None,
    entity: EntityOption = None,
    form: FormatOption = ResultFormat.TABLE,
    block: BlockOption = None,
    pack: PackOption = None,
    robustness: RobustnessOption = False,
    strict: StrictOption = False,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    log: LogOption = None,
) -> None:
    """Evaluate one hospital, or all hospitals of a panel; exit 1 if the data has errors."""
    from reportgen.cli.writing import ready

    speak(quiet=quiet, log=log)
    speech = language(lang)
    ready(output, form, force=force)
    asked = _Asked(
        scheme, period, entity, form, tuple(block or ()), tuple(dict.fromkeys(pack or ())), robustness, strict, speech
    )
    give = partial(_evaluate, case, asked, output, force=force)
    if output is not None or log is not None:
        give()
    else:
        again.answer("evaluate", case, (asked, manner()), give)


@dataclass(frozen=True)
class _Asked:
    """What is wanted of an evaluation, and how it is to be shown."""

    scheme: str | None
    period: str | None
    entity: str | None
    form: ResultFormat
    blocks: tuple[str, ...]
    packs: tuple[str, ...]
    robustness: bool
    strict: bool
    speech: Language


def _evaluate(case: Path, asked: _Asked, output: Path | None, *, force: bool) -> None:
    with starting():
        from reportgen import pipeline
        from reportgen.cli.options import deliver, verdict
        from reportgen.pipeline.choices import known_packs
    form = asked.form
    with step("read"):
        checked = pipeline.check(case)
        known_packs(asked.packs, checked.catalog)
    with step("evaluate"):
        materials = pipeline.evaluate_all(
            checked, period=asked.period, entity=asked.entity, scheme=asked.scheme, submission=asked.strict
        )
    logged(_all_findings(materials, checked), checked.catalog)
    if form is ResultFormat.TABLE:
        _print(materials, checked, asked)
    elif asked.packs:
        deliver(_packs(materials, asked.packs, form), output, force=force)
    else:
        one = pipeline.is_one(checked, asked.entity)
        deliver(_content(materials, form, one=one, robustness=asked.robustness), output, force=force)
    every = (one for material in materials for one in material.findings)
    raise typer.Exit(verdict((*checked.findings, *every), checked.catalog))


def _print(materials: list[Material], checked: Checked, asked: _Asked) -> None:
    """On the terminal: blocks and packs where some are named, else scores, with what is missing and what was found."""
    from reportgen.cli import show
    from reportgen.cli.results_table import print_results

    speech = asked.speech
    if manner().quiet:
        show.concerns(() if manner().logged else _all_findings(materials, checked), checked.catalog, speech)
        return
    if asked.blocks:
        from reportgen.cli.tree import print_blocks

        print_blocks(materials, list(asked.blocks), speech)
    if asked.packs:
        from reportgen.cli.tree import print_packs

        print_packs(materials, asked.packs, speech)
    if asked.blocks or asked.packs:
        return
    for material in materials:
        print_results(material, speech)
        show.lacking([(material.entity, lacked)] if (lacked := material.lacking()) else [], checked, speech)
        if asked.robustness:
            _print_robustness(material, speech)
    if not manner().logged:
        show.concerns(_all_findings(materials, checked), checked.catalog, speech)


def _all_findings(materials: list[Material], checked: Checked) -> tuple[Finding, ...]:
    """Those of reading and checking, and for a single hospital those of its evaluation."""
    return materials[0].findings if len(materials) == 1 else checked.findings


def _print_robustness(material: Material, speech: Language) -> None:
    from reportgen.analysis.robustness import change_of, grades_of, robustness_of
    from reportgen.cli.results_table import print_robustness

    print_robustness(robustness_of(material), change_of(material), grades_of(material), material, speech)


def _content(materials: list[Material], form: ResultFormat, *, one: bool, robustness: bool) -> bytes:
    from reportgen.export import readings, results

    if robustness and form in {ResultFormat.JSON, ResultFormat.JSONL}:
        documents = [_sure(material) for material in materials]
        if form is ResultFormat.JSONL:
            return "".join(map(results.line, documents)).encode()
        whole = documents[0] if one else {"schema": results.PANEL, "results": documents}
        return results.text(whole).encode()
    match form:
        case ResultFormat.JSONL:
            return "".join(results.line(results.document(material)) for material in materials).encode()
        case ResultFormat.CSV:
            return readings.wide_csv(readings.frame(materials))
        case ResultFormat.XLSX:
            return _workbook(materials, one=one)
        case _:
            return results.text(results.document(materials[0]) if one else results.panel(materials)).encode()


def _packs(materials: list[Material], names: tuple[str, ...], form: ResultFormat) -> bytes:
    """The named packs in the format asked for: JSON, or one row an indicator."""
    from reportgen.export import readings, results

    match form:
        case ResultFormat.JSON:
            return results.text(results.packs_document(materials, names)).encode()
        case ResultFormat.JSONL:
            return "".join(results.line(results.packs_document([material], names)) for material in materials).encode()
        case ResultFormat.CSV:
            return readings.wide_csv(results.frame(materials, names))
        case ResultFormat.XLSX:
            return readings.xlsx(results.frame(materials, names))
        case _:
            return readings.wide_parquet(results.frame(materials, names).astype({"value": float}))


def _workbook(materials: list[Material], *, one: bool) -> bytes:
    """Workbooks that compute; of hospitals that no scheme scores a table of values."""
    from reportgen.export import live, live_group, readings

    if one:
        return live.workbook(materials[0])
    scored = any(material.evaluation.indicators for material in materials)
    return live_group.workbook(materials) if scored else readings.xlsx(readings.frame(materials))


def _sure(material: Material) -> dict[str, Any]:
    """The result together with how sure it is."""
    from reportgen.analysis.robustness import change_of, grades_of, robustness_of
    from reportgen.export import findings, results

    found = findings.robustness_document(robustness_of(material))
    return results.document(material) | {
        "robustness": found | findings.change(change_of(material), grades_of(material))
    }
