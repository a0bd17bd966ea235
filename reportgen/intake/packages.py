"""A workbook as the package of files that it is, each unpacked once."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

MARK: Final = b"PK\x03\x04"
HEADER: Final = struct.Struct("<4s22x2H")
"""What stands in front of a file: its mark, and how long its name and its extra field are."""
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
        found = self._inflated(member)
        if self._size + len(found) <= KEPT:
            self._held[member.header_offset] = found
            self._size += len(found)
        return found

    def start(self, member: zipfile.ZipInfo, size: int) -> bytes:
        """The first bytes of a file."""
        if self._size + member.file_size <= KEPT:
            return self.unpacked(member)[:size]
        with self._archive.open(member) as stream:
            return stream.read(size)

    def _inflated(self, member: zipfile.ZipInfo) -> bytes:
        """A deflated file at one go; any other, or one that is not as its entry says, as the archive reads it."""
        start = member.header_offset
        header = self.content[start : start + HEADER.size]
        if member.compress_type == zipfile.ZIP_DEFLATED and not member.flag_bits & 1 and len(header) == HEADER.size:
            mark, name, extra = HEADER.unpack(header)
            begin = start + HEADER.size + name + extra
            unfold = zlib.decompressobj(-zlib.MAX_WBITS)
            found = unfold.decompress(self.content[begin : begin + member.compress_size], member.file_size or 1)
            if mark == MARK and unfold.eof and len(found) == member.file_size and zlib.crc32(found) == member.CRC:
                return found
        return self._archive.read(member)
