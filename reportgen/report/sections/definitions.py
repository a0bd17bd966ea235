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

from reportgen.intake.case import is_within
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.charts.strip import Branch, outline
from reportgen.report.desk import gradings
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.furniture import editions
from reportgen.report.desk.passport_rows import formula_text
from reportgen.report.desk.provenance import origins
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.provenance import Origin


SECTION: Final = "definitions"


def definitions(context: Context) -> Sheet:
    """One line for each indicator that figures decide, by ability."""
    say = context.say
    told = [i for i in context.evaluation.indicators if gradings.is_quantitative(context, i)]
    columns = (
        Column(say("scorecard.head.indicator"), 40), Column(say("definitions.head.formula"), 64),
        Column(say("scorecard.head.unit"), 15, "c"), Column(say("definitions.head.direction"), 21),
        Column(say("definitions.head.source"), 48), Column(say("definitions.head.version"), 10, "c"),
    )  # fmt: skip
    lines: list[Line] = []
    notes = Notes()
    for ability in context.evaluation.abilities:
        members = [i for i in told if i.ability == ability.id]
        lines += [Line((ability.name,), "section")] if members else []
        lines += [_line(context, indicator, notes) for indicator in members]
    table = Table(context.table(SECTION, say("definitions.table")), columns, tuple(lines), notes.lines(), dense=True)
    return Sheet(_headline(context, told), (table,), (say("definitions.lead"),))


def _headline(context: Context, told: list[ScoredIndicator]) -> Text:
    """How many indicators are defined, and how many of them are good high, low, or within a range."""
    say, counts = context.say, Counter(indicator.direction for indicator in told)
    parts = [say("definitions.counted", direction=say(f"direction.{one}"), n=n) for one, n in counts.most_common()]
    return say("definitions.headline", n=len(told), listed=say.join(parts, "list.comma_only"))


def _line(context: Context, indicator: ScoredIndicator, notes: Notes) -> Line:
    definition = context.indicator(indicator.id)
    name = definition.name
    if definition.note is not None:
        name = context.say("definitions.noted", name=name, mark=same(notes.mark(definition.note)))
    return Line(
        (name, formula_text(context, indicator.id), context.unit(indicator.id),
         context.say(f"direction.{indicator.direction}"), gradings.standards_source(definition.source),
         same(definition.version)),
        level=1,
    )  # fmt: skip


GLOSSARY_SECTION: Final = "glossary"
ACROSS: Final = 3
"""Terms in a line."""


