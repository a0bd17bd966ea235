"""What a correction changes, figure by figure, for every page that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.standing import Correction
    from reportgen.report.desk.context import Context

OF_TOTAL = frozenset({"score", "grade"})


def rows(context: Context, correction: Correction) -> Iterator[tuple[Text, Text, Text]]:
    """Name, before and after of each figure, as printed then and now; said in a word where it was or is missing."""
    for change in correction.changes:
        name = context.say("verdict.total") if change.id in OF_TOTAL else _name(context, change.id)
        yield name, _figure(context, change.id, change.before), _figure(context, change.id, change.after)


def _name(context: Context, identifier: str) -> Text:
    return context.name_of(identifier) if context.knows(identifier) else same(identifier)


def _figure(context: Context, identifier: str, printed: str | None) -> Text:
    if printed is None:
        return context.say("control.absent")
    return context.say(f"grade.{printed}") if identifier == "grade" else same(printed)
