"""What a report brings together, in one paragraph, where the case asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model.submitted import submitted
from reportgen.report.desk.sheet import Sheet, Words

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

BUSINESS = frozenset({"operations", "inputs"})
"""Groups of items that are no statement."""


def preface(context: Context) -> Sheet | None:
    """The statements, the operating data and the scores of this report; None where no preface is wanted."""
    if context.material.case.file.commentary.preface is None:
        return None
    say = context.say
    found = [_statements(context), _operations(context), _scores(context)]
    told = say("preface.words", listed=say.join([one for one in found if one is not None], "list.semicolon"))
    return Sheet(say("preface.headline"), (Words((told,)),))


def _statements(context: Context) -> Text | None:
    material = context.material
    read = submitted(material.dataset, material.catalog.items, material.entity, material.period)
    forms = [material.catalog.forms[code] for code in read if code in material.catalog.forms]
    if not forms:
        return None
    names = context.say.join([context.say.within(form.title) for form in forms], "list.and")
    return context.say("preface.statements", n=len(forms), names=names)


def _operations(context: Context) -> Text | None:
    material = context.material
    items = [name for name, item in material.catalog.items.items() if item.statement in BUSINESS]
    there = [name for name in items if material.dataset.value(name, material.entity, material.period) is not None]
    return context.say("preface.operations", n=len(there)) if there else None


def _scores(context: Context) -> Text | None:
    scored = [row for row in context.evaluation.indicators if row.score is not None]
    if not scored:
        return None
    return context.say("preface.scores", n=len(scored), scheme=context.material.scheme.name)
