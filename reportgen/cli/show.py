"""Findings and tables on the terminal.

The unit of an indicator as the shell prints it: the amounts of results, in the currency of the case.

Leaflets on the terminal and as files.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from reportgen import checks
from reportgen.catalog import load_catalog
from reportgen.catalog.calendar_words import as_in_data
from reportgen.catalog.messages import spoken
from reportgen.checks.needs import told
from reportgen.checks.quality import sentence
from reportgen.cli.manner import heard, logged, manner, visible
from reportgen.errors import Refused
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import natural
from reportgen.report.speech import Speech

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.intake import Doubted, Reading
    from reportgen.model.definition import Language, LanguageMode
    from reportgen.model.leaflet import Cell, Notice
    from reportgen.model.quality import Judged
    from reportgen.pipeline.checked import Checked

COLORS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
ORDER: Final = tuple(Severity)
NARROW: Final = 80
"""Columns of the narrowest terminal in use."""
MANY: Final = 12
"""Hospitals of a group from which on what is missing is told piece by piece."""
FEW_NAMED: Final = 3
"""Of those who lack a piece."""
MOST_OF_A_RULE: Final = 3


def console(stream: TextIO | None = None) -> Console:
    """A console that neither wraps nor colours what goes into a file; NO_COLOR is respected."""
    out = stream or sys.stdout
    return Console(file=out, highlight=False, soft_wrap=True, emoji=False, markup=False)


def findings(found: Iterable[Finding], catalog: Catalog, language: Language, stream: TextIO | None = None) -> None:
    """All findings, the gravest first, those that follow from another under it; then one line that counts them."""
    if stream is not None and logged(found := tuple(found), catalog):
        return
    out = console(stream)
    listed = sorted(heard(found, catalog), key=lambda finding: _order(finding, catalog))
    for finding, follows in checks.ordered(listed, catalog):
        _print(out, finding, catalog, language, follows=follows)
    _print_count(out, listed, catalog, language)


def grouped(found: Iterable[Finding], catalog: Catalog, language: Language) -> None:
    """As `findings`, but those of one rule about one thing together: the first in full, then where the others are."""
    out = console()
    listed = sorted(heard(found, catalog), key=lambda finding: _order(finding, catalog))
    groups = checks.grouped(listed, catalog)
    for own, following in groups:
        shown, more = _few(following)
        for alike in (own, *shown):
            _print(out, alike[0], catalog, language, follows=alike is not own)
            if len(alike) > 1:
                out.print(Styled(f"    {visible(_elsewhere(alike, catalog, language))}", style="dim"))
        for rule, count in more.items():
            words = catalog.words["cli.grouped_following"].in_language(language)
            out.print(Styled(f"  ↳ {words.format(rule=rule, count=f'{count:,}')}", style="dim"))
    _print_count(out, listed, catalog, language)
    if any(len(alike) > 1 for own, following in groups for alike in (own, *following)):
        out.print(Styled(catalog.words["cli.grouped_hint"].in_language(language), style="dim"))


def _few(following: Iterable[checks.Group]) -> tuple[list[checks.Group], Mapping[str, int]]:
    """Of what follows from one cause the first of each rule, and how many more findings each rule has."""
    shown: list[checks.Group] = []
    kinds, more = Counter[str](), Counter[str]()
    for alike in following:
        rule = alike[0].rule
        kinds[rule] += 1
        if kinds[rule] <= MOST_OF_A_RULE:
            shown.append(alike)
        else:
            more[rule] += len(alike)
    return shown, more


def summary(found: Iterable[Finding], catalog: Catalog, language: Language) -> None:
    """How often each rule found something and in how many files, the gravest first, with what the rule says."""
    listed = heard(found, catalog)
    by_rule: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in listed:
        by_rule.setdefault((catalog.messages.severity(finding), finding.rule), []).append(finding)
    rows = []
    for (severity, rule), those in sorted(by_rule.items(), key=lambda one: (ORDER.index(one[0][0]), one[0][1])):
        files = len({finding.place.file for finding in those})
        word = catalog.words[f"severity.{severity}"].in_language(language)
        rows.append([word, rule, f"{len(those):,}", f"{files:,}", _meaning(rule, those, catalog, language)])
    keys = ("severity", "rule", "findings", "files", "says")
    if rows:
        table([catalog.words[f"cli.head.{key}"].in_language(language) for key in keys], rows, {2, 3})
    _print_count(console(), listed, catalog, language)


def _meaning(rule: str, those: list[Finding], catalog: Catalog, language: Language) -> str:
    """The name of a check, or what all findings of a rule say."""
    if rule in catalog.checks:
        return catalog.checks[rule].name.in_language(language)
    return catalog.messages.alike(those, language)


def _elsewhere(group: checks.Group, catalog: Catalog, language: Language) -> str:
    """How many places there are, and the first and the last of them in the order of people."""
    places = [str(finding.place) for finding in group]
    shown = places if len(places) <= MOST_OF_A_RULE else [*places[:2], "…", places[-1]]
    words = catalog.words["cli.grouped"].in_language(language)
    joined = catalog.words["cli.grouped_between"].in_language(language).join(shown)
    return words.format(count=f"{len(group):,}", files=len({f.place.file for f in group}), places=joined)


def _print(out: Console, finding: Finding, catalog: Catalog, language: Language, *, follows: bool) -> None:
    line = _line(finding, catalog, language)
    out.print(Styled("  ↳ ").append(line) if follows else line)
    fix = catalog.messages.say(finding, language).fix
    if fix and not follows:
        out.print(Styled(f"    → {visible(fix)}", style="dim"))


def of_period(period: str, catalog: Catalog, language: Language) -> None:
    """The head of a list that holds what concerns one period."""
    if not manner().quiet:
        named = as_in_data(period).in_language(language)
        console().print(visible(catalog.words["cli.of_period"].in_language(language).format(period=named)))


def quality(judged: Judged, catalog: Catalog, language: Language) -> None:
    """One line: how far the data can be trusted, with the figures behind it."""
    if not manner().quiet:
        console().print(sentence(judged, catalog).in_language(language))


def lacking(found: Sequence[tuple[str, Sequence[checks.Lacking]]], checked: Checked, language: Language) -> None:
    """Hospital by hospital what is still missing, and what each piece would unlock; of many, piece by piece."""
    out = console()
    if len(found) > MANY and not manner().quiet:
        _pieces(found, checked, language)
        return
    for entity, pieces in () if manner().quiet else found:
        name = _called(entity, checked, language)
        out.print(visible(checked.catalog.words["lacking.title"].in_language(language).format(name=name)))
        for one in pieces:
            out.print(visible(f"  · {told(one, checked.catalog).in_language(language)}"))


def _pieces(found: Sequence[tuple[str, Sequence[checks.Lacking]]], checked: Checked, language: Language) -> None:
    """What most hospitals lack first, each piece with how many lack it and the first of them."""
    of: dict[str, list[str]] = {}
    for entity, pieces in found:
        for one in pieces:
            of.setdefault(told(one, checked.catalog).in_language(language), []).append(entity)
    out, words = console(), checked.catalog.words
    out.print(words["lacking.of_many.title"].in_language(language).format(n=len(found)))
    for piece, entities in sorted(of.items(), key=lambda one: -len(one[1])):
        names = tuple(_called(entity, checked, language) for entity in entities[:FEW_NAMED])
        key = "lacking.of_many.more" if len(entities) > FEW_NAMED else "lacking.of_many.all"
        said = words[key].in_language(language)
        out.print(visible(f"  · {said.format(piece=piece, n=len(entities), names=spoken(names, language))}"))


def _called(entity: str, checked: Checked, language: Language) -> str:
    """The name of a hospital in one language: as the case has it, else as the data do."""
    if name := checked.case.file.name_of(entity):
        return name.in_language(language)
    entities = checked.reading.dataset.entities
    return entities[entity].name if entity in entities else entity


def concerns(found: Iterable[Finding], catalog: Catalog, language: Language, told: Sequence[Finding] = ()) -> None:
    """On stderr what somebody must look at and what to do; notes are only counted, what follows is left out.

    `check` lists both. What is alike stands together; findings with one remedy are followed by it once. What was told
    before is counted with the rest.
    """
    rest = tuple(found)
    everything = (*told, *rest)
    if logged(rest, catalog) or not everything:
        return
    own = (finding for finding in heard(rest, catalog) if finding.cause is None)
    weighty = [finding for finding in own if catalog.messages.severity(finding) is not Severity.NOTE]
    out = console(sys.stderr)
    ordered = sorted(weighty, key=lambda each: _order(each, catalog))
    groups = [alike for alike, _ in checks.grouped(ordered, catalog)]
    fixes = [catalog.messages.say(alike[0], language).fix for alike in groups]
    for alike, fix, following in zip(groups, fixes, [*fixes[1:], None], strict=False):
        out.print(_line(alike[0], catalog, language))
        if len(alike) > 1:
            out.print(Styled(f"    {visible(_elsewhere(alike, catalog, language))}", style="dim"))
        if fix and fix != following:
            out.print(Styled(f"    → {visible(fix)}", style="dim"))
    _print_count(out, everything, catalog, language)


def layout(found: Sequence[Finding], catalog: Catalog, language: Language) -> None:
    """On stderr what the lint says of the pages: of each rule the first few, and once what to do."""
    if logged(found, catalog):
        return
    out, told = console(sys.stderr), heard(found, catalog)
    for rule in sorted({finding.rule for finding in told}):
        listed = [finding for finding in told if finding.rule == rule]
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


LONGEST_LINE: Final = 100_000


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> None:
    """A plain table on stdout; columns of numbers stand at the right, words in the last one have the lines they need.

    Where no terminal shows it, each row is a line, however long.
    """
    right = set(numbers)
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for index, title in enumerate(head):
        is_last_words = index == len(head) - 1 and index not in right
        drawn.add_column(title, justify="right" if index in right else "left", no_wrap=not is_last_words)
    for row in rows:
        drawn.add_row(*(Styled(visible(cell)) for cell in row))
    out = Console(highlight=False, emoji=False, markup=False)
    if out.is_terminal:
        out.print(drawn)
        return
    out = Console(highlight=False, emoji=False, markup=False, width=LONGEST_LINE)
    with out.capture() as lines:
        out.print(drawn)
    typer.echo("\n".join(line.rstrip() for line in lines.get().splitlines()))


def _line(finding: Finding, catalog: Catalog, language: Language) -> Styled:
    said = catalog.messages.say(finding, language)
    word = catalog.words[f"severity.{said.severity}"].in_language(language)
    line = Styled(word, style=COLORS[said.severity])
    place = visible(str(finding.place))
    line.append(f" {place} · " if place else " ", style="default")
    line.append(f"{finding.rule} · {visible(said.message)}", style="default")
    return line


def _print_count(out: Console, found: Iterable[Finding], catalog: Catalog, language: Language) -> None:
    """How many of each severity; nothing where errors alone are told."""
    if not manner().quiet:
        out.print(_count(found, catalog, language))


def _count(found: Iterable[Finding], catalog: Catalog, language: Language) -> str:
    counted = checks.counted(found, catalog)
    counts = {str(severity): counted[severity] for severity in ORDER}
    return catalog.words["cli.count"].in_language(language).format(**counts)


def _order(finding: Finding, catalog: Catalog) -> tuple[object, ...]:
    place = finding.place
    rank = ORDER.index(catalog.messages.severity(finding))
    return rank, natural(place.file), natural(place.sheet or ""), finding.rule, place.line or 0


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


def doubted(name: Doubted, catalog: Catalog, language: Language) -> None:
    """A name that is not known, in lines that fit a narrow terminal: where it stands, and the items most like it."""
    out, words = console(), catalog.words
    amount = "" if name.amount is None else f"{name.amount:,.2f}"
    facts = {"files": f"{name.files:,}", "amount": amount, "first": str(name.places[0])}
    out.print(Styled(visible(name.label.strip()), style="bold"))
    key = "cli.doubted_amount" if amount else "cli.doubted"
    out.print(Styled(f"    {visible(words[key].in_language(language).format(**facts))}", style="dim"))
    if any(name.between):
        out.print(Styled(f"    {visible(' … '.join(label.strip() for label in name.between))}", style="dim"))
    for number, (item, score) in enumerate(name.nearest, start=1):
        line = Styled(f"    {number}  {score:.2f}  {item} · {visible(catalog.items[item].name.in_language(language))}")
        line.truncate(NARROW, overflow="ellipsis")
        out.print(line)


def unit_of(material: Material, identifier: str, speech: Language) -> str:
    """The unit in one language; that of the printed digits."""
    voice = Speech(material.catalog.words, material.case.file.currency)
    own = f"unit.of.{identifier}"
    if own in voice.words:
        return voice(own, sign=voice.currency_sign(), name=voice.currency_name()).in_language(speech)
    return voice.printed_unit(material.catalog.indicators[identifier]).in_language(speech)


def page(notice: Notice, named: str | None) -> bytes:
    """As a page of HTML; in both languages unless one is named."""
    from reportgen.report import leaflet

    return leaflet.page(notice, _mode(named)).encode()


def one_page(notices: Iterable[Notice], named: str | None) -> bytes:
    """As PDF: the first of them that fits on a page, else the last; in both languages unless one is named."""
    from reportgen.report import leaflet

    found = b""
    for notice in notices:
        rendered = leaflet.paper(notice, _mode(named))
        found = rendered.pdf
        if len(rendered.pages) == 1:
            break
    return found


def _mode(named: str | None) -> LanguageMode:
    return "zh" if named == "zh" else "en" if named == "en" else "zh-en"


def printed(leaflet: Notice, speech: Language) -> None:
    """On stdout, table by table."""
    for name, value in leaflet.facts:
        typer.echo(f"{name.in_language(speech)}  {_said(value, speech)}")
    typer.echo(" ".join(_said(cell, speech) for cell in leaflet.verdict.cells))
    for each in leaflet.tables:
        typer.echo(f"\n{each.caption.in_language(speech)}")
        heads = [column.head.in_language(speech) for column in each.columns]
        table(heads, [[_said(cell, speech) for cell in row.cells] for row in each.rows])
    for note in leaflet.notes:
        typer.echo(note.in_language(speech))


def _said(cell: Cell, speech: Language) -> str:
    return visible(cell if isinstance(cell, str) else cell.in_language(speech))
