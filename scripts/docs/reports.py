"""Kinds of reports with their sections, what each section tells, and the conditions that kinds may name."""

from __future__ import annotations

from reportgen.model.reports import SectionEntry, SectionOption, SectionType
from scripts.docs.markdown import both, cell, code, heading, table
from scripts.docs.words import catalog, head, of


def reports() -> str:
    """A table for each kind, then one of all sections and one of all conditions."""
    kinds = [
        f"{heading(2, f'{name}: {kind.name.zh} {kind.name.en}')}\n"
        f"{of('label', 'source').zh} {of('label', 'source').en}: {cell(kind.source)}\n\n"
        f"{table([head(key) for key in ('id', 'title', 'condition', 'options')], map(_entry, kind.sections))}"
        for name, kind in catalog().reports.items()
    ]
    return "\n".join([*kinds, _sections(), _conditions()])


def _entry(entry: SectionEntry) -> tuple[str, ...]:
    indent = "\N{EM SPACE}" * (entry.level - 1)
    title = entry.title or catalog().sections[entry.section].title
    options = " ".join(code(f"{name}: {value}") for name, value in entry.options.items())
    name = entry.name if entry.id is None else f"{entry.section} ({entry.id})"
    return f"{indent}{code(name)}", both(title), " ".join(map(code, entry.when)), options


def _sections() -> str:
    rows = [_section(name, section) for name, section in catalog().sections.items()]
    title = of("label", "sections")
    return f"{heading(2, f'{title.zh} {title.en}')}\n{table([head(key) for key in ('id', 'meaning', 'options')], rows)}"


def _section(name: str, section: SectionType) -> tuple[str, ...]:
    return code(name), both(section.says), "<br>".join(_option(*one) for one in section.options.items())


def _option(name: str, option: SectionOption) -> str:
    choices = " ".join(map(code, option.choices))
    return f"{code(name)} {both(option.says)}<br>{choices} ({head('default')} {code(str(option.default))})"


def _conditions() -> str:
    rows = [(code(name), both(text)) for name, text in catalog().words.under("condition").items()]
    title = of("label", "conditions")
    return f"{heading(2, f'{title.zh} {title.en}')}\n{table([head('id'), head('meaning')], rows)}"
