"""Standards from tables by class of hospital, region and year; a hospital is never judged by another class's."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.period import Period
from reportgen.model.schemes import Scheme, SchemePart, Standards
from reportgen.model.standards import HospitalClass, StandardTable


def applied(scheme: Scheme, tables: Mapping[str, StandardTable], hospital: HospitalClass, period: str) -> Scheme:
    """The scheme with the standards that its families of tables give this hospital; what they lack stays open."""
    if not any(part.standards_from for part in scheme.parts.values()):
        return scheme
    year = Period.parse(period).year
    parts = {
        identifier: part if part.standards_from is None else _filled(part, chosen(tables, part, hospital, year))
        for identifier, part in scheme.parts.items()
    }
    return scheme.model_copy(update={"parts": parts})


def chosen(
    tables: Mapping[str, StandardTable], part: SchemePart, hospital: HospitalClass, year: int
) -> StandardTable | None:
    """The table of the part's family that fits best: of the hospital's class, of its region, then the latest.

    Tables of later years and of other classes never fit; one for all classes fits every hospital.
    """
    fitting = [
        (_closeness(table, hospital), table.year, identifier)
        for identifier, table in tables.items()
        if table.family == part.standards_from and table.year <= year and _fits(table, hospital)
    ]
    return tables[max(fitting)[2]] if fitting else None


def _fits(table: StandardTable, hospital: HospitalClass) -> bool:
    pairs = _pairs(table, hospital)
    return all(wanted is None or wanted == own for wanted, own in pairs)


def _closeness(table: StandardTable, hospital: HospitalClass) -> int:
    return sum(wanted is not None for wanted, _ in _pairs(table, hospital))


def _pairs(table: StandardTable, hospital: HospitalClass) -> tuple[tuple[str | None, str | None], ...]:
    keys = ("level", "type", "region", "size", "group")
    return tuple((getattr(table, key), getattr(hospital, key)) for key in keys)


def _filled(part: SchemePart, table: StandardTable | None) -> SchemePart:
    if table is None:
        return part
    indicators = {
        name: indicator
        if indicator.standards is not None or name not in table.values
        else indicator.model_copy(update={"standards": standards(table, name)})
        for name, indicator in part.indicators.items()
    }
    return part.model_copy(update={"indicators": indicators})


def standards(table: StandardTable, name: str) -> Standards:
    """The five values of one indicator with what is known of them."""
    values = table.values[name]
    return Standards(
        kind=table.kind,
        excellent=values.excellent,
        good=values.good,
        fair=values.fair,
        low=values.low,
        poor=values.poor,
        source=values.source or table.source,
        year=table.year,
        level=table.level,
        type=table.type,
        region=table.region,
    )
