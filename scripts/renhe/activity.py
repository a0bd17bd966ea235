"""Patients, beds and staff by month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import whole, wobble

if TYPE_CHECKING:
    from scripts.renhe.assumptions import Assumptions
    from scripts.renhe.months import Month

IN_PATIENTS_AT_START = 1042
MONTH_ENDS_ARE_QUIET = Decimal("1.014")


@dataclass(frozen=True)
class Activity:
    """The work of one month."""

    visits: int
    emergency: int
    admissions: int
    discharges: int
    inpatients_begin: int
    inpatients_end: int
    beds: int
    bed_days_open: int
    bed_days_used: int
    bed_days_discharged: int
    staff: Decimal


def _beds(assumed: Assumptions, month: Month) -> int:
    year = 2025
    if month.year < year:
        return int(assumed.year("activity.beds", month.year))
    opened = assumed.at("activity.new_beds")
    return int(opened["beds"]) if [month.year, month.number] >= opened["month"] else int(assumed.at("activity.beds")[2])


def of_month(assumed: Assumptions, month: Month, before: Activity | None) -> Activity:
    """The activity of a month that follows another."""
    beds = _beds(assumed, month)
    discharges = whole(assumed.twelfth("inpatient.discharges", month, "0.012", "inpatient"))
    begin = before.inpatients_end if before else IN_PATIENTS_AT_START
    fullness = {12: Decimal("0.868"), 1: Decimal("0.815"), 2: Decimal("0.902")}.get(month.number, Decimal("0.915"))
    end = whole(beds * fullness * wobble("inpatients", month, "0.012"))
    used = whole(Decimal(begin + end) / 2 * month.days * MONTH_ENDS_ARE_QUIET * wobble("census", month, "0.008"))
    return Activity(
        visits=whole(assumed.twelfth("outpatient.visits", month, "0.012", "outpatient")),
        emergency=whole(assumed.twelfth("outpatient.emergency", month, "0.02", "outpatient")),
        admissions=discharges + end - begin,
        discharges=discharges,
        inpatients_begin=begin,
        inpatients_end=end,
        beds=beds,
        bed_days_open=beds * month.days - whole(beds * Decimal("0.06") * (2 - wobble("closed", month, "0.5"))),
        bed_days_used=used,
        bed_days_discharged=whole(used * wobble("left", month, "0.012")),
        staff=assumed.between_years("staff.mean", month, "0.002").quantize(Decimal("0.1")),
    )
