"""Every indicator as it is defined: formula, unit, direction, source, version.

The glossary: the terms that a report uses, in both languages.

The system of indicators as a tree: parts, abilities and indicators, each with its weight in the whole.

Files: what was read, whose it is, each with its digest; which definitions were used; what is inside the PDF.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Final

from reportgen.intake.case.case_file import is_within
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report import conditions
from reportgen.report.charts.strip import Branch, outline
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents.furniture import editions
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.sources.passport_rows import formula_text
from reportgen.report.desk.sources.provenance import origins
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, Table, TableColumn, TableRow
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.sources.provenance import FileOrigin

SECTION: Final = "definitions"


def definitions(context: HospitalContext) -> SectionContent:
    """One line for each indicator that figures decide, by ability."""
    say = context.say
    told = [i for i in context.evaluation.indicators if gradings.is_quantitative(context, i)]
    columns = (
        TableColumn(say("scorecard.head.indicator"), 40),
        TableColumn(say("definitions.head.formula"), 64),
        TableColumn(say("scorecard.head.unit"), 15, "c"),
        TableColumn(say("definitions.head.direction"), 21),
        TableColumn(say("definitions.head.source"), 48),
        TableColumn(say("definitions.head.version"), 10, "c"),
    )
    lines: list[TableRow] = []
    notes = Notes()
    for ability in context.evaluation.abilities:
        members = [i for i in told if i.ability == ability.id]
        lines += [TableRow((ability.name,), "section")] if members else []
        lines += [_line(context, indicator, notes) for indicator in members]
    table = Table(context.table(SECTION, say("definitions.table")), columns, tuple(lines), notes.lines(), dense=True)
    lead = conditions.so(context, "definitions.lead", "definitions.lead.other")
    return SectionContent(_headline(context, told), (table,), (lead,))


def _headline(context: HospitalContext, told: list[ScoredIndicator]) -> Text:
    """How many indicators are defined, and how many of them are good high, low, or within a range."""
    say, counts = context.say, Counter(indicator.direction for indicator in told)
    parts = [say("definitions.counted", direction=say(f"direction.{one}"), n=n) for one, n in counts.most_common()]
    return say("definitions.headline", n=len(told), listed=say.join(parts, "list.comma_only"))


def _line(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> TableRow:
    definition = context.indicator(indicator.id)
    name = definition.name
    if definition.note is not None:
        name = context.say("definitions.noted", name=name, mark=same(notes.mark(definition.note)))
    return TableRow(
        (
            name,
            formula_text(context, indicator.id),
            context.unit(indicator.id),
            context.say(f"direction.{indicator.direction}"),
            gradings.source_of(context, definition.source),
            same(definition.version),
        ),
        level=1,
    )


GLOSSARY_SECTION: Final = "glossary"
ACROSS: Final = 3
"""Terms in a line."""


def glossary(context: HospitalContext) -> SectionContent | None:
    """Three terms in a line; in an English report by the English term, else in the order of the statements.

    None where the other sections use no term of the catalogue, and in a case that speaks English alone.
    """
    say = context.say
    terms = _used(context) if context.material.case.file.mode != "en" else []
    if not terms:
        return None
    if context.language == "en":
        terms = sorted(((english, chinese) for chinese, english in terms), key=lambda pair: pair[0].lower())
    depth = -(-len(terms) // ACROSS)
    padded = terms + [("", "")] * (depth * ACROSS - len(terms))
    rows = [tuple(word for term in padded[place::depth] for word in term) for place in range(depth)]
    heads = (
        ("glossary.english", "glossary.chinese")
        if context.language == "en"
        else ("glossary.chinese", "glossary.english")
    )
    widths = (34, 23) if context.language == "en" else (23, 34)
    columns = tuple(TableColumn(say(head), width) for head, width in zip(heads * ACROSS, widths * ACROSS, strict=True))
    lines = tuple(TableRow(tuple(same(term) if term else "" for term in row)) for row in rows)
    table = Table(context.table(GLOSSARY_SECTION, say("glossary.table", n=len(terms))), columns, lines, dense=True)
    return SectionContent(say("glossary.headline", n=len(terms)), (table,))


def _used(context: HospitalContext) -> list[tuple[str, str]]:
    """The terms whose Chinese stands in other sections; one character alone is part of too many words to be sought."""
    texts = {text.zh for text in _texts(context.said)}
    whole = "\n".join(texts)
    terms = context.material.catalog.glossary.items()
    return [(term, meaning) for term, meaning in terms if (term in whole if len(term) > 1 else term in texts)]


def _texts(content: object) -> Iterator[Text]:
    """All words in both languages within a view."""
    if isinstance(content, Text):
        yield content
    elif is_dataclass(content):
        for one in fields(content):
            yield from _texts(getattr(content, one.name))
    elif isinstance(content, Mapping):
        yield from _texts(content.values())
    elif isinstance(content, Iterable) and not isinstance(content, str | bytes):
        for one in content:
            yield from _texts(one)


INDICATOR_TREE_SECTION: Final = "indicator_tree"
WIDTH_MM: Final = 124.0
"""So that the eye finds the weight of a name."""


def indicator_tree(context: HospitalContext) -> SectionContent:
    """One drawing, abilities at the left and their indicators at the right, and the same as a table."""
    say, roots = context.say, [_branch(context, ability) for ability in context.evaluation.abilities]
    listed = context.say.join(
        [say("indicator_tree.named", name=one.name, weight=_weight(one.weight)) for one in context.evaluation.abilities]
    )
    leaves = sum(len(root.parts) for root in roots)
    headline = say("indicator_tree.headline", n=len(roots), leaves=leaves)
    alt = context.text("indicator_tree.alt", n=len(roots), leaves=leaves, listed=listed)
    caption = context.figure(INDICATOR_TREE_SECTION, say("indicator_tree.figure", scheme=context.material.scheme.name))
    picture = context.picture(INDICATOR_TREE_SECTION, outline(roots, alt, ink(), width_mm=WIDTH_MM))
    return SectionContent(headline, (ChartFigure(caption, picture, say("indicator_tree.note")), _table(context)))


def _table(context: HospitalContext) -> Table:
    """Goal, abilities and indicators, each with its share of the node above and of the total."""
    say = context.say
    columns = (
        TableColumn(say("indicator_tree.head.node"), 108),
        TableColumn(say("indicator_tree.head.local"), 32, "n"),
        TableColumn(say("indicator_tree.head.total"), 32, "n"),
    )
    abilities = context.evaluation.abilities
    whole = sum(ability.weight for ability in abilities)
    lines = [TableRow((say("indicator_tree.goal", scheme=context.material.scheme.name), "", _points(whole)), "grand")]
    for ability in abilities:
        lines.append(TableRow((ability.name, _points(_share(ability.weight, whole)), _points(ability.weight)), "total"))
        rows = [row for row in context.evaluation.indicators if row.ability == ability.id]
        of_ability = sum(row.weight for row in rows)
        lines += [
            TableRow((context.short(row.id), _points(_share(row.weight, of_ability)), _points(row.weight)), level=1)
            for row in rows
        ]
    caption = context.table(INDICATOR_TREE_SECTION, say("indicator_tree.table"))
    return Table(caption, columns, tuple(lines), (say("indicator_tree.levels"),), dense=True)


def _share(weight: float, whole: float) -> float:
    return weight / whole if whole else 0.0


def _points(share: float) -> str:
    return printing.number(share, 2, times=printing.PERCENT)


def _branch(context: HospitalContext, ability: ScoredAbility) -> Branch:
    rows = (row for row in context.evaluation.indicators if row.ability == ability.id)
    leaves = tuple(Branch(context.short(row.id).in_language(context.language), _weight(row.weight)) for row in rows)
    return Branch(ability.name.in_language(context.language), _weight(ability.weight), leaves)


def _weight(share: float) -> str:
    return printing.percent(share, 2)


FILES_SECTION: Final = "files"
EMBEDDED: Final = ("results.json", "numbers.json", "definitions.json", "manifest.json")
DIGITS: Final = 16
NAMED: Final = 5


def files(context: HospitalContext) -> SectionContent:
    """Embedded files, definitions and sources."""
    say, read = context.say, context.material.files
    inside = EMBEDDED if context.material.enclosed is None else context.material.enclosed
    headline = say("files.headline", n=len(read), inside=len(inside))
    return SectionContent(
        headline, (_inside(context, inside), _editions(context), _sources(context)), (say("files.lead"),)
    )


def _inside(context: HospitalContext, names: Sequence[str]) -> Table:
    """What travels inside: our own files one by one, those that the report was made from by their number."""
    say, own = context.say, [name for name in EMBEDDED if name in names]
    lines = [TableRow((same(name), say(f"files.{name.removesuffix('.json')}"))) for name in own]
    if count := len(names) - len(own):
        lines.append(TableRow((say("files.inputs.name", n=count), say("files.inputs.holds"))))
    return Table(
        context.table(FILES_SECTION, say("files.embedded")),
        (TableColumn(say("quality.head.file"), 50), TableColumn(say("files.head.holds"), 122)),
        tuple(lines),
    )


def _editions(context: HospitalContext) -> Table:
    """The versions that the results rest on."""
    say, scheme = context.say, context.material.scheme
    own = {"scheme": say("cover.version", version=same(str(scheme.version)))}
    program = same(f"reportgen {context.material.version}")
    return Table(
        context.table(FILES_SECTION, say("files.editions")),
        (
            TableColumn(say("files.head.part"), 56),
            TableColumn(say("files.head.version"), 56),
            TableColumn(say("files.head.digest", n=DIGITS), 60, "place"),
        ),
        tuple(
            TableRow((say(f"files.edition.{name}"), own.get(name, program), digest[:DIGITS]))
            for name, digest in editions(context.material.said_of or context.material).items()
        ),
        (say("files.editions.note"),),
        dense=True,
    )


def _sources(context: HospitalContext) -> Table:
    """The files read; one that is missing or behind the period is marked.

    Columns of source and day stand only where case.yaml says something for them.
    """
    say, found, notes = context.say, origins(context.material), Notes()
    is_declared = any(origin.declared for origin in found)
    heads = {"source": 34, "extracted": 20} if is_declared else {}
    columns = (
        TableColumn(say("quality.head.file"), 62, "place"),
        *(TableColumn(say(f"files.head.{head}"), width) for head, width in heads.items()),
        TableColumn(say("files.head.periods"), 26),
        TableColumn(say("files.head.digest", n=DIGITS), 30, "place"),
    )
    lines = tuple(TableRow(_cells(context, origin, notes, is_declared=is_declared)) for origin in found)
    said = [say("files.note" if is_declared else "files.note.undeclared")]
    said += [say("files.stale.note")] if any(origin.stale for origin in found) else []
    said += _outside(context)
    said += _mapping(context)
    return Table(
        context.table(FILES_SECTION, say("files.sources")), columns, lines, (*notes.lines(), *said), dense=True
    )


def _outside(context: HospitalContext) -> list[Text]:
    """The folders outside the case that case.yaml names: their files count as sources, too."""
    case = context.material.case
    named = (*case.file.packs, *([case.file.peers.panel] if case.file.peers else []))
    folders = [same(folder) for folder in dict.fromkeys(named) if not is_within(case, folder)]
    say = context.say
    return [say("files.outside", folders=say.join(folders, "list.semicolon"))] if folders else []


def _mapping(context: HospitalContext) -> list[Text]:
    """By which words of the hospital's own mapping.yaml was read, the first few of its names told one by one."""
    say, mapping = context.say, context.material.case.mapping
    if not mapping.names and not mapping.sources:
        return []
    items = context.material.catalog.items
    told = [
        say("files.mapping.name", own=own, name=items[item].name)
        for own, item in mapping.names.items()
        if item in items
    ]
    used = say("files.mapping", names=len(mapping.names), sources=len(mapping.sources))
    if not told:
        return [used]
    return [
        say.join([used, say("files.mapping.names", listed=say.join(told[:NAMED], "list.semicolon"))], "list.sentences")
    ]


def _cells(context: HospitalContext, origin: FileOrigin, notes: Notes, *, is_declared: bool) -> tuple[Text | str, ...]:
    say = context.say
    return (
        same(origin.file),
        *(_declared(context, origin, notes) if is_declared else ()),
        _periods(context, origin, notes),
        origin.sha256[:DIGITS] if origin.sha256 else notes.absent(say("files.absent.digest")),
    )


def _declared(context: HospitalContext, origin: FileOrigin, notes: Notes) -> tuple[Text | str, Text | str]:
    """Whose the file is and when it was taken out."""
    say, declared = context.say, origin.declared
    return (
        declared.source if declared else notes.absent(say("files.absent.source")),
        same(declared.extracted) if declared and declared.extracted else notes.absent(say("files.absent.extracted")),
    )


def _periods(context: HospitalContext, origin: FileOrigin, notes: Notes) -> Text | str:
    """The first and the last period that a file gave, and whether it is out of date or missing."""
    say = context.say
    if origin.periods is None:
        return say("files.missing") if origin.stale else notes.absent(say("files.absent.periods"))
    first, last = origin.periods
    periods = same(last if first == last else f"{first} – {last}")
    return say("files.stale", periods=periods) if origin.stale else periods
