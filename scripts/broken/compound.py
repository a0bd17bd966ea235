"""The outer shape of a workbook with a password."""

from __future__ import annotations

import struct


def encrypted() -> bytes:
    """The outer shape of a workbook with a password: a compound file that holds an encrypted package."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    sizes = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    sectors = struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header = signature + bytes(16) + sizes + sectors + struct.pack("<109I", 0, *[free] * 108)
    allocation = struct.pack("<128I", table, end, *[free] * 126)
    root = entry("Root Entry", kind=5, child=1)
    return header + allocation + root + entry("EncryptionInfo", right=2) + entry("EncryptedPackage") + entry("", kind=0)


def entry(name: str, *, kind: int = 2, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    """One entry of a compound file's folder."""
    text = name.encode("utf-16-le")
    tail = struct.pack("<36xIQ", 0xFFFFFFFE, 0)
    return struct.pack("<64sHBBIII", text, len(text) + 2, kind, 1, 0xFFFFFFFF, right, child) + tail
