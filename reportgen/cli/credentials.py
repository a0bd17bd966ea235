"""Which certificate the options of a command mean.

Passwords: from a file, from a variable of the environment, or typed unseen; never from the command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cli.language import help_text
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from reportgen.lifecycle.signing import Credential


MAX_BYTES = 4096


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


UNLOCKED_BY_NOTHING: Final = "J42"
TEXT: Final = b"-----BEGIN"


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
