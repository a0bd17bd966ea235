"""Certificate and key on a token or card, by PKCS#11; the key never leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle.signing.credentials import Credential
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate


@dataclass(frozen=True)
class Token:
    """Where the key lies.

    Attributes:
        library: the maker's PKCS#11 library, such as libsofthsm2.so or a .dll.
        label: name of the token, None where only one is plugged in.
        key: label of key and certificate on it, None where it holds only one certificate with a key.
    """

    library: Path
    label: str | None = None
    key: str | None = None


@contextmanager
def of_token(token: Token, pin: str | None) -> Iterator[Credential]:
    """The certificate of a token, ready to sign as long as the block lasts.

    Raises:
        Refused: J48 the support for tokens is not installed, J49 no such library, token or key (exit code
            ENVIRONMENT), J42 a wrong PIN.
    """
    try:
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError:
        raise _refused("J48", token) from None
    criteria = TokenCriteria(label=token.label) if token.label else None
    try:
        session = open_pkcs11_session(str(token.library), token_criteria=criteria, user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked):
        raise Refused([Finding("J42", Place(token.library.name))]) from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise _refused("J49", token, error) from None
    with session:
        label, certificates = _chosen(session, token)
        own = certificates[label]
        others = tuple(one for name, one in certificates.items() if name != label)
        signer = PKCS11Signer(session, signing_cert=own, key_label=label, ca_chain=set(others))
        yield Credential(token.library.name, signer, own, others)


def _chosen(session: Any, token: Token) -> tuple[str, dict[str, Certificate]]:
    """The label to sign by, and all certificates of the token by label."""
    import pkcs11
    from asn1crypto.x509 import Certificate

    found = {
        str(one[pkcs11.Attribute.LABEL]): Certificate.load(bytes(one[pkcs11.Attribute.VALUE]))
        for one in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
    }
    keys = {
        str(one[pkcs11.Attribute.LABEL])
        for one in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
    }
    usable = sorted(set(found) & keys)
    wanted = [label for label in usable if token.key in (None, label)]
    if len(wanted) != 1:
        facts = {"file": token.library.name, "problem": ", ".join(usable) or "\N{EM DASH}"}
        raise Refused([Finding("J50", Place(token.library.name), facts)], ExitCode.USAGE)
    return wanted[0], found


def _refused(rule: str, token: Token, error: Exception | None = None) -> Refused:
    problem = (str(error).partition("\n")[0] or type(error).__name__) if error else ""
    return Refused([Finding(rule, Place(str(token.library)), {"problem": problem})], ExitCode.ENVIRONMENT)
