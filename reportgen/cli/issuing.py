"""``reportgen review``, ``issue`` and ``supersede``: from draft to issued report, and to its correction."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.manner import starting, step, visible
from reportgen.cli.options import (
    HERE,
    AudienceOption,
    CaseArgument,
    EmbedChoice,
    EmbedOption,
    EntityOption,
    LanguageOption,
    PeriodOption,
    PersonsOption,
    SchemeOption,
)
from reportgen.cli.render import KindOption, LanguagesOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.casefile import BOTH
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.lifecycle import Subject
    from reportgen.pipeline.issuing import Issued
    from reportgen.pipeline.pages import Inside

ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=help_text("option.by_whom"))]
RoleOption = Annotated[str | None, typer.Option("--role", metavar="ROLE", help=help_text("option.role"))]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.date"))]
RejectOption = Annotated[str | None, typer.Option("--reject", metavar="WHY", help=help_text("option.reject"))]
WhyOption = Annotated[str, typer.Option("--why", metavar="WHY", help=help_text("option.why"))]
NumberOption = Annotated[str, typer.Option("--number", metavar="NUMBER", help=help_text("option.number"))]

USUAL: Final = "reviewer"
BOARD: Final = "board"


def review(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    report: KindOption = BOARD,
    period: PeriodOption = None,
    by: ByOption = None,
    role: RoleOption = USUAL,
    reject: RejectOption = None,
    date: DateOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    lang: LanguageOption = None,
) -> None:
    """Enter in the journal that somebody has approved or rejected what a report now says."""
    del lang  # heard by `speak_as`
    from reportgen.cli import show
    from reportgen.cli.language import moment
    from reportgen.pipeline import issuing

    when = moment(date)
    _not_empty(reject)
    material = _material(case, report, period, entity, scheme)
    word = issuing.word_of(material, by, role, when, reject)
    entry = issuing.review(material, _subject(material, report, BOTH), word, rejects=reject is not None)
    kind = material.catalog.reports[report].name.in_language(language())
    _tell(str(entry.what), who=word.by, role=_said(word.role, material), report=kind, period=material.period)
    if reject is None:
        missing = issuing.roles_missing(material, report)
        is_last = {*missing} <= {*material.case.file.approvals[-1:]}  # whose word the issue may be
        found = issuing.in_the_way(material, _subject(material, report, None), is_last=is_last)
        if missing:
            _tell("missing", roles=", ".join(_said(role, material) for role in missing))
        elif not found:
            asked = {
                "report": None if report == BOARD else report,
                "period": period,
                "entity": entity,
                "scheme": scheme,
            }
            _tell("ready", command=_command(case, asked, issuing.issuer(material, word)))
        if found:
            show.findings(found, material.catalog, language(), sys.stderr)


def issue(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    report: KindOption = BOARD,
    period: PeriodOption = None,
    lang: LanguagesOption = None,
    by: ByOption = None,
    role: RoleOption = None,
    date: DateOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    embed: EmbedOption = None,
    persons: PersonsOption = None,
    audience: AudienceOption = None,
) -> None:
    """Issue a reviewed report: no watermark, a number of its own, kept in issued/ and entered in the journal."""
    from reportgen.catalog.languages import spoken
    from reportgen.cli.language import moment
    from reportgen.pipeline import issuing

    when, carried = moment(date), _carried(embed, persons)
    material = _material(case, report, period, entity, scheme)
    spoken(lang or material.case.file.mode, material.catalog.languages)
    word = issuing.word_of(material, by, role, when)
    _tell_issued(issuing.issue(material, _subject(material, report, lang, audience), word, inside=carried))


def supersede(  # noqa: PLR0913 - options of the command line
    number: NumberOption,
    why: WhyOption,
    case: CaseArgument = HERE,
    by: ByOption = None,
    role: RoleOption = None,
    date: DateOption = None,
    scheme: SchemeOption = None,
    embed: EmbedOption = None,
    persons: PersonsOption = None,
    lang: LanguageOption = None,
) -> None:
    """Issue a correction: a new report that names the one it takes the place of, why, and every changed figure."""
    del lang  # heard by `speak_as`
    from reportgen import lifecycle
    from reportgen.cli.language import moment
    from reportgen.cli.writing import put_right
    from reportgen.pipeline import issuing

    when, carried = moment(date), _carried(embed, persons)
    _not_empty(why)
    put_right(case)
    subject = lifecycle.subject_of(lifecycle.read(case), number)
    material = _material(case, subject.report, subject.period, subject.entity, scheme, correcting=number)
    word = issuing.word_of(material, by, role, when, why)
    _tell_issued(issuing.issue(material, subject, word, corrects=number, inside=carried))


def _carried(embed: EmbedChoice | None, persons: bool | None) -> Inside:  # noqa: FBT001 - an option as it was given
    """What an issued report carries: at least its results, by which it is signed, corrected and verified.

    Raises:
        Refused: J61 if it were to carry nothing.
    """
    from reportgen.cli.options import inside

    if embed is EmbedChoice.NONE:
        raise Refused([Finding("J61", NOWHERE)], ExitCode.USAGE)
    return inside(embed, persons)


def _material(  # noqa: PLR0913 - what the command line says
    case: Path, report: str, period: str | None, entity: str | None, scheme: str | None, correcting: str | None = None
) -> Material | GroupMaterial:
    with starting():
        from reportgen import pipeline
        from reportgen.cli.writing import put_right
    put_right(case)
    with step("read"):
        checked = pipeline.check(case, correcting=correcting)
    with step("evaluate"):
        return pipeline.grounds(checked, report=report, period=period, entity=entity, scheme=scheme)


def _subject(material: Grounds, report: str, lang: str | None, audience: str | None = None) -> Subject:
    from reportgen.lifecycle import Subject

    mode = lang or material.case.file.mode
    return Subject(report, material.entity, material.period, mode, None if audience is None else str(audience))


def _command(case: Path, asked: dict[str, str | None], issuer: tuple[str, str]) -> str:
    """The command that issues what was reviewed, as it was asked for, with whoever may say it."""
    words = ["reportgen", "issue", *([] if case == HERE else [str(case)])]
    for option, value in (*asked.items(), issuer):
        words += [] if value is None else [f"--{option}", value]
    return visible(shlex.join(words))


def _not_empty(why: str | None) -> None:
    if why is not None and not why.strip():
        raise Refused([Finding("J25", NOWHERE)], ExitCode.USAGE)


def _said(role: str | None, material: Grounds) -> str:
    """A role in the language of the messages."""
    from reportgen.lifecycle.standing import role_name

    found = role_name(role or "", material.case.file)
    word = material.catalog.words[found.removeprefix("@")] if isinstance(found, str) else found
    return word.in_language(language())


def _tell_issued(found: Issued) -> None:
    entry = found.entry
    _tell(
        str(entry.what),
        number=entry.number,
        corrects=entry.corrects,
        path=visible(str(found.path)),
        pages=found.pages,
        changes=len(entry.changes),
    )


def _tell(key: str, **facts: object) -> None:
    from reportgen.catalog import load_catalog

    words = load_catalog().words[f"lifecycle.done.{key}"].in_language(language())
    typer.echo(words.format(**facts), err=True)
