"""One report made in a worker process: written as `render` writes it, or the reason why there is none."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from dataclasses import replace as altered
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen import kept, pipeline
from reportgen.batch.orders import Order
from reportgen.catalog import load_catalog
from reportgen.checks import counted
from reportgen.errors import ExitCode, Refused
from reportgen.export.findings import listed
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.pipeline.pages import Inside, file_name
from reportgen.writing import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Languages
    from reportgen.pipeline.checked import Checked


@dataclass(frozen=True)
class MadeReport:
    """What became of an order.

    Attributes:
        file: relative to the folder of the batch; sha256: of it; None where there is none.
        counts: findings by severity, of data and pages.
        hospital: its name in both languages.
        errors: why there is no report, as `check` writes findings.
        has_moved: whether somebody worked in the case meanwhile: then nobody knows which state the report is of.
        is_environment: whether that is a matter of the machine: the batch stops, and the order stays to be done.
    """

    entity: str | None
    period: str | None = None
    language: str | None = None
    file: str | None = None
    sha256: str | None = None
    hospital: Mapping[str, str] = field(default_factory=dict)
    score: str | None = None
    grade: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    errors: tuple[Mapping[str, Any], ...] = ()
    has_moved: bool = False
    is_environment: bool = False


@dataclass(frozen=True)
class RenderTask:
    """An order, and the folder of its batch."""

    order: Order
    out: str


def make(task: RenderTask) -> MadeReport:
    """Make one report; whatever goes wrong is told and stops nobody else."""
    made, order = _tried(task), task.order
    return altered(made, has_moved=order.state is not None and kept.state(Path(order.case)) != order.state)


def _tried(task: RenderTask) -> MadeReport:
    order = task.order
    try:
        return _made(order, Path(task.out))
    except Refused as refused:
        ours = refused.exit_code is ExitCode.ENVIRONMENT
        return failed(order, refused.findings, _catalog(order), is_environment=ours)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
        handle = tempfile.NamedTemporaryFile(  # noqa: SIM115 - it stays
            "w", prefix="reportgen-", suffix=".log", dir=task.out, delete=False, encoding="utf-8"
        )
        with handle as log:
            log.write(f"{order}\n{traceback.format_exc()}")
        return failed(order, [Finding("G26", Place(Path(handle.name).name), {"kind": type(error).__name__})])


def failed(
    order: Order, findings: Sequence[Finding], catalog: Catalog | None = None, *, is_environment: bool = False
) -> MadeReport:
    """An order that came to nothing, with the reasons."""
    told = tuple(listed(findings, catalog or load_catalog()))
    return MadeReport(
        order.entity, order.wanted.period, order.wanted.language, errors=told, is_environment=is_environment
    )


def _catalog(order: Order) -> Catalog:
    """Words for what is refused: with those of the case, where these can be read."""
    try:
        return load_catalog(Path(order.case))
    except Refused:
        return load_catalog()


def _made(order: Order, out: Path) -> MadeReport:
    wanted = order.wanted
    checked = _checked(order.case, order.state) if order.state else pipeline.check(Path(order.case))
    mode = wanted.language or checked.case.file.mode
    material = pipeline.grounds(
        checked, report=wanted.report, period=wanted.period, entity=order.entity, scheme=wanted.scheme
    )
    content, told = _content(material, order, mode)
    file = file_name(material, report=wanted.report, mode=mode, audience=wanted.audience, ending=f".{wanted.form}")
    put(out / order.name / file, content, order)
    evaluation = getattr(material, "evaluation", None)
    name = _name(material)
    return MadeReport(
        entity=material.entity,
        period=material.period,
        language=mode,
        file=(Path(order.name) / file).as_posix(),
        sha256=sha256(content).hexdigest(),
        hospital=name,
        score=evaluation.score_printed if evaluation else None,
        grade=str(evaluation.grade) if evaluation and evaluation.grade else None,
        counts={str(key): count for key, count in counted((*material.findings, *told), material.catalog).items()},
    )


@lru_cache(maxsize=1)
def _checked(case: str, state: str) -> Checked:
    """A case in a state, for the reports of its hospitals, which follow one another.

    What is worked out of it is not kept for later runs: with each hospital of a panel the store would take in all.
    """
    del state
    return altered(pipeline.check(Path(case)))


def _name(material: Material | GroupMaterial) -> dict[str, str]:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.export.results import entity_name

    text = material.name if isinstance(material, GroupMaterial) else entity_name(material)
    return {"zh": text.zh, "en": text.en}


def _content(material: Material | GroupMaterial, order: Order, mode: Languages) -> tuple[bytes, Sequence[Finding]]:
    wanted = order.wanted
    if wanted.form == "html":
        page = pipeline.web_page(material, report=wanted.report, mode=mode, audience=wanted.audience)
        return page, pipeline.unusable(material, report=wanted.report)
    rendered = pipeline.render(material, report=wanted.report, mode=mode, inside=Inside(audience=wanted.audience))
    return rendered.pdf, rendered.findings


def put(path: Path, content: bytes, order: Order) -> None:
    """Write a report, unless somebody else's file lies there or the very same one.

    Raises:
        Refused: C10, if a file lies there that no run of the batch has written.
    """
    there = path.read_bytes() if path.is_file() else None
    if there == content:
        return
    if there is not None and not order.force and sha256(there).hexdigest() not in order.mine:
        raise Refused([Finding("C10", Place(str(path)))], ExitCode.USAGE)
    replace(path, content)


def as_data(made: MadeReport) -> dict[str, Any]:
    """As the record of a batch keeps it."""
    return asdict(made)
