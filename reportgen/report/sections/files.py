"""Files: what was read, whose it is, each with its digest; which definitions were used; what is inside the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.intake.case_words import is_within
from reportgen.report.desk.editions import editions
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.provenance import origins
from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.provenance import Origin

SECTION: Final = "files"
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
        context.table(SECTION, say("files.embedded")),
        (Column(say("quality.head.file"), 50), Column(say("files.head.holds"), 122)),
        tuple(lines),
    )


def _editions(context: Context) -> Table:
    """The versions that the results rest on."""
    say, scheme = context.say, context.material.scheme
    own = {"scheme": say("cover.version", version=same(str(scheme.version)))}
    program = same(f"reportgen {context.material.version}")
    return Table(
        context.table(SECTION, say("files.editions")),
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
    return Table(context.table(SECTION, say("files.sources")), columns, lines, (*notes.lines(), *said), dense=True)


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
