"""What a visit, a bed day, a case and a point of case weight bring and cost; disease groups; departments at work.

What services cost beside their prices, and indirect cost month by month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure as Number
from reportgen.analysis.answer import Unavailable
from reportgen.model.printing import half_up
from reportgen.report import conditions
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import heading, last_year, left_out, scribe, unanswered
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, TableRow

if TYPE_CHECKING:
    from reportgen.analysis.business.departments import DepartmentWork, DiseaseGroups, Unit, UnitEconomics
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block, Table

SECTION: Final = "unit_economics"
MEASURES: Final = ("income", "cost", "drugs", "consumables")
MOST: Final = 10
PLACES: Final = 2
"""Decimals of a mean weight."""


def unit_economics(context: HospitalContext) -> SectionContent:
    """Units of the hospital, then groups, then departments."""
    analysis = context.material.analysis
    units: UnitEconomics | Unavailable = analysis["business.unit_economics"]
    groups: DiseaseGroups | Unavailable = analysis["business.disease_groups"]
    work: DepartmentWork | Unavailable = analysis["business.departments"]
    lacks = [one for one in (units, groups, work) if isinstance(one, Unavailable)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = [] if isinstance(units, Unavailable) else [_units(writer, units)]
    if not isinstance(groups, Unavailable):
        blocks += [_figure(writer, groups), _groups(writer, groups)]
    if not isinstance(work, Unavailable):
        blocks.append(_departments(writer, work))
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    return SectionContent(_headline(writer, units, groups), (*blocks, *left_out(context, lacks)))


def _headline(writer: CellWriter, units: UnitEconomics | Unavailable, groups: DiseaseGroups | Unavailable) -> Text:
    say = writer.context.say
    first = None if isinstance(units, Unavailable) else next(iter(units.units), None)
    if first is not None and first.cost.now.value is not None and first.cost.change.rate.value is not None:
        name, rate = say(f"analysis.unit.{first.id}"), first.cost.change.rate.value
        cost = writer.said("headline.cost", name, first.cost.now.value, "number")
        share = writer.said("headline.rate", name, abs(rate), "percent")
        side, facts = "up" if rate >= 0 else "down", {"cost": cost, "share": share, "sign": say.currency_sign()}
        return say(
            f"unit_economics.headline.{side}",
            name=name,
            base=last_year(writer.context),
            currency=say.currency_name(),
            **facts,
        )
    if not isinstance(groups, Unavailable):
        return say("unit_economics.headline.groups", n=len(groups.named), below=len(groups.in_deficit))
    return say("unit_economics.headline.plain")


def _units(writer: CellWriter, found: UnitEconomics) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {"unit": (52.0, ""), "now": (30.0, "n"), "before": (30.0, "n"), "change": (30.0, "n"), "rate": (24.0, "n")}
    lines: list[TableRow] = []
    for unit in found.units:
        lines.append(heading(say(f"analysis.unit.{unit.id}")))
        lines += _unit(table, unit)
    note = conditions.so(context, "unit_economics.note", "unit_economics.note.other")
    return table.grid("units", heads, lines, note, base=last_year(context), currency=say.currency_name())


def _unit(table: CellWriter, unit: Unit) -> list[TableRow]:
    rows = {"work": unit.work, **{name: getattr(unit, name) for name in MEASURES}, "difference": unit.difference}
    lines = []
    for name, one in rows.items():
        if one.now.value is None:
            continue
        form = "count" if name == "work" else "number"
        lines.append(
            TableRow(
                (
                    table.context.say(f"unit_economics.row.{name}"),
                    table.write(one.now, form),
                    table.write(one.change.against, form),
                    table.write(one.change.difference, form, sign=True),
                    table.write(one.change.rate, "percent", sign=True),
                ),
                level=1,
            )
        )
    return lines


def _figure(writer: CellWriter, found: DiseaseGroups) -> ChartFigure:
    """What insurers pay less what the groups cost: the largest on both sides."""
    known = [(one.name, one.settlement.value) for one in found.named if one.settlement.value is not None]
    ranked = sorted(known, key=lambda one: -abs(one[1]))[:MOST]
    return drawings.amounts(writer, ranked, n=len(ranked))


def _groups(writer: CellWriter, found: DiseaseGroups) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "group": (52.0, ""),
        "cases": (16.0, "n"),
        "weight": (15.0, "n"),
        "per_case": (22.0, "n"),
        "cost_per_case": (22.0, "n"),
        "cost_per_point": (22.0, "n"),
        "settlement": (24.0, "n"),
        "stay": (14.0, "n"),
    }
    shown = sorted(found.named, key=lambda one: (one.settlement.value is None, one.settlement.value or 0.0))[:MOST]
    rows = [(context.own(one.name), one, "") for one in (*shown, *found.rest)]
    rows.append((say("unit_economics.all"), found.total, "grand"))
    lines = [
        TableRow(
            (
                name,
                table.write(one.cases, "count"),
                table.write(one.weight, "number"),
                table.write(one.per_case, "number"),
                table.write(one.cost_per_case, "number"),
                table.write(one.cost_per_point, "number"),
                table.write(one.settlement, "money"),
                table.write(one.stay, "tenths"),
            ),
            emphasis,
        )
        for name, one, emphasis in rows
    ]
    notes = [say("unit_economics.groups.note", left=table.write(found.cases_left, "count"))]
    if found.rest:
        notes.append(say("unit_economics.groups.rest", names=say.join([table.own(one.name) for one in found.rest])))
    notes += _mix(table, found.total.weight)
    return table.grid("groups", heads, lines, *notes, n=len(shown), unit=figures.unit(context))


def _departments(writer: CellWriter, found: DepartmentWork) -> Table:
    say, table = writer.context.say, writer.table()
    heads = {
        "department": (44.0, ""),
        "case_mix": (18.0, "n"),
        "stay": (16.0, "n"),
        "weight_per_staff": (24.0, "n"),
        "consumables_per_100": (24.0, "n"),
        "drugs_per_100": (22.0, "n"),
        "personnel_per_100": (24.0, "n"),
    }
    forms = {name: "tenths" if name == "stay" else "number" for name in heads if name != "department"}
    known = [one for one in found.departments if one.weight_per_staff.value is not None]
    ranked = sorted(known, key=lambda one: -(one.weight_per_staff.value or 0.0))[:MOST]
    rows = [(writer.own(one.id), one, "") for one in ranked] + [
        (say("unit_economics.clinical"), found.clinical, "grand")
    ]
    lines = [
        TableRow((name, *(table.write(getattr(one, part), form) for part, form in forms.items())), emphasis)
        for name, one, emphasis in rows
    ]
    notes = (say("unit_economics.departments.note"), *_mix(table, found.clinical.case_mix))
    return table.grid("departments", heads, lines, *notes, n=len(ranked))


def _mix(table: CellWriter, own: Number) -> list[Text]:
    """The mean weight of the cases of a table beside that of all discharges, and whether the two agree."""
    say, books = table.context.say, table.context.material.analysis.books
    whole = books.to_date("drg_weight_sum").over(books.to_date("discharges"))
    if own.value is None or whole.value is None:
        return []
    one, other = (table.write(figure, "number") for figure in (own, whole))
    if one == other:
        return [say("unit_economics.mix", own=one, hospital=other)]
    gap = table.write(float(abs(half_up(own.value, PLACES) - half_up(whole.value, PLACES))), "number")
    return [say("unit_economics.mix.differs", own=one, hospital=other, gap=gap)]
