"""Files: what was read, whose it is, each with its digest; which definitions were used; what is inside the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk.editions import editions
from reportgen.report.desk.provenance import origins
from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.provenance import Origin

SECTION: Final = "files"
EMBEDDED: Final = ("results.json", "numbers.json", "definitions.json", "manifest.json")
DIGITS: Final = 16


def files(context: Context) -> Sheet:
    """Embedded files, definitions and sources."""
    say, read = context.say, context.material.files
    inside = Table(
        context.table(SECTION, say("files.embedded")),
        (Column(say("quality.head.file"), 50), Column(say("files.head.holds"), 122)),
        tuple(Line((same(name), say(f"files.{name.removesuffix('.json')}"))) for name in EMBEDDED),
    )
    headline = say("files.headline", n=len(read), inside=len(EMBEDDED))
    return Sheet(headline, (inside, _editions(context), _sources(context)), (say("files.lead"),))


def _editions(context: Context) -> Table:
    """The versions that the results rest on."""
    say, scheme = context.say, context.material.scheme
    versions = {"scheme": say("cover.version", version=str(scheme.version))}
    return Table(
        context.table(SECTION, say("files.editions")),
        (Column(say("files.head.part"), 56), Column(say("files.head.version"), 56),
         Column(say("files.head.digest", n=DIGITS), 60, "place")),
        tuple(
            Line((say(f"files.edition.{name}"), versions.get(name, say("sign.dash")), digest[:DIGITS]))
            for name, digest in editions(context.material).items()
        ),
        (say("files.editions.note"),), dense=True,
    )  # fmt: skip


def _sources(context: Context) -> Table:
    """The files read; one that is missing or behind the period is marked."""
    say, found = context.say, origins(context.material)
    is_stale = any(origin.stale for origin in found)
    columns = (
        Column(say("quality.head.file"), 62, "place"),
        Column(say("files.head.source"), 34),
        Column(say("files.head.extracted"), 20),
        Column(say("files.head.periods"), 26),
        Column(say("files.head.digest", n=DIGITS), 30, "place"),
    )
    lines = tuple(Line(_cells(context, origin)) for origin in found)
    notes = (say("files.note"), *([say("files.stale.note")] if is_stale else []))
    return Table(context.table(SECTION, say("files.sources")), columns, lines, notes, dense=True)


def _cells(context: Context, origin: Origin) -> tuple[Text | str, ...]:
    say, declared, dash = context.say, origin.declared, context.say("sign.dash")
    first, last = origin.periods or ("", "")
    periods = dash if not last else same(last if first == last else f"{first} – {last}")
    if origin.stale:
        periods = say("files.stale", periods=periods) if last else say("files.missing")
    return (
        same(origin.file),
        declared.source if declared else dash,
        same(declared.extracted) if declared and declared.extracted else dash,
        periods,
        origin.sha256[:DIGITS] if origin.sha256 else dash,
    )
