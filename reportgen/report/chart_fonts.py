"""Fonts as charts measure them: the one face they use, out of its collection and without its substitutions.

A chart measures every label, and each time the library reads the whole face anew: of a collection with tables for
five scripts that takes most of the time in which a chart is drawn. Pages set the labels with the installed font.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

COLLECTIONS: Final = frozenset({".ttc", ".otc"})
LEFT_OUT: Final = frozenset({b"GSUB", b"BASE", b"DSIG", b"VORG", b"vhea", b"vmtx"})
"""Tables that do not move a horizontal label: other forms of a glyph, and everything vertical."""

_RECORD: Final = struct.Struct(">4s3L")  # tag, checksum, offset, length
_HEAD: Final = struct.Struct(">4s4H")  # version, tables, and three numbers that follow from their count
_FAMILY_NAMES: Final = (1, 16)


def prepared(folder: Path, family: str, cache: Path) -> Path:
    """A folder with the faces of a family alone; the given one where it has no collection of that family.

    Args:
        folder: the installed fonts.
        family: what the labels of charts are set in.
        cache: where such folders are kept, one for each state of the fonts.

    Raises:
        OSError: if the cache cannot be written.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in COLLECTIONS) if folder.is_dir() else []
    state = [family, *(f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files)]
    target = cache / f"charts-{sha256(repr(state).encode()).hexdigest()[:12]}"
    if not target.is_dir():
        _fill(target, files, family)
    return target if any(target.iterdir()) else folder


def _fill(target: Path, files: list[Path], family: str) -> None:
    """All or nothing: the folder gets its name when it is complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}."))
    try:
        for file in files:
            for index in _faces(file, family):
                (part / f"{file.stem}-{index}.otf").write_bytes(face(file.read_bytes(), index))
        with suppress(OSError):  # another process was quicker
            part.replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _faces(collection: Path, family: str) -> Iterator[int]:
    from fontTools.ttLib.ttCollection import TTCollection

    with TTCollection(collection, lazy=True) as opened:
        for index, font in enumerate(opened.fonts):
            if any(name.nameID in _FAMILY_NAMES and name.toUnicode() == family for name in font["name"].names):
                yield index


def face(collection: bytes, index: int) -> bytes:
    """One face of a collection as a font of its own, its tables copied as they are (ISO/IEC 14496-22, 4.6)."""
    (start,) = struct.unpack_from(">L", collection, 12 + 4 * index)
    version, count, *_ = _HEAD.unpack_from(collection, start)
    records = [_RECORD.unpack_from(collection, start + _HEAD.size + _RECORD.size * number) for number in range(count)]
    kept = [record for record in records if record[0] not in LEFT_OUT]
    power = len(kept).bit_length() - 1
    head = _HEAD.pack(version, len(kept), 16 << power, power, 16 * len(kept) - (16 << power))
    position = _HEAD.size + _RECORD.size * len(kept)
    directory, tables = [], []
    for tag, checksum, offset, length in kept:
        directory.append(_RECORD.pack(tag, checksum, position, length))
        tables.append(collection[offset : offset + length].ljust(-(-length // 4) * 4, b"\0"))
        position += len(tables[-1])
    return b"".join([head, *directory, *tables])
