"""What a correction changes, figure by figure, for every page that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.standing import GRADE, RANK, apart
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.model.definition import Text
    from reportgen.model.standing import Correction
    from reportgen.report.desk.context import Office
    from reportgen.report.desk.group import GroupDesk

    Row = tuple[Text, Text, Text]

OF_TOTAL: Final = {"score": "verdict.total", GRADE: "correction.grade"}
OF_A_HOSPITAL: Final = {RANK: "correction.rank"}


def rows(office: Office, correction: Correction) -> Iterator[Row]:
    """Name, before and after of each figure, as printed then and now; said in a word where it was or is missing."""
    for change in correction.changes:
        name = _name(office, change.id, OF_TOTAL)
        yield name, _figure(office, change.id, change.before), _figure(office, change.id, change.after)


def rows_of_group(desk: GroupDesk, correction: Correction) -> Iterator[tuple[Text, *Row]]:
    """The same of a group, with the name of the hospital before each."""
    for change in correction.changes:
        hospital, figure = _of_hospital(desk, change.id)
        named = desk.names.get(hospital, same(hospital)), _name(desk, figure, OF_TOTAL | OF_A_HOSPITAL)
        yield *named, _figure(desk, figure, change.before), _figure(desk, figure, change.after)


def _of_hospital(desk: GroupDesk, identifier: str) -> tuple[str, str]:
    """Hospital and figure of an id; a hospital's own id stands for its total."""
    hospital, figure = apart(identifier)
    return (hospital, figure) if hospital in desk.names else (identifier, "score")


def _name(office: Office, identifier: str, words: Mapping[str, str]) -> Text:
    if identifier in words:
        return office.say(words[identifier])
    if identifier in office.material.catalog.indicators:
        unit = office.say.printed_unit(office.indicator(identifier))
        return office.say("correction.measured", name=office.name_of(identifier), unit=unit)
    return office.name_of(identifier) if office.knows(identifier) else same(identifier)


def _figure(office: Office, identifier: str, printed: str | None) -> Text:
    if printed is None:
        return office.say("control.absent")
    return office.say(f"grade.{printed}") if identifier == GRADE else same(printed)
