"""Files: what was read, each with its digest, and what travels inside the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION: Final = "files"
EMBEDDED: Final = ("results.json", "numbers.json")
DIGITS: Final = 16


def files(context: Context) -> Sheet:
    """Embedded files and sources."""
    say, read = context.say, context.material.files
    inside = Table(
        context.table(SECTION, say("files.embedded")),
        (Column(say("quality.head.file"), 50), Column(say("files.head.holds"), 122)),
        tuple(Line((same(name), say(f"files.{name.removesuffix('.json')}"))) for name in EMBEDDED),
    )
    sources = Table(
        context.table(SECTION, say("files.sources")),
        (Column(say("quality.head.file"), 112), Column(say("files.head.digest", n=DIGITS), 60, "place")),
        tuple(Line((same(file.name), file.sha256[:DIGITS])) for file in read),
        (say("files.note"),), dense=True,
    )  # fmt: skip
    return Sheet(say("files.headline", n=len(read), inside=len(EMBEDDED)), (inside, sources), (say("files.lead"),))
