"""The days that a report bears: of its issue, planned or done, and that of its file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportgen.analysis.group.material import GroupMaterial

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.office import Office


def created(context: Office) -> date:
    """The day the report bears: that of its issue, else the one the case names, else the last day of the period."""
    file, standing = context.material.case.file, context.material.standing
    if standing is not None and standing.issued is not None:
        return standing.issued
    if file.report.issue_date:
        return date.fromisoformat(file.report.issue_date)
    return context.period.end(file.fiscal_year_start)


def until(context: Office) -> tuple[date, date]:
    """The last day of the data: where hospitals close at different times the first and the last of them."""
    material = context.material
    wanted = set(material.hospitals) if isinstance(material, GroupMaterial) else {material.entity}
    said = [day for (entity, period), day in material.dataset.ends.items()
            if period == material.period and entity in wanted]  # fmt: skip
    usual = context.period.end(material.case.file.fiscal_year_start)
    return min(said, default=usual), max(said, default=usual)


def issued(context: Office) -> str | None:
    """The day of issue; of a report that is not issued none, whatever the case intends."""
    standing = context.material.standing
    if standing is None:
        return context.material.case.file.report.issue_date
    return None if standing.issued is None else str(standing.issued)


def dated(context: Office) -> Text:
    """For the feet: the day of issue, or that for which it is planned, or that it has none."""
    done, planned = issued(context), context.material.case.file.report.issue_date
    if done:
        return context.say("furniture.dated.issued", day=done)
    return context.say("furniture.dated.planned", day=planned) if planned else context.say("furniture.dated.open")
