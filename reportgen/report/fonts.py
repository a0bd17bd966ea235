"""One set of fonts for pages and charts alike: where it lies, how it is switched on, what it lacks.

Fonts as charts measure them: the one face they use, out of its collection and without its substitutions.

A chart measures every label, and each time the library reads the whole face anew: of a collection with tables for
five scripts that takes most of the time in which a chart is drawn. Pages set the labels with the installed font.

Gate on the families that drawings ask for: a chart drawn with another face is measured wrongly, and says nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import platformdirs

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place

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


REQUIRED: Final = frozenset({"Noto Sans CJK SC", "Noto Serif CJK SC"})
"""Families without which no report is set."""

WELCOME: Final[Mapping[str, str]] = {"FandolFang": "Noto Serif CJK SC", "LXGW WenKai": "Noto Serif CJK SC"}
"""Families with the one that stands in where they are not installed."""

CHART_FAMILY: Final = "Noto Sans CJK SC"
"""What labels of charts are set in."""

_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_FOREIGN: Final = (" JP", " KR", " TC", " HK")


def font_folder() -> Path:
    """The folder that setup fills: $REPORTGEN_FONTS, else `fonts` in the user's data folder."""
    if named := os.environ.get("REPORTGEN_FONTS"):
        return Path(named).expanduser().resolve()
    return platformdirs.user_data_path("reportgen", appauthor=False) / "fonts"


def activate() -> Path:
    """Let fontconfig (so Pango) and vl-convert see our fonts; returns the configuration file in force.

    Idempotent. To be called before WeasyPrint is imported, since fontconfig reads its configuration only once.

    Raises:
        RuntimeError: WeasyPrint was imported before, under another configuration.
    """
    folder = font_folder()
    configuration = _configuration(folder)
    in_force = os.environ.get("FONTCONFIG_FILE") == str(configuration)
    if "weasyprint" in sys.modules and not in_force:
        raise RuntimeError("fonts.activate() comes before the first import of weasyprint")
    _register_with_charts(folder)
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    return configuration


def text_face() -> Path:
    """One face of the family of the charts, as a file of its own: what the stamps of signatures are drawn in.

    Raises:
        Refused: R03 if the family is not installed.
    """
    insist({CHART_FAMILY})
    try:
        folder = prepared(font_folder(), CHART_FAMILY, platformdirs.user_cache_path("reportgen", appauthor=False))
    except OSError:  # a closed cache
        folder = prepared(font_folder(), CHART_FAMILY, Path(tempfile.mkdtemp(prefix="reportgen-")))
    faces = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in {".ttf", ".otf"}]
    return min((path for path in faces if CHART_FAMILY in _names(path)), key=lambda path: "Bold" in path.stem)


def missing_families(needed: Iterable[str] = REQUIRED) -> list[str]:
    """Families that no file of the folder provides, sorted."""
    return sorted(set(needed) - available_families())


def insist(needed: Iterable[str] = REQUIRED) -> None:
    """Stop before the layout engine meets a machine without our fonts: it would end the whole process.

    Raises:
        Refused: R03 for each family that is missing, with exit code ENVIRONMENT.
    """
    if missing := missing_families(needed):
        raise Refused(
            [Finding("R03", Place(str(font_folder())), {"family": name}) for name in missing], ExitCode.ENVIRONMENT
        )


def available_families() -> frozenset[str]:
    """Families that the files of the folder provide to pages."""
    folder = font_folder()
    if not folder.is_dir():
        return frozenset()
    return _families(tuple(sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)))


@cache
def _families(fonts: tuple[Path, ...]) -> frozenset[str]:
    names = {name for font in fonts for name in _names(font)}
    return frozenset(name for name in names if not name.endswith(_FOREIGN))


def _names(font: Path) -> set[str]:
    with ExitStack() as opened:
        records = [record for face in _opened(font, opened) for record in face["name"].names]
        return {record.toUnicode() for record in records if record.nameID in _FAMILY_NAMES}


