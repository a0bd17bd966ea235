"""Reconciliation between statements: both sides of every equation that joins two of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, saying
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.checks import Trial
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

SECTION: Final = "ties"
FEWEST: Final = 2
VIEWS: Final = {"": "period", "open": "open", "comp": "comp", "ytd": "ytd", "budget": "budget"}


def ties(context: Context) -> Sheet:
    """A line for each equation of the period that takes figures from more than one statement."""
    say = context.say
    found = list(_between(context))
    if not found:
        return saying(say("ties.headline.none"), say("ties.none"))
    failed = sum(1 for trial, row in found if trial.failed[row])
    columns = (
        Column(say("warnings.head.rule_id"), 8), Column(say("ties.head.what"), 98),
        Column(say("ties.head.left"), 20, "n"), Column(say("ties.head.right"), 20, "n"),
        Column(say("ties.head.gap"), 16, "n"), Column(say("quality.head.ties"), 10, "c"),
    )  # fmt: skip
    lines: list[Line] = []
    for view in dict.fromkeys(_view(trial) for trial, _ in found):
        lines.append(Line((say(f"view.{view}"),), "section"))
        inside = [(trial, row) for trial, row in found if _view(trial) == view]
        often = Counter(trial.rule for trial, _ in inside)
        lines += [_line(context, trial, row, is_one_of_many=often[trial.rule] > 1) for trial, row in inside]
    caption = context.table(SECTION, say("ties.table", name=say.currency_name()))
    table = Table(caption, columns, tuple(lines), (say("ties.note"),), dense=True)
    key = "ties.headline.fails" if failed else "ties.headline.ties"
    return Sheet(say(key, n=len(found), failed=failed), (table,), (say("ties.lead"),))


def _between(context: Context) -> Iterator[tuple[Trial, int]]:
    material = context.material
    outcome, at = material.outcome, (material.entity, material.period)
    if outcome is None or at not in outcome.rows:
        return
    row = outcome.rows.index(at)
    for trial in outcome.tried:
        statements = {_statement(context, item) for item in trial.items}
        if trial.equation and trial.checked[row] and len(statements) >= FEWEST and trial.left is not None:
            yield trial, row


def _statement(context: Context, item: str) -> str:
    found = context.material.catalog.items.get(item)
    return found.statement if found else ""


def _view(trial: Trial) -> str:
    return VIEWS.get(trial.view, "period")


def _line(context: Context, trial: Trial, row: int, *, is_one_of_many: bool) -> Line:
    assert trial.left is not None
    assert trial.right is not None
    left, right = float(trial.left[row]), float(trial.right[row])
    verdict = context.say(f"quality.ties.{'no' if trial.failed[row] else 'yes'}")
    sides = (printing.number(left, 2), printing.number(right, 2), printing.number(left - right, 2, sign=True))
    name = _name(context, trial.rule)
    if is_one_of_many:
        name = context.say("ties.of", name=name, item=context.caption(trial.items[-1]))
    return Line((same(trial.rule), name, *sides, verdict))


def _name(context: Context, rule: str) -> Text:
    found = context.material.catalog.checks.get(rule)
    return found.name if found else same(rule)
