"""The report made anew, in a process of its own that knows nothing of the file under question but how it was asked for.

``python -m reportgen.verify.anew CASE ORDER RESULT``
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from reportgen import kept
from reportgen.errors import ExitCode, Refused
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.manifest import Manifest
from reportgen.model.place import Place
from reportgen.model.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDER: Final = "order.json"
PAGES: Final = "anew.pdf"
PROBLEM: Final = "problem.json"
PATIENCE: Final = 3600.0
"""Seconds after which a report is given up: many times what the largest takes."""


@dataclass(frozen=True)
class Recomputation:
    """A process that makes a report anew, and the folder in which it leaves it."""

    process: subprocess.Popen[bytes]
    folder: Path

    def result(self, name: str) -> bytes:
        """The file, once it is made; `name` is that of the file under question.

        Raises:
            Refused: T14 with the reason, if it cannot be made, or not in an hour.
        """
        try:
            _, told = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.end()
            facts: dict[str, Fact] = {"problem": "@verify.too_long"}
            raise Refused([Finding("T14", Place(name), facts)], ExitCode.FINDINGS) from None
        made, problem = self.folder / PAGES, self.folder / PROBLEM
        if self.process.returncode == ExitCode.DONE and made.is_file():
            return made.read_bytes()
        said = Text.model_validate_json(problem.read_bytes()) if problem.is_file() else _last(told)
        raise Refused([Finding("T14", Place(name), {"problem": said})], ExitCode.FINDINGS)

    def end(self) -> None:
        """Stop it, if nobody waits for it any more."""
        if self.process.poll() is None:
            self.process.kill()
        if self.process.stderr is not None and not self.process.stderr.closed:
            self.process.communicate()


def _last(told: bytes) -> Text:
    lines = told.decode(errors="replace").strip().splitlines() or ["\N{EM DASH}"]
    return Text(zh=lines[-1][:200], en=lines[-1][:200])


def started(case: Path, listed: Manifest, standing: Mapping[str, Any] | None, scratch: Path) -> Recomputation:
    """Begin to make a report.

    Args:
        case: the folder as it was.
        listed: how the report says it was made.
        standing: its state as its results say it; None where no journal was asked.
        scratch: a folder for what passes between the two processes.
    """
    order = {"manifest": json.loads(listed.model_dump_json(by_alias=True)), "standing": standing}
    (scratch / ORDER).write_text(json.dumps(order), encoding="utf-8")
    command = [sys.executable, "-m", "reportgen.verify.anew", str(case), str(scratch)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - our own
    return Recomputation(process, scratch)


def make(case: Path, listed: Manifest, standing: Standing | None) -> bytes:
    """The report, by the same way as `render` and `issue`.

    Raises:
        Refused: whatever a render refuses.
    """
    from reportgen import pipeline
    from reportgen.pipeline.pages import Inside, pages

    checked = pipeline.check(case, correcting=listed.corrects)
    material = pipeline.grounds(
        checked, report=listed.report, period=listed.period, entity=listed.entity, scheme=listed.scheme
    )
    persons = any(file.personal and file.attachment for file in listed.inputs)
    return pages(
        replace(material, standing=standing),
        report=listed.report,
        mode=listed.language,
        inside=Inside(listed.embed, persons, listed.audience),
    ).pdf


def main(case: Path, scratch: Path) -> ExitCode:
    """Read the order, leave the report or the reason why there is none; nothing made before is taken for it."""
    os.environ[kept.SWITCH] = kept.OFF
    try:
        order = json.loads((scratch / ORDER).read_bytes())
        listed = Manifest.model_validate_json(json.dumps(order["manifest"]))
        standing = TypeAdapter(Standing | None).validate_json(json.dumps(order["standing"]))
        (scratch / PAGES).write_bytes(make(case, listed, standing))
    except Refused as refused:
        (scratch / PROBLEM).write_text(_reason(refused).model_dump_json(), encoding="utf-8")
        return ExitCode.FINDINGS
    return ExitCode.DONE


def _reason(refused: Refused) -> Text:
    from reportgen.catalog import load_catalog

    messages, (first, *_) = load_catalog().messages, refused.findings
    said = messages.both(first).message
    return Text(zh=f"{first.place} {first.rule} {said.zh}".strip(), en=f"{first.place} {first.rule} {said.en}".strip())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
