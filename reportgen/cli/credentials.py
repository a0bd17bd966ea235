"""Which certificate the options of a command mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cli.secrets import Secret, typed
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.trouble import in_words

if TYPE_CHECKING:
    from reportgen.lifecycle.signing import Credential

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
        from reportgen.lifecycle.signing import Token, of_token

        assert self.token is not None
        pin = self.secret.read() if self.secret.is_given else typed()
        with of_token(Token(self.token, self.token_label, self.key_label), pin) as found:
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
        raise Refused([Finding("I03", Place(str(path)), {"problem": in_words(error)})], ExitCode.INPUT) from None
