"""A workbook as the package of files that it is, each unpacked once."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

MARK: Final = b"PK\x03\x04"
HEADER: Final = struct.Struct("<4s22x2H")
"""What stands in front of a file: its mark, and how long its name and its extra field are."""
CHUNK: Final = 1 << 20
KEPT: Final = 64_000_000
"""Bytes of unpacked files that are held; what goes beyond is unpacked whenever it is asked for."""


class Package:
    """The files of a zip archive.

    Raises:
        BadZipFile: if the content is no such archive; any of zlib's and zipfile's errors where a file of it is damaged.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._held: dict[int, bytes] = {}
        self._size = 0

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """All files, with those of one name that are there twice."""
        return self._archive.infolist()

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """A file by its name, the last one of that name."""
        return self.unpacked(self._archive.getinfo(name))

    def unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """A file."""
        held = self._held.get(member.header_offset)
        if held is not None:
            return held
        found = self._at_one_go(member)
        if found is None:
            found = self._archive.read(member)
        self._hold(member, found)
        return found

    def start(self, member: zipfile.ZipInfo, size: int) -> bytes:
        """The first bytes of a file."""
        if self._size + member.file_size <= KEPT:
            return self.unpacked(member)[:size]
        with self._archive.open(member) as stream:
            return stream.read(size)

    def is_honest(self, member: zipfile.ZipInfo) -> bool:
        """Whether a deflated file unfolds to no more than its entry says; what would not fit is not held."""
        fits = self._size + member.file_size <= KEPT
        if fits and (member.header_offset in self._held or self._hold(member, self._at_one_go(member)) is not None):
            return True
        return all(size <= member.file_size for size in self._steps(member))

    def _hold(self, member: zipfile.ZipInfo, found: bytes | None) -> bytes | None:
        if found is not None and self._size + len(found) <= KEPT:
            self._held[member.header_offset] = found
            self._size += len(found)
        return found

    def _packed(self, member: zipfile.ZipInfo) -> memoryview:
        """A file as it lies in the archive; nothing where no file begins at its entry."""
        start = member.header_offset
        header = self.content[start : start + HEADER.size]
        mark, name, extra = HEADER.unpack(header) if len(header) == HEADER.size else (b"", 0, 0)
        begin = start + HEADER.size + name + extra
        return memoryview(self.content)[begin : begin + member.compress_size] if mark == MARK else memoryview(b"")

    def _at_one_go(self, member: zipfile.ZipInfo) -> bytes | None:
        """A deflated file, None where it is another kind or not as its entry says."""
        if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & 1:
            return None
        unfold = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            found = unfold.decompress(self._packed(member), member.file_size + 1)
        except zlib.error:
            return None
        is_sound = unfold.eof and len(found) == member.file_size and zlib.crc32(found) == member.CRC
        return found if is_sound else None

    def _steps(self, member: zipfile.ZipInfo) -> Iterator[int]:
        """How much of a deflated file has been unfolded, step by step."""
        packed = self._packed(member)
        unfold = zlib.decompressobj(-zlib.MAX_WBITS)
        size = 0
        for at in range(0, len(packed), CHUNK):
            rest: bytes | memoryview = packed[at : at + CHUNK]
            while rest:
                size += len(unfold.decompress(rest, CHUNK * 16))
                yield size
                rest = unfold.unconsumed_tail
