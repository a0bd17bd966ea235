"""Ways to alter a report after it was made."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

import pikepdf

MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>")


def changed(content: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A file saved anew with a change."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        document.save(target, static_id=True)
    return target.getvalue()


def attached(content: bytes, name: str) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        return document.attachments[name].get_file().read_bytes()


def manifest(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(attached(content, "manifest.json"))
    return found


def with_attachment(content: bytes, name: str, new: bytes, *, listed: bool = False) -> bytes:
    """Another content of an attachment; where `listed`, the report's own list is forged to match."""

    def put(document: pikepdf.Pdf) -> None:
        _write(document, name, new)
        if listed:
            about = json.loads(document.attachments["manifest.json"].get_file().read_bytes())
            for file in (*about["enclosed"], *about["inputs"]):
                if name in {file.get("name"), file.get("attachment")}:
                    file |= {"sha256": sha256(new).hexdigest(), "size": len(new)}
            _write(document, "manifest.json", json.dumps(about, ensure_ascii=False).encode())

    return changed(content, put)


def _write(document: pikepdf.Pdf, name: str, new: bytes) -> None:
    for specification in _specifications(document):
        if str(specification.UF) == name:
            import hashlib

            specification.EF.F.write(new)
            specification.EF.F.Params.Size = len(new)
            specification.EF.F.Params.CheckSum = pikepdf.String(hashlib.md5(new).digest())  # noqa: S324 - PDF says MD5


def _specifications(document: pikepdf.Pdf) -> Iterator[Any]:
    names = document.Root.Names.EmbeddedFiles.Names
    return (names[index] for index in range(1, len(names), 2))


def without_attachment(content: bytes, name: str) -> bytes:
    return changed(content, lambda document: document.attachments.__delitem__(name))


def with_printed(content: bytes, old: str, new: str) -> tuple[bytes, int]:
    """Other digits in the content of the first page that prints the old ones, and the number of that page."""
    found: list[int] = []

    def put(document: pikepdf.Pdf) -> None:
        for number, page in enumerate(document.pages, start=1):
            if _replaced(document, page, old, new):
                found.append(number)
                return
        raise AssertionError(f"{old} is printed nowhere")

    return changed(content, put), found[0] if found else 0


def _replaced(document: pikepdf.Pdf, page: pikepdf.Page, old: str, new: str) -> bool:
    fonts = {str(name): codes_of(font) for name, font in page.Resources.Font.items()}
    codes: Mapping[str, bytes] = {}
    written, done = [], False
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            codes = fonts[str(operands[0])]
        if str(operator) == "TJ" and not done and all(character in codes for character in old + new):
            done = _redrawn(operands[0], codes, old, new)
        written.append((operands, operator))
    if done:
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(written))
    return done


def _redrawn(pieces: Any, codes: Mapping[str, bytes], old: str, new: str) -> bool:
    """Exchange glyphs of one run, whose pieces hold two bytes for each; whether the old ones were there."""
    glyphs = [
        (index, at, bytes(piece)[at : at + 2])
        for index, piece in enumerate(pieces)
        if isinstance(piece, pikepdf.String)
        for at in range(0, len(bytes(piece)), 2)
    ]
    wanted = [codes[character] for character in old]
    for start in range(len(glyphs) - len(wanted) + 1):
        if [glyph for _, _, glyph in glyphs[start : start + len(wanted)]] == wanted:
            for (index, at, _), character in zip(glyphs[start:], new, strict=False):
                before = bytes(pieces[index])
                pieces[index] = pikepdf.String(before[:at] + codes[character] + before[at + 2 :])
            return True
    return False


def codes_of(font: Any) -> dict[str, bytes]:
    """Character → a code that draws it."""
    return {character: code for code, character in meanings_of(font)}


def meanings_of(font: Any) -> Iterator[tuple[bytes, str]]:
    """Each code of a font with the character that it stands for."""
    for code, meaning in MAPPED.findall(font.ToUnicode.read_bytes()):
        yield bytes.fromhex(code.decode()), chr(int(meaning, 16))
