"""``reportgen sign``: a signature in the prepared field of an issued report, and which certificate the options mean.

Passwords: from a file, from a variable of the environment, or typed unseen; never from the command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.manner import visible
from reportgen.cli.options import ForceOption, LanguageOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper
    from reportgen.lifecycle.signing import Credential, Services, SignedFile, SigningOrder
    from reportgen.model.casefile import Case

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
TargetOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.signed"))]
MAX_BYTES = 4096
UNLOCKED_BY_NOTHING: Final = "J42"
TEXT: Final = b"-----BEGIN"


class PadesLevel(StrEnum):
    """Levels of PAdES."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"


LevelOption = Annotated[PadesLevel | None, typer.Option("--level", help=help_text("option.level"))]


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


@dataclass(frozen=True)
class Secret:
    """Where a password comes from; the password itself is read when it is needed and kept nowhere."""

    file: Path | None = None
    variable: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether a file or a variable was named."""
        return self.file is not None or self.variable is not None

    def read(self) -> str | None:
        """The password of the file or variable; None where neither was named.

        Raises:
            Refused: J59 if there is none to be read.
        """
        if self.file is not None:
            return _of_file(self.file)
        if self.variable is None:
            return None
        if self.variable not in os.environ:
            raise _unreadable(f"${self.variable}")
        return os.environ[self.variable]


def typed() -> str | None:
    """What somebody types unseen; None where nobody sits at a terminal."""
    import getpass

    return getpass.getpass(help_text("password")) if sys.stdin.isatty() else None


def _of_file(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise _unreadable(str(path)) from None


def _unreadable(place: str) -> Refused:
    return Refused([Finding("J59", Place(place), {"problem": place})], ExitCode.INPUT)


@dataclass(frozen=True)
class Source:
    """Files or a token, and where the password comes from."""

    certificate: Path | None
    key: Path | None
    token: Path | None
    token_label: str | None
    key_label: str | None
    secret: Secret

    @contextmanager
    def opened(self) -> Iterator[Credential]:
        """The certificate and its key, as long as the block lasts; a missing password is asked for at a terminal.

        Raises:
            Refused: J58 if nothing was named, J59 if the password cannot be read, and what the readers refuse.
        """
        with ExitStack() as stack:
            if self.token is not None:
                yield stack.enter_context(self._token())
            elif self.certificate is not None:
                yield self._files(self.certificate)
            else:
                raise Refused([Finding("J58", NOWHERE)], ExitCode.USAGE)

    @contextmanager
    def _token(self) -> Iterator[Credential]:
        from reportgen.lifecycle.signing import KeyToken, of_token

        assert self.token is not None
        pin = self.secret.read() if self.secret.is_given else typed()
        with of_token(KeyToken(self.token, self.token_label, self.key_label), pin) as found:
            yield found

    def _files(self, certificate: Path) -> Credential:
        from reportgen.lifecycle.signing import of_pem, of_pkcs12

        content = _read(certificate)
        if self.key is not None or TEXT in content:
            key = _read(self.key) if self.key is not None else content
            return self._with_password(lambda password: of_pem(content, key, password, certificate.name))
        return self._with_password(lambda password: of_pkcs12(content, password, certificate.name))

    def _with_password(self, load: Callable[[bytes | None], Credential]) -> Credential:
        """By the password that was given; else without one, and if that is not enough by one that is typed."""
        if self.secret.is_given:
            return load(_encoded(self.secret.read()))
        try:
            return load(None)
        except Refused as refused:
            if [finding.rule for finding in refused.findings] != [UNLOCKED_BY_NOTHING]:
                raise
            password = typed()
            if password is None:
                raise
        return load(_encoded(password))


def _encoded(password: str | None) -> bytes | None:
    return None if password is None else password.encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused([Finding("C14", Place(str(path)), {"problem": in_words(error)})], ExitCode.INPUT) from None
