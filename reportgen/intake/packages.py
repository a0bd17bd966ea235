"""A workbook as the package of files that it is, each unpacked once."""

from __future__ import annotations

import io
import zipfile
from typing import Final

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
        found = self._archive.read(member)
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
