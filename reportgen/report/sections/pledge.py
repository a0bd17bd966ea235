"""The statement of the hospital on its figures, its own check of the submission, the fields to sign and seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.values import Flag
from reportgen.report.desk.documents import correspondence, form_sheets
from reportgen.report.desk.documents.furniture import report_number
from reportgen.report.desk.sources import provenance as desk_provenance
from reportgen.report.desk.tables import official_tables
from reportgen.report.desk.tables.official_tables import OfficialCell, OfficialColumn, OfficialRow, OfficialTable
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext

NAME: Final = "pledge"
HEADS: Final = (("number", "row", 12.0), ("item", "w", 84.0), ("result", "w", 60.0))
SIGNERS: Final = ("head", "accountant", "office")
"""Who has to sign and seal statements: 政府会计制度 part 1, 8 (7)."""
FULL: Final = 0.9995


@dataclass(frozen=True)
class Signature:
    """A field to sign in: `id` names it in the file, `title` is read aloud."""

    id: str
    role: Text
    title: Text


@dataclass(frozen=True)
class Pledge:
    """The page.

    Attributes:
        facts: lines to fill in under the signatures.
        faces: which typefaces stand in for those wanted, in words; None where all are there.
    """

    paragraphs: tuple[Text, ...]
    sheets: tuple[OfficialTable, ...]
    signatures: tuple[Signature, ...]
    facts: tuple[Text, ...]
    issuer: Text
    day: Text
    provenance: Text
    faces: Text | None


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The statement."""
    del options
    return [Piece(NAME, pledge(context))]


def pledge(context: HospitalContext) -> Pledge:
    """The statement of one submission."""
    say, contact = context.say, correspondence.submission(context).contact
    blank, signers = say("submission.blank"), context.material.case.file.signers_key
    telephone = same(contact.telephone) if contact else blank
    filler = same(contact.name) if contact else blank
    return Pledge(
        paragraphs=(_truth(context), _grounds(context)),
        sheets=(_check(context),),
        signatures=tuple(
            Signature(f"sign-{name}", say(f"{signers}.{name}"), say("sign.field", role=say(f"{signers}.{name}")))
            for name in SIGNERS
        ),
        facts=(
            say("submission.sign.filler", name=filler),
            say("submission.sign.telephone", telephone=telephone),
            say("submission.sign.day", day=correspondence.day(context) or say("submission.day")),
        ),
        issuer=correspondence.issuer(context),
        day=correspondence.day(context) or say("submission.day"),
        provenance=_provenance(context),
        faces=_faces(context),
    )


def _truth(context: HospitalContext) -> Text:
    """What the submission was drawn up from: the hospital's books, or the source that the case names instead."""
    key = "truth" if context.material.case.file.data_source is None else "sourced"
    key = "truth.money" if key == "truth" and not _has_activity(context) else key
    return context.say(f"submission.pledge.{key}", period=period_name(context.material.period))


def _has_activity(context: HospitalContext) -> bool:
    """Whether the data tell of anything but money."""
    material = context.material
    known, items = material.dataset.known(material.entity, material.period), material.catalog.items
    return any(name in items and items[name].unit != "money" for name, _ in known)


def _grounds(context: HospitalContext) -> Text:
    """What stands in the place of figures that are not there, and which indicators rest on an estimate."""
    say = context.say
    estimated = [one.id for one in context.evaluation.indicators if Flag.ESTIMATED in one.flags]
    told = [say(f"submission.pledge.grounds{'.partly' if estimated else ''}")]
    if _has_forms(context):
        told.append(say("submission.pledge.grounds.blank"))
    if estimated:
        names = say.join([say.within(context.name(one)) for one in estimated])
        told.append(say("submission.pledge.grounds.estimated", n=len(estimated), names=names))
    return say("submission.sentence", words=say.join(told, "list.semicolon"))


def _has_forms(context: HospitalContext) -> bool:
    """Whether official forms were read, which alone have lines that may be left blank, and which are signed."""
    return bool(form_sheets.present(context, tuple(context.material.catalog.forms)))


def _check(context: HospitalContext) -> OfficialTable:
    say = context.say
    rows = [
        OfficialRow((official_tables.named(same(str(number))), official_tables.words(item), OfficialCell(result, "w")))
        for number, (item, result) in enumerate(_items(context), start=1)
    ]
    return OfficialTable(
        id="self-check",
        title=say("submission.self_check.title"),
        holder=correspondence.issuer(context),
        period=period_name(context.material.period),
        code=say("submission.self_check.unit"),
        columns=tuple(OfficialColumn(say(f"submission.self_check.{head}"), kind, width) for head, kind, width in HEADS),
        rows=tuple(rows),
        is_signed=False,
    )


def _items(context: HospitalContext) -> Iterator[tuple[Text, Text]]:
    """What is asked and what the program can answer; the rest is the hospital's to answer."""
    say, found = context.say, context.material.quality
    forms = [row for row in found.sources if row.period == context.material.period]
    missing = sum(row.completeness is None for row in forms)
    if forms:
        key = "forms_missing" if missing else "forms_there"
        yield say("submission.self_check.forms"), say(f"submission.self_check.{key}", n=len(forms), missing=missing)
    share = printing.percent(found.completeness, 1)
    yield say("submission.self_check.complete"), say("submission.self_check.share", share=share)
    ties = "ties" if found.equations_checked and not found.equations_failed else "off"
    key, periods = desk_provenance.counted(context, f"submission.self_check.{ties}")
    counts = {"n": found.equations_checked, "failed": found.equations_failed, **periods}
    tied = say(key, **counts)
    warned = say("submission.self_check.warned", told=tied, n=found.warnings) if found.warnings else tied
    yield say("submission.self_check.checks"), warned
    weighty = {"errors": found.errors, "warnings": found.warnings}
    yield say("submission.self_check.findings"), say("submission.self_check.counted", **weighty)
    absent = sum(one.score is None for one in context.evaluation.indicators)
    unscored = say("submission.self_check.unscored") if not context.evaluation.indicators else None
    yield say("submission.self_check.indicators"), unscored or say("submission.self_check.absent", n=absent)
    wanting = len(list(correspondence.wanting(context)))
    key = "blanks" if wanting else "no_blanks"
    yield say("submission.self_check.letter"), say(f"submission.self_check.{key}", n=wanting)
    # without statements there is nothing to hold against the books, to sign or to seal
    for name in ("ledgers", "signed") if _has_forms(context) else ():
        yield say(f"submission.self_check.{name}"), say("submission.self_check.own")


def _provenance(context: HospitalContext) -> Text:
    """How the document was made, and where the figures in it come from that no data file has."""
    material, say = context.material, context.say
    key = "submission.provenance" if context.evaluation.indicators else "submission.provenance.unscored"
    made = say(
        key,
        program=material.version,
        scheme=material.scheme_id,
        version=material.scheme.version or printing.DASH,
        n=len(material.files),
    )
    told = [made]
    if not correspondence.letter(context).number:
        told.append(say("submission.provenance.internal", number=report_number(context)))
    aims = [one for one in correspondence.measures(context) if one.target is not None]
    told += [say("submission.provenance.targets")] if aims else []
    return say.join(told, "list.sentences")


def _faces(context: HospitalContext) -> Text | None:
    missing = PAGE_SETS["official"].substitutes
    pairs = [context.say("submission.face", wanted=wanted, used=used) for wanted, used in sorted(missing.items())]
    return context.say("submission.faces", pairs=context.say.join(pairs, "list.comma")) if pairs else None
