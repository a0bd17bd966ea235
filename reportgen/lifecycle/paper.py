"""A PDF as it lies on the disk, opened with care: what it is, what it carries, which fields can be signed.

Members of PDF objects, whether they stand in place or elsewhere in the file.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader


def member(node: Any, key: str, default: Any = None) -> Any:
    """What a dictionary has under a key, wherever in the file it stands."""
    return node[key] if key in node else default  # noqa: SIM401 - `get` of the library does not follow references


def members(listed: Any) -> Iterator[Any]:
    """What an array holds, wherever in the file each stands; a lone value counts as an array of one."""
    if isinstance(listed, list):
        yield from (listed[index] for index in range(len(listed)))
    elif listed is not None:
        yield listed


MAX_BYTES: Final = 500_000_000
RESULTS: Final = "results.json"
SCHEMAS: Final = ("reportgen/results/1", "reportgen/group/1")
DEEPEST: Final = 40
"""Levels of a tree of names or fields; no tool writes more, and a ring has no end."""


@dataclass(frozen=True)
class Field:
    """A field to sign in."""

    name: str
    signed: bool


@dataclass(frozen=True)
class Specification:
    """What the PDF says of a file inside it; None where it does not say. `checksum` is an MD5 digest."""

    name: str
    relationship: str | None
    size: int | None
    checksum: bytes | None


@dataclass(frozen=True, eq=False)
class Paper:
    """A PDF whose structure can be read; nothing in it has been believed yet.

    Attributes:
        name: its file's name, for findings.
        content: all its bytes.
        reader: the library's view of it.
    """

    name: str
    content: bytes
    reader: PdfFileReader

    @cached_property
    def attachments(self) -> Mapping[str, bytes]:
        """Files carried inside by name.

        Raises:
            Refused: J33 if they cannot be read, or unfold to more than any report holds.
        """
        try:
            return dict(_attached(self.reader))
        except Exception as error:
            raise _damaged(self.name, error) from error

    @cached_property
    def specifications(self) -> tuple[Specification, ...]:
        """What is said of the files inside.

        Raises:
            Refused: J33 if that cannot be read.
        """
        try:
            return tuple(_specified(entry) for entry in _listed(self.reader))
        except Exception as error:
            raise _damaged(self.name, error) from error

    @cached_property
    def results(self) -> Mapping[str, Any]:
        """The results that a report of ours carries.

        Raises:
            Refused: J34 if it carries none.
        """
        try:
            content = json.loads(self.attachments[RESULTS])
            if content["schema"] in SCHEMAS:
                found: Mapping[str, Any] = content
                return found
        except (KeyError, ValueError, TypeError, RecursionError):
            pass
        raise Refused([Finding("J34", Place(self.name))])

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields to sign in, in the order of the form."""
        from pyhanko.sign.fields import enumerate_sig_fields

        try:
            return tuple(Field(name, value is not None) for name, value, _ in enumerate_sig_fields(self.reader))
        except Exception as error:
            raise _damaged(self.name, error) from error


def opened(content: bytes, name: str) -> Paper:
    """A PDF that is not encrypted.

    Raises:
        Refused: J30 an OFD file, J31 no PDF, J32 encrypted, J33 damaged.
    """
    if _is_ofd(content):
        raise Refused([Finding("J30", Place(name))])
    if b"%PDF-" not in content[:1024]:
        raise Refused([Finding("J31", Place(name))])
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content))
        encrypted = reader.encrypted
        if not encrypted:
            reader.root["/Pages"]
    except Exception as error:
        raise _damaged(name, error) from error
    if encrypted:
        raise Refused([Finding("J32", Place(name))])
    return Paper(name, content, reader)


def _is_ofd(content: bytes) -> bool:
    """A zip archive with OFD.xml at its root (GB/T 33190)."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "OFD.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _attached(reader: PdfFileReader) -> Iterator[tuple[str, bytes]]:
    """Names and contents.

    Raises:
        ValueError: of what is compressed far beyond its size, or lies under a name twice.
    """
    room, seen = MAX_BYTES, set[str]()
    for specification in _listed(reader):
        name, content = str(specification["/UF"]), _unfolded(specification["/EF"]["/F"], room)
        room -= len(content)
        if name in seen:
            raise ValueError(f"two files named {name[:60]}")
        seen.add(name)
        yield name, content


def _unfolded(stream: Any, room: int) -> bytes:
    """The content of a stream, unfolded no further than there is room; only as reports of ours store it.

    What another reader would take from elsewhere, or unfold otherwise, is refused.
    """
    for key in ("/F", "/DecodeParms"):
        if member(stream, key) is not None:
            raise ValueError(f"a file stored with {key}")
    filters = [str(name) for name in members(member(stream, "/Filter"))]
    if filters == ["/FlateDecode"]:
        machine = zlib.decompressobj()
        content = machine.decompress(bytes(stream.encoded_data), room + 1)  # 0 would mean without limit
        if machine.unconsumed_tail or len(content) > room:
            raise ValueError("unfolds without end")
        return content
    if filters:
        raise ValueError(f"compressed by {filters}")
    return bytes(stream.encoded_data)


def _specified(entry: Any) -> Specification:
    said = member(entry["/EF"]["/F"], "/Params", {})
    checksum, relationship = member(said, "/CheckSum"), member(entry, "/AFRelationship")
    return Specification(
        str(entry["/UF"]),
        None if relationship is None else str(relationship).removeprefix("/"),
        None if "/Size" not in said else int(said["/Size"]),
        None if checksum is None else bytes(getattr(checksum, "original_bytes", checksum)),
    )


def _listed(reader: PdfFileReader) -> Iterator[Any]:
    names = member(member(reader.root, "/Names", {}), "/EmbeddedFiles")
    return _leaves(names, 0) if names is not None else iter(())


def _leaves(node: Any, depth: int) -> Iterator[Any]:
    """The values of a tree of names."""
    if depth > DEEPEST:
        raise ValueError("a tree of names without end")
    listed = member(node, "/Names", ())
    for index in range(1, len(listed), 2):
        yield listed[index]
    for kid in members(member(node, "/Kids")):
        yield from _leaves(kid, depth + 1)


def _damaged(name: str, error: Exception) -> Refused:
    problem = str(error).partition("\n")[0][:120] or type(error).__name__
    return Refused([Finding("J33", Place(name), {"problem": problem})], ExitCode.INPUT)
