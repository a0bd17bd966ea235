"""Indicators that belong together: named packs, and blocks that are printed together.

Wholes and their parts, as common-size tables print them.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from reportgen.model.definition import Definition, NonEmpty, Text


class AppraisalDirection(StrEnum):
    """Where the national appraisal wants a row to go."""

    UP = "up"
    DOWN = "down"
    IMPROVE = "improve"  # of what is rated in words
    MONITOR = "monitor"  # watched and compared, no way is better


class AppraisalSource(StrEnum):
    """Whence the national appraisal takes the figures of a row."""

    FINANCE = "finance"
    FRONT_PAGE = "front_page"
    HOSPITAL = "hospital"
    PLATFORM = "platform"
    SURVEY = "survey"


class AppraisalRow(Definition):
    """One row of a list by which the state appraises hospitals.

    Attributes:
        dimension, group: keys of words below ``appraised.dimension`` and ``appraised.group``.
        indicators: its parts; a row of several has no single value.
        monitored: whether the national platform itself watches it.
        qualitative: whether it is a rating and no quantity.
        since: first year of which it is asked.
        confirm: what the manual of the year has to settle of its definition.
    """

    name: Text
    dimension: NonEmpty
    group: NonEmpty
    direction: AppraisalDirection
    data_from: AppraisalSource
    indicators: tuple[NonEmpty, ...] = Field(min_length=1)
    monitored: bool = False
    qualitative: bool = False
    since: int | None = None
    confirm: Text | None = None

    def numbers(self, number: str) -> dict[str, str]:
        """Its indicators with their numbers: that of the row, or several below it."""
        if len(self.indicators) == 1:
            return {self.indicators[0]: number}
        return {name: f"{number}.{place}" for place, name in enumerate(self.indicators, start=1)}


class Pack(Definition):
    """A named and versioned set of indicators.

    Attributes:
        indicators: ids in order, each with its letter or number in the source where it has one.
        rows: by number, of a list by which the state appraises hospitals; its indicators are those of the rows.
    """

    name: Text
    version: NonEmpty
    source: NonEmpty
    indicators: dict[str, str | None] = Field(default_factory=dict)
    note: Text | None = None
    rows: dict[str, AppraisalRow] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _of_rows(self) -> Pack:
        for number, row in self.rows.items():
            self.indicators.update(row.numbers(number))
        return self


class Remark(Definition):
    """What is said of an indicator while its value lies from `at_least` up to, not including, `below`.

    Attributes:
        periods: for how many periods in a row, the present one among them.
    """

    indicator: NonEmpty
    say: Text
    at_least: float | None = None
    below: float | None = None
    periods: int = Field(1, ge=1, le=24)


class Composition(Definition):
    """What a total consists of; what its parts leave of it is called other."""

    whole: NonEmpty
    parts: tuple[str, ...] = Field(min_length=1)


class Block(Definition):
    """Indicators that are printed together.

    Attributes:
        items: amounts that are printed beside them.
        compositions: totals that are printed with the shares of their parts.
        trend: whether the last twelve months are printed where all of them are there.
        health: whether the scores of these indicators make one sub-score and a paragraph.
        across: whether it is one table of all hospitals or departments, a row for each.
        reports: kinds of reports in which a block of a case stands; one of the program stands where kinds name it.
    """

    title: Text
    indicators: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    items: tuple[str, ...] = ()
    compositions: tuple[Composition, ...] = ()
    trend: bool = False
    health: bool = False
    across: bool = False
    reports: tuple[NonEmpty, ...] = ()


class Structure(Definition):
    """A whole and the items that it consists of.

    Attributes:
        whole: the item whose parts are shown.
        parts: items in the order of the table.
        rest: what the part is called that no item names; without it the parts must add up to the whole.
        by_nature: of parts that are expenses by function, those that hold expenses of every nature.
    """

    title: Text
    whole: NonEmpty
    parts: tuple[NonEmpty, ...]
    by_nature: tuple[NonEmpty, ...] = ()
    rest: Text | None = None
