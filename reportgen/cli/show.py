"""Findings and tables on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from reportgen import checks
from reportgen.catalog import load_catalog
from reportgen.checks.lacking import told
from reportgen.checks.saying import sentence
from reportgen.cli.plain import visible
from reportgen.errors import Refused
from reportgen.model.finding import Finding, Severity

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake import Reading
    from reportgen.model.definition import Language
    from reportgen.model.quality import Judged
    from reportgen.pipeline.checked import Checked

COLORS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
ORDER: Final = tuple(Severity)
MOST_OF_A_RULE: Final = 3


def console(stream: TextIO | None = None) -> Console:
    """A console that neither wraps nor colours what goes into a file; NO_COLOR is respected."""
    out = stream or sys.stdout
    return Console(file=out, highlight=False, soft_wrap=True, emoji=False, markup=False)


def findings(found: Iterable[Finding], catalog: Catalog, language: Language, stream: TextIO | None = None) -> None:
    """All findings, the gravest first, those that follow from another under it; then one line that counts them."""
    out = console(stream)
    listed = sorted(found, key=lambda finding: _order(finding, catalog))
    for finding, follows in checks.ordered(listed, catalog):
        line = _line(finding, catalog, language)
        out.print(Styled("  ↳ ").append(line) if follows else line)
        said = catalog.messages.say(finding, language)
        if said.fix and not follows:
            out.print(Styled(f"    → {visible(said.fix)}", style="dim"))
    out.print(_count(listed, catalog, language))


def quality(judged: Judged, catalog: Catalog, language: Language) -> None:
    """One line: how far the data can be trusted, with the figures behind it."""
    console().print(sentence(judged, catalog).in_language(language))


def lacking(found: Sequence[tuple[str, Sequence[checks.Lacking]]], checked: Checked, language: Language) -> None:
    """Hospital by hospital what is still missing, and what each piece would unlock."""
    out, entities = console(), checked.reading.dataset.entities
    for entity, pieces in found:
        name = entities[entity].name if entity in entities else entity
        out.print(visible(checked.catalog.words["lacking.title"].in_language(language).format(name=name)))
        for one in pieces:
            out.print(visible(f"  · {told(one, checked.catalog).in_language(language)}"))


def concerns(found: Iterable[Finding], catalog: Catalog, language: Language, told: Sequence[Finding] = ()) -> None:
    """On stderr what somebody must look at and what to do; notes are only counted, what follows is left out.

    `check` lists both. What was told before is counted with the rest; findings with one remedy are followed by it once.
    """
    rest = tuple(found)
    everything = (*told, *rest)
    if not everything:
        return
    own = (finding for finding in rest if finding.cause is None)
    weighty = [finding for finding in own if catalog.messages.severity(finding) is not Severity.NOTE]
    out = console(sys.stderr)
    ordered = sorted(weighty, key=lambda each: _order(each, catalog))
    fixes = [catalog.messages.say(finding, language).fix for finding in ordered]
    for finding, fix, following in zip(ordered, fixes, [*fixes[1:], None], strict=False):
        out.print(_line(finding, catalog, language))
        if fix and fix != following:
            out.print(Styled(f"    → {visible(fix)}", style="dim"))
    out.print(_count(everything, catalog, language))


def layout(found: Sequence[Finding], catalog: Catalog, language: Language) -> None:
    """On stderr what the lint says of the pages: of each rule the first few, and once what to do."""
    out = console(sys.stderr)
    for rule in sorted({finding.rule for finding in found}):
        listed = [finding for finding in found if finding.rule == rule]
        for finding in listed[:MOST_OF_A_RULE]:
            out.print(_line(finding, catalog, language))
        if len(listed) > MOST_OF_A_RULE:
            more = catalog.words["layout.more"].in_language(language)
            out.print(Styled(f"    {more.format(n=len(listed) - MOST_OF_A_RULE)}", style="dim"))
        if fix := catalog.messages.say(listed[0], language).fix:
            out.print(Styled(f"    → {visible(fix)}", style="dim"))


def refusal(refused: Refused, language: Language) -> None:
    """Why the work was not done, on stderr."""
    findings(refused.findings, load_catalog(), language, sys.stderr)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> None:
    """A plain table on stdout; columns of numbers stand at the right."""
    right = set(numbers)
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for index, title in enumerate(head):
        drawn.add_column(title, justify="right" if index in right else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*(Styled(visible(cell)) for cell in row))
    out = Console(highlight=False, emoji=False, markup=False)
    if not out.is_terminal:
        out = Console(highlight=False, emoji=False, markup=False, width=400)
    out.print(drawn)


def progress(words: str) -> None:
    """One line on stderr, only where somebody looks on."""
    if sys.stderr.isatty():
        console(sys.stderr).print(Styled(visible(words), style="dim"))


def _line(finding: Finding, catalog: Catalog, language: Language) -> Styled:
    said = catalog.messages.say(finding, language)
    word = catalog.words[f"severity.{said.severity}"].in_language(language)
    line = Styled(word, style=COLORS[said.severity])
    place = visible(str(finding.place))
    line.append(f" {place} · " if place else " ", style="default")
    line.append(f"{finding.rule} · {visible(said.message)}", style="default")
    return line


def _count(found: Iterable[Finding], catalog: Catalog, language: Language) -> str:
    counted = checks.counted(found, catalog)
    counts = {str(severity): counted[severity] for severity in ORDER}
    return catalog.words["cli.count"].in_language(language).format(**counts)


def _order(finding: Finding, catalog: Catalog) -> tuple[int, str, str, str, int]:
    place = finding.place
    rank = ORDER.index(catalog.messages.severity(finding))
    return rank, place.file, place.sheet or "", finding.rule, place.line or 0


def readings(reading: Reading, catalog: Catalog, language: Language) -> None:
    """Every value read, with item, period and place."""
    rows = []
    for value in reading.values():
        item = catalog.items.get(value.item)
        name = item.name.in_language(language) if item else value.item
        rows.append(
            [value.entity, value.period, str(value.view), name, value.item, f"{value.value:,.2f}", str(value.place)]
        )
    keys = ("entity", "period", "view", "name", "item", "value", "place")
    if rows:
        table([catalog.words[f"cli.head.{key}"].in_language(language) for key in keys], rows, {5})
    elif not reading.unread:
        return  # nothing was there to read, and the findings say why
    words = catalog.words["cli.understood"].in_language(language)
    console().print(words.format(values=len(rows), names=len(reading.unread), amount=f"{reading.unread_amount:,.2f}"))


def proposals(reading: Reading, catalog: Catalog, language: Language) -> None:
    """Names that are not known: what they look like, how much, between which names they stand, and where."""
    rows = []
    for found in reading.proposals:
        name = catalog.items[found.item].name.in_language(language)
        between = f"{found.above.strip()} … {found.below.strip()}" if found.above or found.below else ""
        rows.append([found.label, found.item, name, f"{found.score:.2f}", between, str(found.place)])
    proposed = {(found.label, found.place) for found in reading.proposals}
    rows += [
        [name.label, "", "", "", "", str(name.place)]
        for name in reading.unread
        if (name.label, name.place) not in proposed
    ]
    keys = ("label", "item", "name", "likeness", "between", "place")
    table([catalog.words[f"cli.head.{key}"].in_language(language) for key in keys], rows, {3})
