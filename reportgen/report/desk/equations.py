"""Over which periods the equations of the data were counted, so that a total can be found again on its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context


def between(context: Context) -> int:
    """The equations of the period that stand on no single form: those between forms and those of activity."""
    material, period = context.material, context.material.period
    whole = material.quality.equations_checked
    if context.is_month and material.outcome is not None:
        whole, _ = material.outcome.equations(material.entity, period)
    return whole - sum(row.checked for row in material.quality.sources if row.period == period)


def failed(context: Context) -> int:
    """How many of the equations of the period do not tie."""
    material = context.material
    if context.is_month and material.outcome is not None:
        return material.outcome.equations(material.entity, material.period)[1]
    return material.quality.equations_failed


def counted(context: Context, key: str) -> tuple[str, dict[str, int]]:
    """The key of a sentence on the number of equations, with what it says of the periods.

    A month counts those of every month of its year so far: then the key ends in ``.months``, with their number and
    how many of the equations are of the month itself. A year, and a first month, counts its own alone.
    """
    material, months = context.material, context.period.months_elapsed
    if not context.is_month or months == 1 or material.outcome is None or not material.quality.equations_checked:
        return key, {}
    now, _ = material.outcome.equations(material.entity, material.period)
    return f"{key}.months", {"months": months, "now": now}