def glossary(context: Context) -> Sheet | None:
    """Three terms in a line; in an English report by the English term, else in the order of the statements.

    None where the other sections use no term of the catalogue.
    """
    say = context.say
    terms = _used(context)
    if not terms:
        return None
    if context.language == "en":
        terms = sorted(((english, chinese) for chinese, english in terms), key=lambda pair: pair[0].lower())
    depth = -(-len(terms) // ACROSS)
    padded = terms + [("", "")] * (depth * ACROSS - len(terms))
    rows = [tuple(word for term in padded[place::depth] for word in term) for place in range(depth)]
    heads = ("glossary.english", "glossary.chinese") if context.language == "en" else ("glossary.chinese",
                                                                                      "glossary.english")  # fmt: skip
    widths = (34, 23) if context.language == "en" else (23, 34)
    columns = tuple(Column(say(head), width) for head, width in zip(heads * ACROSS, widths * ACROSS, strict=True))
    lines = tuple(Line(tuple(same(term) if term else "" for term in row)) for row in rows)
    table = Table(context.table(GLOSSARY_SECTION, say("glossary.table", n=len(terms))), columns, lines, dense=True)
    return Sheet(say("glossary.headline", n=len(terms)), (table,))


def _used(context: Context) -> list[tuple[str, str]]:
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


def indicator_tree(context: Context) -> Sheet:
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
    return Sheet(headline, (Figure(caption, picture, say("indicator_tree.note")), _table(context)))


def _table(context: Context) -> Table:
    """Goal, abilities and indicators, each with its share of the node above and of the total."""
    say = context.say
    columns = (
        Column(say("indicator_tree.head.node"), 108), Column(say("indicator_tree.head.local"), 32, "n"),
        Column(say("indicator_tree.head.total"), 32, "n"),
    )  # fmt: skip
    abilities = context.evaluation.abilities
    whole = sum(ability.weight for ability in abilities)
    lines = [Line((say("indicator_tree.goal", scheme=context.material.scheme.name), "", _points(whole)), "grand")]
    for ability in abilities:
        lines.append(Line((ability.name, _points(_share(ability.weight, whole)), _points(ability.weight)), "total"))
        rows = [row for row in context.evaluation.indicators if row.ability == ability.id]
        of_ability = sum(row.weight for row in rows)
        lines += [
            Line((context.short(row.id), _points(_share(row.weight, of_ability)), _points(row.weight)), level=1)
            for row in rows
        ]
    caption = context.table(INDICATOR_TREE_SECTION, say("indicator_tree.table"))
    return Table(caption, columns, tuple(lines), (say("indicator_tree.levels"),), dense=True)


def _share(weight: float, whole: float) -> float:
    return weight / whole if whole else 0.0


def _points(share: float) -> str:
    return printing.number(share, 2, times=printing.PERCENT)


def _branch(context: Context, ability: ScoredAbility) -> Branch:
    rows = (row for row in context.evaluation.indicators if row.ability == ability.id)
    leaves = tuple(Branch(context.short(row.id).in_language(context.language), _weight(row.weight)) for row in rows)
    return Branch(ability.name.in_language(context.language), _weight(ability.weight), leaves)


def _weight(share: float) -> str:
    return printing.percent(share, 2)


FILES_SECTION: Final = "files"
EMBEDDED: Final = ("results.json", "numbers.json", "definitions.json", "manifest.json")
DIGITS: Final = 16
NAMED: Final = 5


def files(context: Context) -> Sheet:
    """Embedded files, definitions and sources."""
    say, read = context.say, context.material.files
    inside = EMBEDDED if context.material.enclosed is None else context.material.enclosed
    headline = say("files.headline", n=len(read), inside=len(inside))
    return Sheet(headline, (_inside(context, inside), _editions(context), _sources(context)), (say("files.lead"),))


def _inside(context: Context, names: Sequence[str]) -> Table:
    """What travels inside: our own files one by one, those that the report was made from by their number."""
    say, own = context.say, [name for name in EMBEDDED if name in names]
    lines = [Line((same(name), say(f"files.{name.removesuffix('.json')}"))) for name in own]
    if count := len(names) - len(own):
        lines.append(Line((say("files.inputs.name", n=count), say("files.inputs.holds"))))
    return Table(
        context.table(FILES_SECTION, say("files.embedded")),
        (Column(say("quality.head.file"), 50), Column(say("files.head.holds"), 122)),
        tuple(lines),
    )


def _editions(context: Context) -> Table:
    """The versions that the results rest on."""
    say, scheme = context.say, context.material.scheme
    own = {"scheme": say("cover.version", version=same(str(scheme.version)))}
    program = same(f"reportgen {context.material.version}")
    return Table(
        context.table(FILES_SECTION, say("files.editions")),
        (Column(say("files.head.part"), 56), Column(say("files.head.version"), 56),
         Column(say("files.head.digest", n=DIGITS), 60, "place")),
        tuple(
            Line((say(f"files.edition.{name}"), own.get(name, program), digest[:DIGITS]))
            for name, digest in editions(context.material).items()
        ),
        (say("files.editions.note"),), dense=True,
    )  # fmt: skip


def _sources(context: Context) -> Table:
    """The files read; one that is missing or behind the period is marked.

    Columns of source and day stand only where case.yaml says something for them.
    """
    say, found, notes = context.say, origins(context.material), Notes()
    is_declared = any(origin.declared for origin in found)
    heads = {"source": 34, "extracted": 20} if is_declared else {}
    columns = (
        Column(say("quality.head.file"), 62, "place"),
        *(Column(say(f"files.head.{head}"), width) for head, width in heads.items()),
        Column(say("files.head.periods"), 26),
        Column(say("files.head.digest", n=DIGITS), 30, "place"),
    )
    lines = tuple(Line(_cells(context, origin, notes, is_declared=is_declared)) for origin in found)
    said = [say("files.note" if is_declared else "files.note.undeclared")]
    said += [say("files.stale.note")] if any(origin.stale for origin in found) else []
    said += _outside(context)
    said += _mapping(context)
    return Table(
        context.table(FILES_SECTION, say("files.sources")), columns, lines, (*notes.lines(), *said), dense=True
    )


def _outside(context: Context) -> list[Text]:
    """The folders outside the case that case.yaml names: their files count as sources, too."""
    case = context.material.case
    named = (*case.file.packs, *([case.file.peers.panel] if case.file.peers else []))
    folders = [same(folder) for folder in dict.fromkeys(named) if not is_within(case, folder)]
    say = context.say
    return [say("files.outside", folders=say.join(folders, "list.semicolon"))] if folders else []


def _mapping(context: Context) -> list[Text]:
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


def _cells(context: Context, origin: Origin, notes: Notes, *, is_declared: bool) -> tuple[Text | str, ...]:
    say = context.say
    return (
        same(origin.file),
        *(_declared(context, origin, notes) if is_declared else ()),
        _periods(context, origin, notes),
        origin.sha256[:DIGITS] if origin.sha256 else notes.absent(say("files.absent.digest")),
    )


def _declared(context: Context, origin: Origin, notes: Notes) -> tuple[Text | str, Text | str]:
    """Whose the file is and when it was taken out."""
    say, declared = context.say, origin.declared
    return (
        declared.source if declared else notes.absent(say("files.absent.source")),
        same(declared.extracted) if declared and declared.extracted else notes.absent(say("files.absent.extracted")),
    )


def _periods(context: Context, origin: Origin, notes: Notes) -> Text | str:
    """The first and the last period that a file gave, and whether it is out of date or missing."""
    say = context.say
    if origin.periods is None:
        return say("files.missing") if origin.stale else notes.absent(say("files.absent.periods"))
    first, last = origin.periods
    periods = same(last if first == last else f"{first} – {last}")
    return say("files.stale", periods=periods) if origin.stale else periods
