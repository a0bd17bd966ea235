"""Indicators, official forms and checks of the built-in catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from reportgen.compute.derivation import in_words
from reportgen.model.definitions import CheckRule, Form, Indicator, Thresholds
from reportgen.model.registers import RegisterDefinition
from reportgen.model.warnings import Level, WarningLine, WarningSet
from scripts.docs.markdown import both, cell, code, heading, number, table
from scripts.docs.words import catalog, head, of, said


def indicators() -> str:
    """A table for each ability: id, name, meaning, formula, unit, direction, source."""
    known = catalog().indicators
    order = list(catalog().words.under("ability"))
    ranked = sorted(known.items(), key=lambda one: order.index(one[1].ability))
    sections = []
    for ability, members in groupby(ranked, key=lambda one: one[1].ability):
        rows = [_indicator(*one) for one in members]
        title = f"{said(f'ability.{ability}')} ({len(rows)})"
        sections.append(f"{heading(2, title)}\n{_indicators(rows)}")
    return f"{_count(known)}\n" + "\n".join([*sections, _packs()])


def _packs() -> str:
    """The named sets: version, source, members."""
    rows = [
        (code(name), both(pack.name), pack.version, " ".join(map(code, pack.indicators)), cell(pack.source))
        for name, pack in catalog().packs.items()
    ]
    title = of("label", "packs")
    columns = [head(key) for key in ("id", "name", "version", "indicator", "source")]
    return f"{heading(2, f'{title.zh} {title.en} ({len(rows)})')}\n{table(columns, rows)}"


def _indicators(rows: list[tuple[str, ...]]) -> str:
    return table([head(key) for key in ("id", "name", "meaning", "formula", "unit", "direction", "source")], rows)


def _indicator(identifier: str, indicator: Indicator) -> tuple[str, ...]:
    words = catalog().words
    obsolete = f"<br>*{of('label', 'obsolete').zh} {of('label', 'obsolete').en}*" if indicator.obsolete else ""
    return (
        code(identifier),
        both(indicator.name) + obsolete,
        both(indicator.meaning),
        f"{code(indicator.formula)}<br>{both(in_words(catalog().expressions[identifier], catalog()))}",
        indicator.unit,
        both(words[f"direction.{indicator.direction}"]),
        cell(indicator.source) + _lines(indicator),
    )


def _lines(indicator: Indicator) -> str:
    """The named sets of lines, each with what is good."""
    said = (f"<br>{both(lines.name)}: {_from_to(lines)}" for lines in indicator.thresholds.values())
    return "".join(said)


def _from_to(lines: Thresholds) -> str:
    return ", ".join(
        f"{level} " + " / ".join("…".join("" if end is None else f"{end:g}" for end in band) for band in bands)
        for level, bands in lines.bands().items()
    )


def forms() -> str:
    """The official forms that are recognised, with their rules of accounting."""
    known = sorted(catalog().forms.values(), key=lambda form: (form.regime != "2019", form.regime, form.code))
    return table([head(key) for key in ("code", "form", "regime", "rows")], map(_form, known))


def _form(form: Form) -> tuple[str, ...]:
    rows = len(form.rows) + len(form.right_rows)
    return cell(form.code), both(form.title), form.regime, str(rows)


def registers() -> str:
    """The tables beside the statements: what each is for, where `init` puts it, and its heads; bold ones prove it."""
    columns = [head(key) for key in ("form", "meaning", "folder", "heads")]
    return table(columns, [_register(one) for one in catalog().registers.values()])


def _register(definition: RegisterDefinition) -> tuple[str, ...]:
    heads = [
        f"**{cell(column.name.zh)}**" if column.required else cell(column.name.zh)
        for column in definition.columns.values()
    ]
    folder = f"{definition.folder}/" if definition.folder else "actions.xlsx"
    return both(definition.name), both(definition.purpose), code(folder), " ".join(heads)


def warnings() -> str:
    """The sets of warning lines: each indicator with the value at which each level begins."""
    return "\n".join(_set(*one) for one in catalog().warnings.items())


def _set(name: str, lines: WarningSet) -> str:
    columns = [head("indicator"), *(both(of("warning", level)) for level in Level), head("owner"), head("measure")]
    rows = [
        (
            both(catalog().indicators[one].name),
            *(_line(line, level) for level in Level),
            both(line.owner),
            both(line.measure),
        )
        for one, line in lines.lines.items()
    ]
    said = f"{cell(lines.name.zh)} {cell(lines.name.en)}: {code(name)}"
    return f"{heading(3, said)}\n{cell(lines.source)}\n\n{table(columns, rows)}"


def _line(line: WarningLine, level: Level) -> str:
    """≥ where more is worse, ≤ where less is; both where either is."""
    marks = ((line.above, "≥"), (line.below, "≤"))
    return " ".join(f"{mark} {number(side[level])}" for side, mark in marks if level in side)


def checks() -> str:
    """The rules of the check language: what must hold, how exactly, and where that is said."""
    known = catalog().checks
    columns = [head(key) for key in ("id", "name", "rule", "severity", "tolerance", "source")]
    return f"{_count(known)}\n\n{table(columns, [_check(*one) for one in known.items()])}"


def _check(identifier: str, check: CheckRule) -> tuple[str, ...]:
    explanation = f"<br>{both(check.explanation)}" if check.explanation else ""
    return (
        code(identifier),
        both(check.name) + explanation,
        code(check.rule),
        both(of("severity", check.severity)),
        code(check.tolerance),
        cell(check.source),
    )


def _count(known: Iterable[object]) -> str:
    label = of("label", "count")
    return f"{label.zh} {label.en}: {len(list(known))}"
