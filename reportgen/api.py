"""The program from Python: what the commands do, typed, with pandas frames in place of tables on a terminal.

    reportgen.open_case("samples/renhe").evaluate("2026-10").render("board").save()

Every step is one call of `reportgen.pipeline`, as in the command of its name. What cannot be done raises `Refused`,
whose findings say why; `findings_of` puts them into words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import ExitCode, Refused

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Languages
    from reportgen.pipeline.checked import Checked
    from reportgen.report.pdf import Rendered

__all__ = ["EvaluatedCase", "ExitCode", "OpenedCase", "Refused", "RenderedReport", "findings_of", "open_case"]


def open_case(folder: str | Path) -> OpenedCase:
    """Read a case folder and check it, as ``reportgen check`` does; nothing is written.

    Args:
        folder: the case folder, or its case.yaml.

    Raises:
        Refused: if the case or its definitions cannot be read at all.
    """
    from reportgen import pipeline

    path = Path(folder)
    return OpenedCase(pipeline.check(path.parent if path.name == "case.yaml" else path))


def findings_of(refused: Refused) -> pd.DataFrame:
    """Why something was refused: a frame as `OpenedCase.findings`."""
    from reportgen.catalog import load_catalog
    from reportgen.export import frames

    return frames.findings(refused.findings, load_catalog())


@dataclass(frozen=True, eq=False)
class OpenedCase:
    """A case that was read and checked.

    Attributes:
        checked: what the program itself passes on; its form is not promised.
    """

    checked: Checked = field(repr=False)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.checked.case.folder

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error, so that reports are drafts."""
        return self.checked.has_errors

    @property
    def entities(self) -> tuple[str, ...]:
        """The hospital of the case, or all of a panel or group, by id."""
        from reportgen import pipeline

        return tuple(pipeline.hospitals(self.checked))

    @cached_property
    def items(self) -> pd.DataFrame:
        """Every figure that was read: one row an item, hospital, period and view, with its cell."""
        from reportgen.export import frames

        return frames.items(self.checked.reading.dataset, self.checked.catalog)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Everything that reading and checking found: rule, severity, words in both languages, and the place."""
        from reportgen.export import frames

        return frames.findings(self.checked.findings, self.checked.catalog)

    def evaluate(
        self, period: str | None = None, *, entity: str | None = None, scheme: str | None = None
    ) -> EvaluatedCase:
        """Indicators and scores, as ``reportgen evaluate``: of one hospital, or of each of a panel.

        Args:
            period: 2025, 2025-Q3 or 2025-10; the newest complete one by default.
            entity: id of one hospital where the case holds several.
            scheme: id of a scheme; that of case.yaml by default; ``none`` scores nothing.

        Raises:
            Refused: if there is no such period, hospital or scheme.
        """
        from reportgen import pipeline

        found = pipeline.evaluate_all(self.checked, period=period, entity=entity, scheme=scheme)
        return EvaluatedCase(self.checked, tuple(found), entity, scheme, period)


@dataclass(frozen=True, eq=False)
class EvaluatedCase:
    """The results of a case in one period.

    Attributes:
        checked, materials: what the program itself passes on, a material each hospital; their form is not promised.
        entity, scheme: what was asked for; None where it was left open.
        asked: the period asked for; None for the newest complete one.
    """

    checked: Checked = field(repr=False)
    materials: tuple[Material, ...] = field(repr=False)
    entity: str | None = None
    scheme: str | None = None
    asked: str | None = None

    @property
    def period(self) -> str | None:
        """The period that was evaluated; None where no hospital has it."""
        return self.materials[0].period if self.materials else self.asked

    @property
    def score(self) -> float | None:
        """The total of the only hospital, 0 to 100; None where there is none, or are several."""
        return self.materials[0].evaluation.score if len(self.materials) == 1 else None

    @property
    def grade(self) -> str | None:
        """The grade of the only hospital by its id; None where there is none, or are several."""
        grade = self.materials[0].evaluation.grade if len(self.materials) == 1 else None
        return None if grade is None else str(grade)

    @cached_property
    def items(self) -> pd.DataFrame:
        """The figures of the period, and those that scored indicators ask for and that are missing (NaN, reason)."""
        from reportgen.export import frames

        return frames.items_of(self.materials)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Every indicator of the catalogue: a value with the cells behind it, or NaN with the reason why."""
        from reportgen.export import frames

        return frames.indicators(self.materials)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """What the scheme scores: indicators, abilities, parts and the total, told apart by `level`."""
        from reportgen.export import frames

        return frames.scores(self.materials)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What was found when the case was read, checked and evaluated."""
        from reportgen.export import frames

        found = {id(one): one for material in self.materials for one in material.findings}
        return frames.findings(found.values() if self.materials else self.checked.findings, self.checked.catalog)

    def render(
        self, report: str = "board", *, languages: Languages | None = None, audience: str | None = None
    ) -> RenderedReport:
        """The pages of a report as PDF, byte by byte those of ``reportgen render``; nothing is written.

        Args:
            report: kind of report: annual, board, flash, agency, group, self-assessment, or one of the case's own.
            languages: zh, en or zh-en; those of case.yaml by default.
            audience: agency, board or public for the version of one of these.

        Raises:
            Refused: if there is no such kind, or the pages lack a letter, a font or a reference.
        """
        from reportgen import pipeline
        from reportgen.pipeline.pages import Inside, file_name
        from reportgen.writing import own_temporary_folder

        mode = languages or self.checked.case.file.mode
        material = pipeline.grounds(
            self.checked, report=report, period=self.asked or self.period, entity=self.entity, scheme=self.scheme
        )
        with own_temporary_folder():
            pages = pipeline.render(material, report=report, mode=mode, inside=Inside(audience=audience))
        name = file_name(material, report=report, mode=mode, audience=audience, ending=".pdf")
        return RenderedReport(self.checked, pages, name)


@dataclass(frozen=True, eq=False)
class RenderedReport:
    """The pages of a report.

    Attributes:
        checked, rendered: what the program itself passes on; their form is not promised.
        name: what ``reportgen render`` calls the file.
    """

    checked: Checked = field(repr=False)
    rendered: Rendered = field(repr=False)
    name: str

    @property
    def pdf(self) -> bytes:
        """The file."""
        return self.rendered.pdf

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.rendered.pages)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is to be said of its pages; an error among it makes a draft of it."""
        from reportgen.export import frames

        return frames.findings(self.rendered.findings, self.checked.catalog)

    def save(self, path: str | Path | None = None, *, force: bool = False) -> Path:
        """Write the file, whole or not at all, and return its path.

        Args:
            path: where to; `name` in the current folder by default, or in the folder named.
            force: whether a file that the program did not write may be replaced; records never are.

        Raises:
            Refused: C10 if somebody else's file lies there, C28 if a record does, C11 if it cannot be written.
        """
        from reportgen.cli.writing import write

        target = Path(self.name) if path is None else Path(path)
        target = target / self.name if path is not None and target.is_dir() else target
        write(target, self.pdf, force=force)
        return target
