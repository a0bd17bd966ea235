"""Whether a report can be trusted: made anew from its sources in a process of its own, and held against that."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import __version__
from reportgen.errors import Refused
from reportgen.lifecycle import paper
from reportgen.lifecycle.signing import Services
from reportgen.model.finding import Fact, Finding
from reportgen.model.manifest import Embedding, Manifest
from reportgen.model.place import Place
from reportgen.verify import about, data, facts, pages, signatures, sources, structure
from reportgen.verify.anew import started
from reportgen.verify.outcome import Answer, Check, Verification

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper
    from reportgen.verify.anew import Recomputation


ORDER: Final = (
    "enclosed", "sources", "definitions", "results", "numbers", "pages", "facts", "drawing", "about", "journal",
    "signatures", "additions",
)  # fmt: skip
"""In which checks are told; all others behind them."""

__all__ = ["Answer", "Check", "Given", "Verification", "verify"]


@dataclass(frozen=True)
class Given:
    """What is at hand beside the report.

    Attributes:
        case: the case folder; None where the report has to speak for itself.
        services: the authorities whose signatures are trusted, and what they published.
    """

    case: Path | None = None
    services: Services = field(default_factory=Services)


def verify(content: bytes, name: str, given: Given) -> Verification:
    """Everything that can be said of a report.

    Args:
        content: the file.
        name: what it is called.
        given: what is at hand beside it.

    Raises:
        Refused: J30-J34 and T16 what is no report of ours, or is damaged; J51-J52 files of `given`.
    """
    report = paper.opened(content, name)
    listed = sources.manifest(report)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as scratch:
        found = sources.gathered(report, listed, given.case)
        work = _begun(report, listed, found, Path(scratch))
        try:
            checks = [*_beside(report, listed, given), *_against(report, listed, work, found)]
        finally:
            if work is not None:
                work.end()
    ranked = sorted(checks, key=lambda check: ORDER.index(check.id) if check.id in ORDER else len(ORDER))
    return Verification(name, sha256(content).hexdigest(), listed, tuple(ranked))


def _begun(report: Paper, listed: Manifest, found: sources.CaseFiles, scratch: Path) -> Recomputation | None:
    """The other process, at work while this one looks at the file."""
    if not found.is_whole:
        return None
    standing = report.results.get("standing") if listed.embed is not Embedding.NONE else None
    case = sources.laid_out(found, scratch, listed.entity, report.name)
    return started(case, listed, standing, scratch)


def _beside(report: Paper, listed: Manifest, given: Given) -> Iterator[Check]:
    """What needs no report made anew."""
    standing = report.results.get("standing") if listed.embed is not Embedding.NONE else None
    yield sources.check_enclosed(report, listed)
    yield _guarded("journal", report, lambda: signatures.check_journal(report.content, standing, given.case))
    yield signatures.check(report, signatures.SignatureGrounds(given.services, signatures.now()))
    yield _guarded("additions", report, lambda: about.check_additions(report), "J33")
    yield _guarded("structure", report, lambda: structure.check(report), "J33")
    yield structure.check_conformance(report.content, report.name)


def _guarded(identifier: str, report: Paper, work: Callable[[], Check], rule: str = "T37") -> Check:
    """The answer of a check of something that may be broken anywhere, and on purpose."""
    try:
        return work()
    except Refused as refused:
        return Check(identifier, Answer.FAILS, "findings", {"count": len(refused.findings)}, refused.findings)
    except Exception as error:  # noqa: BLE001 - there is no end to the ways of being broken
        problem = f"{type(error).__name__} {str(error).partition(chr(10))[0]}"[:120].strip()
        facts: dict[str, Fact] = {"what": f"@verify.check.{identifier}", "problem": problem}
        return Check(identifier, Answer.FAILS, "findings", {"count": 1}, (Finding(rule, Place(report.name), facts),))


def _against(report: Paper, listed: Manifest, work: Recomputation | None, found: sources.CaseFiles) -> Iterator[Check]:
    """The sources, and what the report says and shows against the report made anew from them, or against itself."""
    given: dict[str, dict[str, object]] = {}
    if listed.embed is not Embedding.NONE:
        given = {name: data.read(report, name) for name in (data.RESULTS, data.NUMBERS, data.DEFINITIONS)}
        yield _guarded("facts", report, lambda: facts.check(report, given[data.NUMBERS]))
    if work is None:
        yield sources.check(found, listed, report.name)
        yield from _by_itself(report, given)
        return
    anew = list(_anew(report, listed, given, work, is_changed=bool(found.changed)))
    if not found.changed:
        yield sources.check(found, listed, report.name)
        yield from anew
        return
    yield sources.check(found, listed, report.name, signatures.otherwise(anew))
    yield from signatures.judged(anew, list(_by_itself(report, given)))


def _anew(
    report: Paper, listed: Manifest, given: dict[str, dict[str, object]], work: Recomputation, *, is_changed: bool
) -> Iterator[Check]:
    try:
        made = paper.opened(work.result(report.name), "anew.pdf")
    except Refused as refused:
        yield Check("results", Answer.FAILS, "findings", {"count": len(refused.findings)}, refused.findings)
        yield from (check for check in _by_itself(report, given) if check.id != "results")
        return
    yield from _one_by_one(report, made, given, listed, is_changed=is_changed)


def _one_by_one(
    report: Paper, made: Paper, given: dict[str, dict[str, object]], listed: Manifest, *, is_changed: bool
) -> Iterator[Check]:
    is_same_version = listed.program == __version__
    if given:
        anew = {name: data.read(made, name) for name in given}
        told, due = ([one[name] for name in (data.RESULTS, data.NUMBERS, data.DEFINITIONS)] for one in (given, anew))
        yield _guarded("results", report, partial(data.results, told[0], due[0]))
        yield _guarded("numbers", report, partial(data.numbers, told[1], due[1], by_page=is_same_version))
        yield _guarded("definitions", report, partial(data.definitions, told[2], due[2]))
    old = pages.printed(report.content)
    if is_same_version:
        yield pages.anew(old, pages.printed(made.content), report.name)
        yield pages.by_pages(report, made) if is_changed else pages.check(report, made)
        yield about.check(report, made)
        return
    other = Finding("T15", Place(report.name), {"found": listed.program, "due": __version__})
    if given:
        yield _guarded("pages", report, partial(pages.by_keys, old, given[data.NUMBERS], report.name))
    yield Check("drawing", Answer.OPEN, "other_version", findings=(other,))


def _by_itself(report: Paper, given: dict[str, dict[str, object]]) -> Iterator[Check]:
    """Results by their own data, numbers by the results, pages by the numbers."""
    if not given:
        yield from (data.unread(name) for name in ("results", "numbers", "definitions", "pages", "drawing"))
        return
    results, numbers, definitions = (given[name] for name in (data.RESULTS, data.NUMBERS, data.DEFINITIONS))
    yield _guarded("results", report, lambda: data.own_results(results, definitions))
    yield _guarded("numbers", report, lambda: data.own_numbers(numbers, results))
    yield _guarded("pages", report, lambda: pages.by_keys(pages.printed(report.content), numbers, report.name))
    yield data.unread("definitions")
    yield data.unread("drawing")
