"""``reportgen sign``: an electronic signature in the prepared field of an issued report."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.credentials import Secret, Source
from reportgen.cli.language import help_text, language
from reportgen.cli.options import ForceOption, LanguageOption
from reportgen.cli.plain import visible
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper
    from reportgen.lifecycle.signing import Credential, Services, SignedFile, SigningOrder
    from reportgen.model.casefile import Case


class PadesLevel(StrEnum):
    """Levels of PAdES."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"


ReportArgument = Annotated[Path, typer.Argument(metavar="REPORT.pdf", help=help_text("option.issued_report"))]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help=help_text("option.role"))]
CertificateOption = Annotated[
    Path | None, typer.Option("--certificate", metavar="FILE", help=help_text("option.certificate"))
]
KeyOption = Annotated[Path | None, typer.Option("--key", metavar="FILE", help=help_text("option.key"))]
TokenOption = Annotated[Path | None, typer.Option("--token", metavar="LIBRARY", help=help_text("option.token"))]
TokenLabelOption = Annotated[
    str | None, typer.Option("--token-label", metavar="LABEL", help=help_text("option.token_label"))
]
KeyLabelOption = Annotated[str | None, typer.Option("--key-label", metavar="LABEL", help=help_text("option.key_label"))]
PasswordFileOption = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", help=help_text("option.password_file"))
]
PasswordVariableOption = Annotated[
    str | None, typer.Option("--password-env", metavar="NAME", help=help_text("option.password_env"))
]
LevelOption = Annotated[PadesLevel | None, typer.Option("--level", help=help_text("option.level"))]
TargetOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.signed"))]


def sign(  # noqa: PLR0913 - options of the command line
    report: ReportArgument,
    role: RoleOption,
    certificate: CertificateOption = None,
    key: KeyOption = None,
    token: TokenOption = None,
    token_label: TokenLabelOption = None,
    key_label: KeyLabelOption = None,
    password_file: PasswordFileOption = None,
    password_env: PasswordVariableOption = None,
    level: LevelOption = None,
    output: TargetOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,
) -> None:
    """Sign an issued report; one that lies in the issued/ of a case in its place, and with a line in the journal."""
    del lang  # heard by `speak_as`
    from reportgen.cli.writing import put_right
    from reportgen.lifecycle.signing import Services

    if not report.is_file():
        problem = "@trouble.a_folder" if report.is_dir() else "@trouble.not_there"
        raise Refused([Finding("C14", Place(str(report)), {"problem": problem})], ExitCode.INPUT)
    source = Source(certificate, key, token, token_label, key_label, Secret(password_file, password_env))
    case = _case_of(report, output)
    if case:
        put_right(case.folder)
    services = Services.of_case(case) if case else Services()
    order = _order(role, level)
    with source.opened() as credential:
        signing = partial(_signed, order=order, credential=credential, services=services)
        if case:
            signed = _in_place(case, report, role, credential, signing)
        else:
            assert output is not None
            signed = signing(_paper(report))
            _write(output, signed, force=force)
        _tell(credential, signed, output or report)
    if case:
        _compare(case, role, credential)


def _case_of(report: Path, output: Path | None) -> Case | None:
    """The case in whose issued/ a report lies.

    Raises:
        Refused: J57 where it lies in none and no other name was given, J60 where it does and one was.
    """
    from reportgen.intake import open_case
    from reportgen.lifecycle import FOLDER

    folder = report.resolve().parent
    is_in_case = folder.name == FOLDER and (folder.parent / "case.yaml").is_file()
    if is_in_case == (output is not None):
        raise Refused([Finding("J60" if is_in_case else "J57", Place(str(report)))], ExitCode.USAGE)
    return open_case(folder.parent) if is_in_case else None


def _order(role: str, level: PadesLevel | None) -> SigningOrder:
    from reportgen.catalog import load_catalog
    from reportgen.lifecycle.signing import SignatureLevel, SigningOrder
    from reportgen.report.fonts import text_face

    words = load_catalog().words
    reason, stamp = words["lifecycle.reason"], words["lifecycle.stamp"]
    return SigningOrder(
        field=f"sign-{role}",
        reason=f"{reason.zh} {reason.en}",
        words=f"{stamp.zh} {stamp.en}",
        face=text_face(),
        level=SignatureLevel(level) if level else None,
    )


def _paper(report: Path) -> Paper:
    from reportgen.lifecycle import paper as lifecycle_paper

    return lifecycle_paper.opened(report.read_bytes(), report.name)


def _signed(paper: Paper, *, order: SigningOrder, credential: Credential, services: Services) -> SignedFile:
    """Sign a report that is issued.

    Raises:
        Refused: J34 if it is none of ours, J37 if it is a draft, and whatever `signing.sign` refuses.
    """
    from reportgen.lifecycle import signing as lifecycle_signing

    state = (paper.results.get("standing") or {}).get("state", "draft")
    if state != "issued":
        raise Refused([Finding("J37", Place(paper.name), {"state": f"@furniture.state.{state}"})], ExitCode.FINDINGS)
    return lifecycle_signing.sign(paper, order, credential, services)


def _in_place(case: Case, report: Path, role: str, credential: Credential, signing: partial[SignedFile]) -> SignedFile:
    from reportgen.cli.language import moment
    from reportgen.lifecycle.signing import SigningPerson, entered

    return entered(case.folder, SigningPerson(report.stem, role, moment(None), credential), signing)


def _write(output: Path, signed: SignedFile, *, force: bool) -> None:
    from reportgen.cli.writing import write

    write(output, signed.pdf, force=force)


def _compare(case: Case, role: str, credential: Credential) -> None:
    """Tell where the certificate is not of the person whom the case names."""
    from reportgen.catalog import load_catalog
    from reportgen.cli import show

    person = case.file.person(role)
    if person and person not in credential.name:
        finding = Finding("J56", Place(credential.file), {"name": credential.name, "person": person})
        show.concerns([finding], load_catalog(), language())


def _tell(credential: Credential, signed: SignedFile, path: Path) -> None:
    from reportgen.catalog import load_catalog

    words = load_catalog().words["lifecycle.done.sign"].in_language(language())
    facts = {"who": visible(credential.name), "path": visible(str(path)), "field": signed.field, "level": signed.level}
    typer.echo(words.format(**facts), err=True)
