"""The case as it was when the report was made, put together from what the report carries and what is given beside.

What a report carries inside, held against its own list and against what the PDF says of each file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import md5, sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen.errors import Refused
from reportgen.intake import open_case
from reportgen.lifecycle.issued import grounds_of
from reportgen.model.case_parts import is_file_name
from reportgen.model.finding import Finding
from reportgen.model.manifest import NAME, EnclosedFile, Manifest
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check, judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.lifecycle.paper import Paper
    from reportgen.model.manifest import InputFile

DEEP: Final = ("1", "2", "3")
CASE_FILE: Final = "case.yaml"
CASE: Final = "case"
"""Where the case lies in the scratch folder: packs and peers beside it stay inside that."""
NAMED: Final = 5


@dataclass(frozen=True)
class CaseFiles:
    """Files by path relative to the case.

    Attributes:
        altered: those inside the report that are not the ones of its list.
        changed: those of the case that are not: somebody went on working in it.
        beside: of these, those that say nothing else of what the report is made from.
        missing: those that are nowhere.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    altered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the report can be made anew."""
        return bool(self.files) and not self.missing


def gathered(paper: Paper, listed: Manifest, case: Path | None) -> CaseFiles:
    """Each file of the list: from inside the report where it is there, else from the case given.

    Raises:
        Refused: T16 if the list names a place outside every folder.
    """
    files: dict[str, bytes] = {}
    others: dict[bool, list[str]] = {True: [], False: []}
    missing = []
    for source in listed.inputs:
        _require_inside(source.path, paper.name)
        held = _content(source, paper, case)
        if held is None:
            missing.append(source.path)
            continue
        files[source.path] = held
        if sha256(held).hexdigest() != source.sha256:
            others[_is_inside(source, paper)].append(source.path)
    beside = tuple(path for path in others[False] if path == CASE_FILE and case and _says_the_same(case, listed))
    return CaseFiles(files, tuple(others[True]), tuple(others[False]), beside, tuple(missing))


def _is_inside(source: InputFile, paper: Paper) -> bool:
    return source.attachment is not None and source.attachment in paper.attachments


def _says_the_same(case: Path, listed: Manifest) -> bool:
    """Whether case.yaml has changed only in what no figure is made from."""
    try:
        return grounds_of(open_case(case).file) == listed.case
    except Refused:
        return False


def _content(source: InputFile, paper: Paper, case: Path | None) -> bytes | None:
    """The embedded file, else that of the case."""
    if source.attachment and _is_inside(source, paper):
        return paper.attachments[source.attachment]
    if case is None:
        return None
    path = case / source.path
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _require_inside(path: str, name: str) -> None:
    parts = PurePosixPath(path).parts
    ups = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    wrong = not parts or PurePosixPath(path).is_absolute() or "\\" in path or "\0" in path or ":" in parts[0]
    if wrong or ups > len(DEEP) or ups == len(parts) or ".." in parts[ups:]:
        raise Refused([Finding("T16", Place(name), {"problem": path[:100]})])


def laid_out(found: CaseFiles, scratch: Path, entity: str, name: str) -> Path:
    """The case as a folder, below a scratch folder that is empty; called as the report calls whom it is about.

    A group that case.yaml does not name is called as the folder of its case.

    Raises:
        Refused: T16 if the names of the list make no folder: a file that is also a folder, a name too long.
    """
    is_free = all(PurePosixPath(path).parts[:2] != ("..", entity) for path in found.files)
    case = scratch.joinpath(*DEEP, entity if is_free and is_file_name(entity) else CASE)
    case.mkdir(parents=True)
    for path, content in found.files.items():
        target = Path(*_resolved(path, case))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except (OSError, ValueError) as error:
            problem = f"{path[:100]}: {getattr(error, 'strerror', None) or type(error).__name__}"
            raise Refused([Finding("T16", Place(name), {"problem": problem})]) from None
    return case


def _resolved(path: str, case: Path) -> tuple[str, ...]:
    parts = list(case.parts)
    for part in PurePosixPath(path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return tuple(parts)


def check(found: CaseFiles, listed: Manifest, name: str, otherwise: tuple[Finding, ...] = ()) -> Check:
    """Every source is at hand, and is the one that the report was made from.

    Args:
        found: the files.
        listed: what the report says of them.
        name: of its file.
        otherwise: what comes out otherwise by a case that has changed since, which is told of the case alone.
    """
    told = [Finding("T05", Place(path), {"name": path}) for path in found.altered]
    told += [Finding("T39" if path in found.beside else "T38", Place(path), {"name": path}) for path in found.changed]
    told += otherwise
    if found.missing:
        shown = (*found.missing[:NAMED], "…") if len(found.missing) > NAMED else found.missing
        told.append(Finding("T06", Place(name), {"count": len(found.missing), "names": tuple(shown)}))
    answer, detail, count = _judged(found, listed, is_otherwise=bool(otherwise))
    return Check("sources", answer, detail, {"count": count}, tuple(told))


def _judged(found: CaseFiles, listed: Manifest, *, is_otherwise: bool) -> tuple[Answer, str, int]:
    changed = len(found.changed) - len(found.beside)
    if found.altered:
        return Answer.FAILS, "findings", len(found.altered)
    if is_otherwise:
        return Answer.FAILS, "sources_otherwise", len(found.changed)
    if found.missing:
        return Answer.OPEN, "sources_missing", len(found.missing)
    if changed:
        return Answer.OPEN, "sources_changed", changed
    return Answer.HOLDS, "sources_inside" if listed.is_whole else "sources_given", len(listed.inputs)


MISSING: Final = "\N{EM DASH}"


def manifest(paper: Paper) -> Manifest:
    """The list that a report carries; nothing in it has been believed yet.

    Raises:
        Refused: J34 a PDF of others, T16 a report without a list that can be read.
    """
    content = paper.attachments.get(NAME)
    if content is None:
        assert paper.results  # else it is no report of ours
        raise Refused([Finding("T16", Place(paper.name), {"problem": MISSING})])
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        problem = f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()[:200]
        raise Refused([Finding("T16", Place(paper.name), {"problem": problem})]) from None


def check_enclosed(paper: Paper, listed: Manifest) -> Check:
    """Every file inside is the one on the list, and the PDF says the same of it."""
    found = tuple(_faults(paper, listed))
    size = sum(len(content) for content in paper.attachments.values())
    return judged("enclosed", "enclosed", {"count": len(paper.attachments), "size": size}, found)


def _faults(paper: Paper, listed: Manifest) -> Iterator[Finding]:
    place = Place(paper.name)
    said = {one.name: one for one in paper.specifications}
    for file in listed.enclosed:
        content = paper.attachments.get(file.name)
        if content is None:
            yield Finding("T01", place, {"name": file.name})
        elif sha256(content).hexdigest() != file.sha256:
            yield Finding("T02", place, {"name": file.name})
        else:
            for what in _misdescribed(file, content, said[file.name]):
                yield Finding("T04", place, {"name": file.name, "what": f"@verify.what.{what}"})
    for name in paper.attachments:
        if name != NAME and name not in {file.name for file in listed.enclosed}:
            yield Finding("T03", place, {"name": name})


def _misdescribed(file: EnclosedFile, content: bytes, said: Any) -> Iterator[str]:
    if said.size not in {None, len(content)}:
        yield "size"
    if said.checksum is not None and said.checksum != md5(content, usedforsecurity=False).digest():
        yield "checksum"
    if said.relationship != file.relationship:
        yield "relationship"
