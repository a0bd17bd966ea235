"""What follows from each grade, where those who set the scheme say so: one row for each band that has a text.

The cover: whose report, of what, of when, and what identifies it.

The imprint at the foot of the last page: who else gets the document, who printed it, when.

The contents, and the pages that open parts: both are printed from the report's own list of sections.

What a report brings together, in one paragraph, where the case asks for it.

How to read the report: grades and their shapes, marks, charts.

The people who sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model.submitted import submitted
from reportgen.report import conditions
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.documents import correspondence, furniture
from reportgen.report.desk.grades import gradings, grounds
from reportgen.report.desk.grades.gradings import GradeKey, grade_key, grades_table
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.standing import Approval
    from reportgen.report.desk.context import RenderContext, SubjectContext


@dataclass(frozen=True)
class Cover:
    """What the furniture of the report does not know.

    Attributes:
        grades: the scale of grades, worst first; empty where nothing is scored.
        facts: further lines of the table on the cover.
        basis: what the report is made from, and how far its figures can be followed.
    """

    grades: tuple[GradeKey, ...]
    facts: tuple[tuple[Text, Text], ...]
    basis: Text


def cover(context: SubjectContext) -> Cover:
    """The scale of grades, the day of the data, the scheme."""
    material, say = context.material, context.say
    first, last = furniture.until(context)
    until = same(str(last)) if first == last else say("cover.between", first=str(first), last=str(last))
    facts = [(say("cover.until"), until)]
    if context.is_scored:
        version = say("cover.version", version=same(material.scheme.version))
        facts.append((say("cover.scheme"), say("cover.named", name=material.scheme.name, words=version)))
    facts.append((say("cover.program"), same(f"reportgen {material.version}")))
    return Cover(tuple(reversed(grade_key(context))), tuple(facts), _basis(context))


def _basis(context: SubjectContext) -> Text:
    """What the report is made from, with where the standards come from that it holds figures against."""
    say, is_group = context.say, isinstance(context, GroupContext)
    members = context.material.members if isinstance(context, GroupContext) else (context.material,)
    key = ".group" if is_group else ".statements" if conditions.untrue({"cover.basis"}, context.material) else ""
    found = grounds.standards(context, *members)
    made = say(f"cover.basis{key}") if found is None else say(f"cover.basis{key}.scored", standards=found)
    told = ".group.unscored" if is_group and not context.is_scored else ".group" if is_group else ""
    return say(f"cover.words{told}", basis=made)


NAME: Final = "imprint"


@dataclass(frozen=True)
class Imprint:
    """The imprint; `copies` is None where nobody else gets the document."""

    copies: Text | None
    office: Text
    day: Text


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The imprint."""
    del options
    say, said = context.say, correspondence.submission(context)
    copies = say("submission.imprint.copies", listed=say.join(said.copies)) if said.copies else None
    day = correspondence.printed_on(context) or say("submission.day")
    office = said.printed_by or say("submission.blank")
    return [Piece(NAME, Imprint(copies, office, say("submission.imprint.printed", day=day)))]


@dataclass(frozen=True)
class Contents:
    """Whether lists of tables and figures follow the contents."""

    has_lists: bool


def contents(desk: RenderContext, options: Options) -> list[Piece]:
    """Every listed section with its page."""
    del desk
    return [Piece(options.entry, Contents(has_lists=options.word("lists") == "shown"))]


def part(desk: RenderContext, options: Options) -> list[Piece]:
    """The title of a part and the sections in it; it falls away with them."""
    del desk
    return [Piece(options.entry, None, opens=True)]


BUSINESS = frozenset({"operations", "inputs"})
"""Groups of items that are no statement."""


def preface(context: HospitalContext) -> SectionContent | None:
    """The statements, the operating data and the scores of this report; None where no preface is wanted."""
    if context.material.case.file.commentary.preface is None:
        return None
    say = context.say
    found = [_statements(context), _operations(context), _scores(context)]
    told = say("preface.words", listed=say.join([one for one in found if one is not None], "list.semicolon"))
    return SectionContent(say("preface.headline"), (Paragraphs((told,)),))


