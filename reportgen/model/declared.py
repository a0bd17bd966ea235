"""A section as data: which answers it prints, as which tables, drawings and sentences; it computes nothing.

A field is a path: an answer, ``row``, ``group`` or ``page``, then names of its fields, such as
``found.total.execution``. A key of words that begins with a dot stands below the section's own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from reportgen.model.definition import Definition, NonEmpty

Path = Annotated[str, Field(pattern=r"^[a-z_0-9]+(\.[a-z_0-9]+)*$")]
NumberForm = Literal[
    "money",
    "spoken",
    "percent",
    "share",
    "points",
    "index",
    "times",
    "number",
    "score",
    "tenths",
    "count",
    "rate",
    "value",
]
"""How numbers are printed."""
TextForm = Literal["own", "cell", "item", "title", "indicator", "short", "measure", "choice", "month"]
"""How a text is printed: what the hospital wrote, or what stands for an id."""
Form = Literal[NumberForm, TextForm, "words", "length", "plain"]
ALWAYS = "always_holds"
"""The error of a sentence that stands before others and has no predicate."""


class ShownField(Definition):
    """One field as it is printed.

    Attributes:
        form: how: money (``spoken`` in sentences), or one of the forms of numbers; ``rate`` in per cent with its mark;
            ``value`` that of the indicator `of`; ``own`` and ``cell`` what the hospital wrote, ``item`` and
            ``indicator`` what an id is called (``title`` an item in full, ``short`` an indicator in short, ``measure``
            its unit), ``words`` the words of a value below `under`, ``choice`` that of a register (``table.column`` in
            `under`), ``length`` how many there are, ``month`` the end of a period.
        begins: how words begin: as they do alone, ``within`` a sentence, or with a capital at the head of a cell.
        sign: whether a number above zero bears its sign.
        dashed: whether a dash stands where words are empty; bare: whether nothing does where a number is missing.
        blank: key of the reason that a dash gives: of a zero that no cell states, or of an indicator without a value.
        otherwise: what stands in its place where it is empty; also: what stands behind it in the same cell.
    """

    field: Path
    form: Form
    of: Path | None = None
    begins: Literal["", "within", "capital"] = ""
    sign: bool = False
    under: str = ""
    dashed: bool = False
    bare: bool = False
    blank: str = ""
    otherwise: ShownField | None = None
    also: tuple[ShownField, ...] = ()


class PrintedFact(ShownField):
    """A fact of a sentence; with a key it is entered in the passport under that key and name.

    Attributes:
        name: key of words, or the field that says it.
        derived: whether its entry tells the number's own formula, and not how the numbers of the section come about.
    """

    key: str = ""
    derived: bool = False
    name: NonEmpty | ShownField = "-"


class ListedFact(Definition):
    """A fact that names several things: the words of each, joined."""

    each: Path
    say: NonEmpty
    facts: dict[str, ShownField] = Field(default_factory=dict)
    join: NonEmpty = "list.and"


class Predicated(Definition):
    """What is said or shown only where these fields are there (a number, a text, at least one), and those are not."""

    when: tuple[Path, ...] = ()
    unless: tuple[Path, ...] = ()

    @property
    def is_bound(self) -> bool:
        """Whether it has a predicate at all."""
        return bool(self.when or self.unless)


class PlainSentence(Predicated):
    """Words with facts; a fact that is one word is one of the page, such as its unit, a number stands for itself."""

    say: NonEmpty
    facts: dict[str, int | NonEmpty | PrintedFact | ListedFact] = Field(default_factory=dict)


class Sentence(PlainSentence):
    """The same; a fact may be words of its own, which are empty where their predicate does not hold.

    A note or a line with `each` is said of each row for which its predicate holds.
    """

    each: Path | None = None
    facts: dict[str, int | NonEmpty | PrintedFact | ListedFact | PlainSentence] = Field(default_factory=dict)  # type: ignore[assignment]


class DeclaredColumn(ShownField):
    """A column: the words of its head stand under ``head`` and its name; width in parts of the whole."""

    width: float = Field(gt=0)
    style: str = Field("", pattern="^(|c)$")


class RowSet(Definition):
    """Rows of a table: one for each of several, or a single one.

    Attributes:
        cells: where the row has other fields than the columns say: by column a field or a key of words, else nothing.
        heading: key of words over the rows, if there are any; facts: what these say.
    """

    each: Path | None = None
    one: Path | None = None
    most: int | None = Field(None, ge=1)
    emphasis: str = Field("", pattern="^(|total|grand)$")
    level: int = Field(0, ge=0, le=2)
    heading: str = ""
    facts: dict[str, NonEmpty | PrintedFact | ListedFact | PlainSentence] = Field(default_factory=dict)
    cells: dict[str, NonEmpty | ShownField] = Field(default_factory=dict)


class RowGroup(Definition):
    """Rows below a heading of their own for each of several, which fields call ``group``."""

    groups: Path
    heading: ShownField
    rows: tuple[RowSet, ...] = Field(min_length=1)


class DeclaredBlock(Predicated):
    """Whatever stands in a section, where `of` is there.

    Attributes:
        name: below ``table`` or, of drawings, what tells it from another drawing of the section.
    """

    of: Path
    name: str = ""
    facts: dict[str, NonEmpty | PrintedFact | ListedFact | PlainSentence] = Field(default_factory=dict)


class DeclaredTable(DeclaredBlock):
    """A table with its notes, each where its predicate holds."""

    kind: Literal["table"]
    columns: dict[str, DeclaredColumn] = Field(min_length=1)
    rows: tuple[RowSet | RowGroup, ...] = Field(min_length=1)
    notes: tuple[Sentence, ...] = ()


class AmountsChart(DeclaredBlock):
    """Money as bars from a common zero; what has no amount is left out."""

    kind: Literal["amounts"]
    each: tuple[Path, ...] = Field(min_length=1)
    row: ShownField
    amount: Path
    sign: bool = False


class PairsChart(DeclaredBlock):
    """An open and a full circle for each; what lacks one of the two is left out.

    Without an `end` the value and its change stand there, and what was not there before has one circle.
    """

    kind: Literal["pairs"]
    each: tuple[Path, ...] = Field(min_length=1)
    row: ShownField
    before: Path
    now: Path
    end: ShownField | None = None


class SharesChart(DeclaredBlock):
    """A bar for each in an outline of the whole, and one mark over all; what has no share is left out."""

    kind: Literal["shares"]
    each: tuple[Path, ...] = Field(min_length=1)
    row: ShownField
    share: ShownField
    mark: Path
    label: Sentence


class BridgeStep(Definition):
    """Steps of a bridge: one, or one for each; without an amount, or with one of zero, it is left out."""

    each: Path | None = None
    name: NonEmpty | ShownField
    amount: Path


class BridgeChart(DeclaredBlock):
    """From one amount to another, with its words."""

    kind: Literal["bridge"]
    title: NonEmpty
    first: BridgeStep
    steps: tuple[BridgeStep, ...] = Field(min_length=1)
    last: BridgeStep
    note: Sentence


class MonthsChart(DeclaredBlock):
    """Amounts of months beside their budget."""

    kind: Literal["months"]
    each: tuple[Path, ...] = Field(min_length=1)
    period: Path
    actual: Path
    budget: Path
    height: float = Field(gt=0)


class DeclaredParagraph(DeclaredBlock):
    """Sentences under a title."""

    kind: Literal["words"]
    title: NonEmpty
    lines: tuple[Sentence, ...] = Field(min_length=1)


AnyBlock = Annotated[
    DeclaredTable | AmountsChart | PairsChart | SharesChart | BridgeChart | MonthsChart | DeclaredParagraph,
    Field(discriminator="kind"),
]


class Declaration(Definition):
    """What a section prints.

    Attributes:
        answers: names by which fields speak of analyses → their ids.
        requires: answers without which the section says only that they are missing.
        lacks: fields that may be missing with a reason, which is told below what is there, in this order.
        headline: the first sentence whose predicate holds; the last one has none.
    """

    answers: dict[str, NonEmpty] = Field(min_length=1)
    requires: tuple[Path, ...] = ()
    lacks: tuple[Path, ...] = ()
    headline: tuple[Sentence, ...] = Field(min_length=1)
    blocks: tuple[AnyBlock, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_open(self) -> Declaration:
        *first, last = self.headline
        if last.is_bound or not all(one.is_bound for one in first):
            raise PydanticCustomError(ALWAYS, "the last sentence, and no other, has no predicate")
        return self
