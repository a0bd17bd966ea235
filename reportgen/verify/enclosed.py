"""What a report carries inside, held against its own list and against what the PDF says of each file."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5, sha256
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.manifest import NAME, EnclosedFile, Manifest
from reportgen.model.place import Place
from reportgen.verify.outcome import Check, judged

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper

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


def check(paper: Paper, listed: Manifest) -> Check:
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
