"""Basis of preparation: the accounting rules, what each statement rests on, policies, limits, uses of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.submitted import submitted
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table, Words

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

SECTION: Final = "basis"
MEASURED: Final = ("land", "intangible_assets", "long_term_investments")
"""Assets whose basis of measurement the notes are to name."""
STEPS: Final = ("plan", "implement", "monitor", "appraise", "feed_back")
"""Of the management of performance, each with the part of the reports that serves it."""
PRINCIPLES: Final = (
    "complete", "connected", "objective", "practical",
    "systematic", "dynamic", "scientific", "operable", "comparable",
)  # fmt: skip


def basis(context: Context) -> Sheet:
    """What figures mean: the basis of each statement, the policies, the limits, and what the results are used for."""
    say = context.say
    blocks: list[Block] = []
    if (statements := _statements(context)) is not None:
        blocks.append(statements)
    if (source := context.material.case.file.data_source) is not None:
        blocks.append(Words((source,), say("basis.source")))
    blocks += [_policies(context), _measurement(context), _limits(context), _steps(context), _principles(context)]
    regime = context.material.case.file.regime
    n = len(PRINCIPLES)
    if regime == "other":
        return Sheet(say("basis.headline.other", n=n), tuple(blocks))
    return Sheet(say("basis.headline", regime=say(f"regime.{regime}"), n=n), tuple(blocks))


def _statements(context: Context) -> Table | None:
    """The forms that were read for the period, each with the accounting that it rests on."""
    say, material = context.say, context.material
    lines = []
    for code in submitted(material.dataset, material.catalog.items, material.entity, material.period):
        form = material.catalog.forms.get(code)
        if form is not None:
            key = f"basis.rests.{form.statement}"
            rests = say(key) if key in say.words else say("basis.rests.other")
            lines.append(Line((form.title, rests)))
    columns = (Column(say("basis.head.statement"), 74), Column(say("basis.head.rests"), 98))
    caption = context.table(SECTION, say("basis.statements")) if lines else None
    return Table(caption, columns, tuple(lines), dense=True) if caption else None


def _policies(context: Context) -> Words:
    given = context.material.case.file.policies
    return Words(given or (context.say("basis.policies.none"),), context.say("basis.policies"))


def _measurement(context: Context) -> Words:
    say, given = context.say, context.material.case.file.measurement
    names = {name: say(f"basis.asset.{name}") for name in MEASURED}
    told = [say("basis.measured", name=say.begun(names[one]), words=given[one]) for one in MEASURED if one in given]
    missing = [names[one] for one in MEASURED if one not in given]
    if missing:
        told.append(say("basis.measured.none", names=say.join(missing)))
    return Words(tuple(told), say("basis.measurement"))


def _limits(context: Context) -> Words:
    say = context.say
    return Words((say("basis.limits.historical"), say("basis.limits.estimates")), say("basis.limits"))


def _steps(context: Context) -> Table:
    say = context.say
    columns = (Column(say("basis.head.step"), 40), Column(say("basis.head.served"), 132))
    lines = tuple(Line((say(f"basis.step.{step}"), say(f"basis.served.{step}"))) for step in STEPS)
    return Table(context.table(SECTION, say("basis.steps")), columns, lines, (say("basis.steps.note"),), dense=True)


def _principles(context: Context) -> Table:
    say = context.say
    columns = (Column(say("basis.head.principle"), 40), Column(say("basis.head.kept"), 132))
    lines: tuple[Line, ...] = tuple(Line((say(f"basis.principle.{name}"), _kept(context, name))) for name in PRINCIPLES)
    return Table(context.table(SECTION, say("basis.principles")), columns, lines, dense=True)


def _kept(context: Context, name: str) -> Text:
    return context.say(f"basis.kept.{name}")
