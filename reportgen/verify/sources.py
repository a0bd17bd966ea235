"""The case as it was when the report was made, put together from what the report carries and what is given beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.report_number import is_file_name
from reportgen.verify.outcome import Answer, Check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.lifecycle.paper import Paper
    from reportgen.model.manifest import InputFile, Manifest

DEEP: Final = ("1", "2", "3")
CASE: Final = "case"
"""Where the case lies in the scratch folder: packs and peers beside it stay inside that."""
NAMED: Final = 5


@dataclass(frozen=True)
class Gathered:
    """Files by path relative to the case; `altered` differ from those of the report, `missing` are nowhere."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the report can be made anew."""
        return bool(self.files) and not self.missing


def gathered(paper: Paper, listed: Manifest, case: Path | None) -> Gathered:
    """Each file of the list: from inside the report where it is there, else from the case given.

    Raises:
        Refused: T16 if the list names a place outside every folder.
    """
    files: dict[str, bytes] = {}
    altered, missing = [], []
    for source in listed.inputs:
        _require_inside(source.path, paper.name)
        content = _content(source, paper, case)
        if content is None:
            missing.append(source.path)
            continue
        files[source.path] = content
        if sha256(content).hexdigest() != source.sha256:
            altered.append(source.path)
    return Gathered(files, tuple(altered), tuple(missing))


def _content(source: InputFile, paper: Paper, case: Path | None) -> bytes | None:
    """The embedded file; one that the case has otherwise is told by the case's content, so that the change shows."""
    inside = paper.attachments.get(source.attachment) if source.attachment else None
    if inside is not None or case is None:
        return inside
    path = case / source.path
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _require_inside(path: str, name: str) -> None:
    parts = PurePosixPath(path).parts
    ups = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    wrong = not parts or PurePosixPath(path).is_absolute() or "\\" in path or "\0" in path or ":" in parts[0]
    if wrong or ups > len(DEEP) or ups == len(parts) or ".." in parts[ups:]:
        raise Refused([Finding("T16", Place(name), {"problem": path[:100]})])


def laid_out(found: Gathered, scratch: Path, entity: str, name: str) -> Path:
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


def check(found: Gathered, listed: Manifest, name: str) -> Check:
    """Every source is at hand, and is the one that the report was made from."""
    facts = {"count": len(listed.inputs)}
    told = [Finding("T05", Place(path), {"name": path}) for path in found.altered]
    if found.missing:
        shown = (*found.missing[:NAMED], "…") if len(found.missing) > NAMED else found.missing
        told.append(Finding("T06", Place(name), {"count": len(found.missing), "names": tuple(shown)}))
    if found.altered:
        return Check("sources", Answer.FAILS, "findings", {"count": len(found.altered)}, tuple(told))
    if found.missing:
        return Check("sources", Answer.OPEN, "sources_missing", {"count": len(found.missing)}, tuple(told))
    return Check("sources", Answer.HOLDS, "sources_inside" if listed.is_whole else "sources_given", facts)