def _statements(context: HospitalContext) -> Text | None:
    material = context.material
    read = submitted(material.dataset, material.catalog.items, material.entity, material.period)
    forms = [material.catalog.forms[code] for code in read if code in material.catalog.forms]
    if not forms:
        return None
    names = context.say.join([context.say.within(form.title) for form in forms], "list.and")
    return context.say("preface.statements", n=len(forms), names=names)


def _operations(context: HospitalContext) -> Text | None:
    material = context.material
    items = [name for name, item in material.catalog.items.items() if item.statement in BUSINESS]
    there = [name for name in items if material.dataset.value(name, material.entity, material.period) is not None]
    return context.say("preface.operations", n=len(there)) if there else None


def _scores(context: HospitalContext) -> Text | None:
    scored = [row for row in context.evaluation.indicators if row.score is not None]
    if not scored:
        return None
    return context.say("preface.scores", n=len(scored), scheme=context.material.scheme.name)


SECTION = "reading"


def reading(context: HospitalContext) -> SectionContent:
    """Tables of what stands for what."""
    say, key = context.say, grade_key(context)
    grades = [grades_table(context, SECTION)] if key else []
    signs = [_signs(context, group) for group in ("marks", "colours", "charts", "numbers")]
    counted = sum(len(table.lines) for table in signs)
    headline = say("reading.headline" if key else "reading.headline.plain", n=len(key), signs=counted)
    return SectionContent(headline, (*grades, *signs))


def group_reading(desk: GroupContext) -> SectionContent:
    """What ranks, changes and marks of a group mean; the cover shows the grades."""
    signs = _signs(desk, "league", "told")
    return SectionContent(desk.say("reading.headline.plain", signs=len(signs.lines)), (signs,))


def _signs(context: SubjectContext, group: str, style: str = "") -> Table:
    say, means = context.say, f"reading.{group}.means"
    names, meanings = say.words.under(f"reading.{group}.sign"), say.words.under(means)
    columns = (TableColumn(say("reading.head.sign"), 42), TableColumn(say("reading.head.means"), 130, style))
    used = [name for name in names if not conditions.untrue({f"{means}.{name}"}, context.material)]
    lines = tuple(TableRow((names[name], meanings[name])) for name in used)
    return Table(context.table(SECTION, say(f"reading.{group}.title")), columns, lines, dense=True)


@dataclass(frozen=True)
class SignatureField:
    """One field to sign in; `id` names it in the file, `title` is read aloud, `on` is the day of an approval."""

    id: str
    role: Text
    title: Text
    name: str | None
    on: str | None


def signatories(context: HospitalContext) -> tuple[SignatureField, ...]:
    """Those whom the case names, else the four of an official report."""
    file = context.material.case.file
    named = [(person.id, person.role, person.name) for person in file.signatories]
    usual = [(identifier, role, None) for identifier, role in context.say.words.under(file.roles_key).items()]
    standing = context.material.standing
    given = {approval.role: approval for approval in standing.approvals} if standing else {}
    return tuple(
        _signatory(context, identifier or str(number), role, name, given.get(identifier or ""))
        for number, (identifier, role, name) in enumerate(named or usual, start=1)
    )


def _signatory(
    context: HospitalContext, identifier: str, role: Text, name: str | None, approval: Approval | None
) -> SignatureField:
    on = str(approval.on) if approval else None
    title = context.say("sign.field", role=role)
    return SignatureField(f"sign-{identifier}", role, title, approval.by if approval else name, on)


CONSEQUENCES_SECTION: Final = "consequences"


def consequences(context: HospitalContext) -> SectionContent | None:
    """The table, best grade first; None where the scheme says nothing of consequences."""
    say, scheme, grade = context.say, context.material.scheme, context.evaluation.grade
    if not scheme.consequences:
        return None
    columns = (
        TableColumn(say("scorecard.head.grade"), 24),
        TableColumn(say("consequences.head.range"), 28),
        TableColumn(say("consequences.head.follows"), 120),
    )
    keys = [key for key in gradings.grade_key(context) if key.grade in scheme.consequences]
    lines = tuple(TableRow((key.name, same(key.range), scheme.consequences[key.grade])) for key in keys)
    caption = context.table(CONSEQUENCES_SECTION, say("consequences.table"))
    named = None if grade is None else context.grade(grade)
    headline = say("consequences.headline", grade=named) if named else say("consequences.headline.none")
    return SectionContent(headline, (Table(caption, columns, lines, (say("consequences.note"),)),))
