"""Certificate and key of the one who signs: from a PKCS#12 file, or from PEM or DER files.

Certificate and key on a token or card, by PKCS#11; the key never leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import pem
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.pkcs12 import Pfx
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

NATIONAL: Final = bytes.fromhex("2a811ccf55")
"""How every identifier of the Chinese commercial algorithms begins (1.2.156.10197): SM2 keys and signatures."""
USAGES: Final = ("digital_signature", "non_repudiation")


@dataclass(frozen=True, eq=False)
class Credential:
    """What signs: the library's signer, and the certificate it shows.

    Attributes:
        file: name of the file or token, for findings.
        chain: further certificates that came with it.
    """

    file: str
    signer: Signer
    certificate: Certificate
    chain: tuple[Certificate, ...] = ()

    @property
    def name(self) -> str:
        """Whose certificate it is."""
        native = self.certificate.subject.native
        found = native.get("common_name") or native.get("organization_name")
        return str(found or self.certificate.subject.human_friendly)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate."""
        return sha256(self.certificate.dump()).hexdigest()

    @property
    def usage(self) -> str:
        """For what the certificate lets its key sign, "" where it names nothing of the kind: nobody could verify it."""
        named = self.certificate.key_usage_value
        allowed = named.native if named is not None else set()
        return next((usage for usage in USAGES if usage in allowed), "")


def of_pkcs12(content: bytes, password: bytes | None, file: str) -> Credential:
    """The certificate and key of a PKCS#12 file (.p12, .pfx).

    Raises:
        Refused: J40 not such a file, J41 SM2, J42 wrong password, J43 no key or no certificate in it.
    """
    _no_national(content, file)
    try:
        Pfx.load(content)["auth_safe"]["content"]  # read, so that another file fails here
    except (ValueError, TypeError, KeyError):
        raise _refused("J40", file) from None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password)
    except ValueError as error:
        raise _refused("J42" if "password" in str(error).lower() else "J41", file) from None
    except Exception:  # noqa: BLE001 - the library names algorithms it lacks in errors of its own
        raise _refused("J41", file) from None
    if key is None or certificate is None:
        raise _refused("J43", file)
    return _credential(key, certificate, others, file)


def of_pem(certificates: bytes, key: bytes, password: bytes | None, file: str) -> Credential:
    """A certificate (and its chain) in one file and its key in another, PEM or DER.

    Raises:
        Refused: J40 not such files, J41 SM2, J42 wrong or missing password, J43 the key is of another certificate.
    """
    for content in (certificates, key):
        _no_national(content, file)
    try:
        found = _certificates(certificates)
        private = _key(key, password)
    except TypeError:
        raise _refused("J42", file) from None
    except UnsupportedAlgorithm:
        raise _refused("J41", file) from None
    except ValueError as error:
        raise _refused("J42" if "password" in str(error).lower() else "J40", file) from None
    own = [certificate for certificate in found if certificate.public_key() == private.public_key()]
    if not own:
        raise _refused("J43", file)
    return _credential(private, own[0], [one for one in found if one is not own[0]], file)


def _certificates(content: bytes) -> list[Any]:
    if b"-----BEGIN" in content:
        return list(x509.load_pem_x509_certificates(content))
    return [x509.load_der_x509_certificate(content)]


def _key(content: bytes, password: bytes | None) -> Any:
    is_pem = b"-----BEGIN" in content
    load = serialization.load_pem_private_key if is_pem else serialization.load_der_private_key
    try:
        return load(content, password)
    except TypeError:
        if password is None:
            raise
        return load(content, None)  # a password was given, and none is needed


def _credential(key: Any, certificate: Any, others: Iterable[Any], file: str) -> Credential:
    own, *chain = (Certificate.load(one.public_bytes(Encoding.DER)) for one in (certificate, *others))
    private = PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain)
    signer = SimpleSigner(signing_cert=own, signing_key=private, cert_registry=store)
    return Credential(file, signer, own, tuple(chain))


def problems(credential: Credential, now: datetime, trusted: Iterable[Certificate]) -> Iterator[Finding]:
    """Why a certificate is not one to sign a report with today: expired, early, self-made, or for something else."""
    certificate, place = credential.certificate, Place(credential.file)
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    facts = {"name": credential.name, "begins": str(begins.date()), "ends": str(ends.date())}
    if now > ends:
        yield Finding("J44", place, facts)
    elif now < begins:
        yield Finding("J45", place, facts)
    if certificate.self_signed != "no" and certificate.sha256 not in {one.sha256 for one in trusted}:
        yield Finding("J46", place, facts)
    if not credential.usage:
        yield Finding("J47", place, facts)
    if certificate.public_key.algorithm == "ec" and _is_national(certificate.public_key.dump()):
        yield Finding("J41", place)


def _no_national(content: bytes, file: str) -> None:
    """Refuse SM2 before a parser trips over it.

    Raises:
        Refused: J41.
    """
    blocks = [content]
    if pem.detect(content):
        try:
            blocks = [der for _, _, der in pem.unarmor(content, multiple=True)]
        except ValueError:
            return
    if any(_is_national(block) for block in blocks):
        raise _refused("J41", file)


def _is_national(content: bytes) -> bool:
    return NATIONAL in content


def _refused(rule: str, file: str) -> Refused:
    return Refused([Finding(rule, Place(file))])


@dataclass(frozen=True)
class KeyToken:
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
def of_token(token: KeyToken, pin: str | None) -> Iterator[Credential]:
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
        raise _tokens_refused("J48", token) from None
    criteria = TokenCriteria(label=token.label) if token.label else None
    try:
        session = open_pkcs11_session(str(token.library), token_criteria=criteria, user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked):
        raise Refused([Finding("J42", Place(token.library.name))]) from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise _tokens_refused("J49", token, error) from None
    with session:
        label, certificates = _chosen(session, token)
        own = certificates[label]
        others = tuple(one for name, one in certificates.items() if name != label)
        signer = PKCS11Signer(session, signing_cert=own, key_label=label, ca_chain=set(others))
        yield Credential(token.library.name, signer, own, others)


def _chosen(session: Any, token: KeyToken) -> tuple[str, dict[str, Certificate]]:
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


def _tokens_refused(rule: str, token: KeyToken, error: Exception | None = None) -> Refused:
    problem = (str(error).partition("\n")[0] or type(error).__name__) if error else ""
    return Refused([Finding(rule, Place(str(token.library)), {"problem": problem})], ExitCode.ENVIRONMENT)
