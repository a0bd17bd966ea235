"""The accountant's words on the period, edited beside the pages, with the numbers that they quote."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, get_args

from reportgen.analysis.material import Material
from reportgen.errors import ExitCode, Refused
from reportgen.intake.case.case_pages import MOST_CHARACTERS
from reportgen.intake.case.folder import refused
from reportgen.model.brand import FOLDER, QUOTE
from reportgen.model.definition import Language
from reportgen.model.finding import Finding
from reportgen.preview.wording import file_id
from reportgen.writing import replace

if TYPE_CHECKING:
    from reportgen.preview.bench import CaseState
    from reportgen.preview.wording import Voice

NEW: Final = "general"
"""The file that is offered where nothing has been written yet."""
NOTHING: Final = sha256(b"").hexdigest()


@dataclass(frozen=True)
class EditedText:
    """One file of commentary: its words, the version that was read, and the numbers that it quotes."""

    id: str
    file: str
    text: str
    version: str
    quotes: tuple[tuple[str, str], ...]


class ConflictError(Exception):
    """The file is not what it was when it was read."""

    def __init__(self, now: EditedText) -> None:
        super().__init__(now.file)
        self.now = now


def texts(state: CaseState, voice: Voice) -> tuple[EditedText, ...]:
    """The files of the period of the report, and one to begin with where a language has none."""
    material = state.material
    if not isinstance(material, Material):
        return ()
    written = {one.file: one.text for found in material.commentary.values() for one in found}
    for language in get_args(Language):
        if language in material.case.file.mode.split("-") and not material.commentary.get(language):
            written.setdefault(f"{FOLDER}/{material.period}/{NEW}.{language}.md", "")
    return tuple(_edited(name, text, material, voice) for name, text in sorted(written.items()))


def _edited(name: str, text: str, material: Material, voice: Voice) -> EditedText:
    path = material.case.folder / name
    now = path.read_bytes() if path.is_file() else b""
    return EditedText(file_id(name), name, text, sha256(now).hexdigest(), _quotes(text, material, voice))


def _quotes(text: str, material: Material, voice: Voice) -> tuple[tuple[str, str], ...]:
    """What is quoted, and the number that stands for it now, as a report prints it."""
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.sections.commentary import quoted

    context = HospitalContext.of(material, "zh-en")
    names = dict.fromkeys(match["name"] for match in QUOTE.finditer(text))
    found = ((name, quoted(context, name)) for name in names)
    return tuple((name, voice.said(said) if said is not None else "?") for name, said in found)


def save(state: CaseState, voice: Voice, identifier: str, text: str, read: str) -> EditedText:
    """Write the words of one file, if it still is what it was when it was read.

    Raises:
        KeyError: for a file that is none of those shown.
        ConflictError: if it changed meanwhile.
        Refused: B06 if it is too long, I06 where a link stands in its way, C11 if it cannot be written.
    """
    one = {found.id: found for found in texts(state, voice)}[identifier]
    folder = state.checked.case.folder
    path = folder / one.file
    told: list[Finding] = []
    for place in (folder / FOLDER, path.parent, path):
        if (place.exists() or place.is_symlink()) and refused(place, folder, told):
            raise Refused(told)
    content = text.replace("\r\n", "\n")
    if len(content) > MOST_CHARACTERS:
        from reportgen.model.place import Place

        facts: dict[str, str | int] = {"limit": MOST_CHARACTERS, "what": "@trouble.characters"}
        raise Refused([Finding("B06", Place(one.file), facts)], ExitCode.INPUT)
    now = sha256(path.read_bytes()).hexdigest() if path.is_file() else NOTHING
    if now != read:
        raise ConflictError(one)
    replace(path, content.encode())
    material = state.material
    assert isinstance(material, Material)
    return _edited(one.file, content, material, voice)
