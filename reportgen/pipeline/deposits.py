"""From issued reports on disk to what an archive takes in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen import archive, intake, lifecycle
from reportgen.archive import properties
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle.chain import ISSUES, Action
from reportgen.lifecycle.paper import MAX_BYTES, opened
from reportgen.model import json_text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.standing import State
from reportgen.pipeline.paper_facts import count_pages, information
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.lifecycle import Entry
    from reportgen.lifecycle.paper import Paper

MANIFEST: Final = "manifest.json"
ISSUED: Final = frozenset({str(State.ISSUED), str(State.SUPERSEDED)})


@dataclass(frozen=True)
class Wish:
    """What is asked for with a deposit.

    Attributes:
        said: who deposits, when.
        mark: of the term, None for that of the rules; file_code: the archive's own code.
    """

    said: archive.Said
    mark: str | None = None
    file_code: str | None = None


def reports_of(path: Path) -> list[Path]:
    """The file named, or every issued report of the case folder named.

    Raises:
        Refused: I01 if there is nothing, P09 if a case has issued nothing.
    """
    if not path.exists():
        raise Refused([Finding("I01", Place(path.as_posix()))])
    if not path.is_dir():
        return [path]
    found = sorted((path / lifecycle.FOLDER).glob("*.pdf"))
    if not found:
        raise Refused([Finding("P09", Place(path.as_posix()))])
    return found


def deposit(path: Path, wish: Wish) -> archive.Deposit:
    """One report with its results and, where it lies in its case, the journal.

    Raises:
        Refused: J30-J34 if it is no report of ours, P08 if it is not issued, P10 if what it says of itself is not
            what a report says, P31 if the journal beside it does not know it, P32 for a term that is too short.
    """
    content = _content(path)
    paper = opened(content, path.name)
    said = _said(paper)
    folder = path.absolute().parent.parent
    journal = _journal(folder) if path.absolute().parent.name == lifecycle.FOLDER else None
    entry = _entry(journal, content, path.name) if journal else None
    record = _record(paper, said, entry, wish, _first_month(folder) if journal else 1)
    files = {archive.REPORT: content, archive.RESULTS: paper.attachments["results.json"]}
    return archive.Deposit(record, files | ({archive.JOURNAL: journal} if journal else {}))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused([Finding("J33", Place(path.name), {"problem": f"{path.stat().st_size} > {MAX_BYTES}"})])
        return path.read_bytes()
    except OSError as error:
        raise unwritable(str(path), error) from error


def _said(paper: Paper) -> Mapping[str, Any]:
    """The results inside, of a report that is issued."""
    standing = paper.results.get("standing")
    state = standing.get("state") if isinstance(standing, dict) else None
    if state not in ISSUED:
        raise Refused([Finding("P08", Place(paper.name), {"state": _state(state)})], ExitCode.FINDINGS)
    return paper.results


def _state(state: object) -> str:
    known = {str(one) for one in State}
    return f"@lifecycle.state.{state}" if state in known else str(state or "@lifecycle.state.draft")


def _journal(folder: Path) -> bytes | None:
    path = folder / lifecycle.NAME
    if not path.is_file() or path.is_symlink():
        return None
    found = lifecycle.read(folder)
    if found.findings:
        raise Refused(found.findings, ExitCode.FINDINGS)
    return path.read_bytes()


def _entry(journal: bytes, content: bytes, name: str) -> Entry:
    """The line by which this very file was issued; of a signed one, that of its issue."""
    from reportgen.lifecycle.chain import parse

    digest = lifecycle.digest(content)
    entries = parse(journal).entries
    known = [one for one in entries if one.subject == digest and one.what in {*ISSUES, Action.SIGN}]
    issue = next((one for one in entries if known and one.what in ISSUES and one.number == known[-1].number), None)
    if issue is None:
        raise Refused([Finding("P31", Place(name), {"digest": digest[:16]})], ExitCode.FINDINGS)
    return issue


def _first_month(folder: Path) -> int:
    """Of the accounting year of a case; January where case.yaml cannot be read."""
    try:
        return intake.open_case(folder).file.fiscal_year_start
    except Refused:
        return 1


def _record(paper: Paper, said: Mapping[str, Any], entry: Entry | None, wish: Wish, first_month: int) -> archive.Record:
    """What the archive knows of it: what the report says of itself, and its journal where there is one."""
    made = _manifest(paper)
    report = entry.report if entry else made.get("report")
    try:
        standing, period = said["standing"], str(said["period"])
        keeping = properties.chosen(wish.mark, report, period, load_catalog().retention, first_month)
        corrects = standing.get("corrects") or {}
        return archive.Record.model_validate_json(
            json.dumps(
                {
                    "schema": "reportgen/archive-record/1",
                    "number": standing["number"], "report": report, "entity": said["entity"]["id"],
                    "name": said["entity"]["name"], "period": period,
                    "language": entry.language if entry else made.get("language"), "title": _title(paper),
                    "issued": standing["issued"], "corrects": corrects.get("number"), "program": said["program"],
                    "scheme": f"{said['scheme']['id']} {said['scheme']['version']}".strip(),
                    "file_code": wish.file_code, "sha256": sha256(paper.content).hexdigest(),
                    "pages": count_pages(paper.content), "deposited": wish.said.model_dump(),
                    "keeping": keeping.model_dump(),
                }
            )
        )  # fmt: skip
    except ValidationError as error:
        problem = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = str(error)
    facts: dict[str, Fact] = {"problem": problem[:120]}
    raise Refused([Finding("P10", Place(paper.name), facts)])


def _manifest(paper: Paper) -> Mapping[str, Any]:
    """What a report says of its own making, where it carries that."""
    try:
        found = json_text.parsed(paper.attachments.get(MANIFEST, b"{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _title(paper: Paper) -> str:
    return str(information(paper.reader).get("/Title", ""))


def deposits(paths: list[Path], wish: Wish) -> Iterator[tuple[Path, archive.Deposit]]:
    """Every report named; raises as `deposit` does, at the first that cannot be taken in."""
    for path in paths:
        for report in reports_of(path):
            yield report, deposit(report, wish)