@dataclass(frozen=True)
class InstalledFace:
    """One face of a family: the file it lies in, its number there, its weight and its full name."""

    family: str
    file: Path
    number: int
    weight: int
    name: str


@cache
def faces(family: str) -> tuple[InstalledFace, ...]:
    """The faces of a family that are installed, by file."""
    folder = font_folder()
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES) if folder.is_dir() else []
    return tuple(face for file in files for face in _faces_in(file) if face.family == family)


@cache
def _faces_in(file: Path) -> tuple[InstalledFace, ...]:
    with ExitStack() as opened:
        return tuple(
            InstalledFace(_family_of(font), file, number, font["OS/2"].usWeightClass, font["name"].getDebugName(4))
            for number, font in enumerate(_opened(file, opened))
        )


def _family_of(font: Any) -> str:
    names = font["name"]
    return str(names.getDebugName(16) or names.getDebugName(1))


def _opened(file: Path, until: ExitStack) -> Sequence[Any]:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.ttCollection import TTCollection

    if file.suffix.lower() in COLLECTIONS:
        found: Sequence[Any] = until.enter_context(TTCollection(file, lazy=True)).fonts
        return found
    return [until.enter_context(TTFont(file, lazy=True))]


def state() -> str:
    """The name of what fonts there are: another one where a file was added, replaced or taken away."""
    place = font_folder()
    files = sorted(place.iterdir()) if place.is_dir() else []
    facts = [f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files]
    return sha256(repr((str(place), facts)).encode()).hexdigest()


@cache
def _register_with_charts(folder: Path) -> None:
    """Show vl-convert the face of the charts alone: it reads fontconfig's configuration too, while it registers."""
    import vl_convert

    if folder.is_dir():
        cache = platformdirs.user_cache_path("reportgen", appauthor=False)
        with suppress(OSError):  # a closed cache: slower, not different
            folder = prepared(folder, CHART_FAMILY, cache)
        os.environ["FONTCONFIG_FILE"] = str(_configuration(folder))
        vl_convert.register_font_directory(str(folder))


@cache
def _configuration(folder: Path) -> Path:
    """Write fonts.conf for this folder into the user's cache, or where that is closed into a temporary folder."""
    for home in (platformdirs.user_cache_path("reportgen", appauthor=False), None):
        place = home or Path(tempfile.mkdtemp(prefix="reportgen-"))
        try:
            return _write_configuration(folder, place / "fontconfig")
        except OSError:
            if home is None:
                raise
    raise AssertionError("the temporary folder was written or has raised")


def _write_configuration(folder: Path, place: Path) -> Path:
    template = files("reportgen.report").joinpath("fonts.conf").read_text(encoding="utf-8")
    text = template.replace("@FONTS@", escape(str(folder))).replace("@CACHE@", escape(str(place)))
    target = place / f"fonts-{sha256(text.encode()).hexdigest()[:12]}.conf"  # one file for each folder in use
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return target
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place, suffix=".conf", encoding="utf-8", delete=False) as part:
        part.write(text)
    return Path(part.name).replace(target)


FAMILY: Final = re.compile(rb'font-family="([^"]+)"')
MISSING: Final = "R03"


def require(images: Mapping[str, bytes]) -> None:
    """Refuse drawings in families that are not installed; what the layout engine sees is what vl-convert was shown.

    Raises:
        Refused: R03 for each family.
    """
    from reportgen.report.pdf.markup import GENERIC, is_installed

    stacks = {match.decode() for drawing in images.values() for match in FAMILY.findall(drawing)}
    asked = {family.strip(" '") for stack in stacks for family in stack.split(",")} - GENERIC
    missing = [family for family in sorted(asked) if not is_installed(family)]
    if missing:
        raise Refused([Finding(MISSING, NOWHERE, {"family": family}) for family in missing], ExitCode.ENVIRONMENT)
