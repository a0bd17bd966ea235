"""``reportgen doctor``: what is wrong with this machine, and the command that mends it."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen import __version__
from reportgen.cli.language import help_text, language
from reportgen.cli.options import LanguageOption
from reportgen.errors import ExitCode, Refused
from reportgen.report.pdf.required import ENGINE, INSTALL, VERSION

if TYPE_CHECKING:
    from reportgen.model.definition import Language

ClusterOption = Annotated[
    str | None, typer.Option("--cluster", metavar="ADDRESS", help=help_text("option.doctor_cluster"))
]
DISTRIBUTIONS: Final = ("weasyprint", "pydyf", "altair", "vl-convert-python", "pandas", "numpy", "jinja2")
SAMPLE: Final = (
    "\u533b\u9662\u8d22\u52a1\u8bc4\u4ef7 Aa 0123456789 "
    "+\u2212% \u2014\u2460\u25b2\u25bc\u25c7\u2264\u2265 \u4dae\u9f91"
)
"""Characters that pages need, with two rare ones of names."""
TRIAL: Final = (
    '<html lang="zh-CN"><head><title>doctor</title><style>body{{font-family:"Noto Sans CJK SC"}}</style></head>'
    "<body><h1>{words}</h1></body></html>"
)


@dataclass(frozen=True)
class Examined:
    """One thing looked at: its name, what was found, and what to do where it is wrong."""

    name: str
    found: str
    remedy: str | None = None


def doctor(lang: LanguageOption = None, cluster: ClusterOption = None) -> None:
    """Look at libraries, fonts and a trial page, and at a cluster; exit 5 if anything is wrong."""
    wrong = 0
    more = (partial(_cluster, cluster, language(lang)),) if cluster else ()
    for examine in (_versions, _fonts, _trial, *more):
        for result in _guarded(examine):
            mark = "✓" if result.remedy is None else "✗"
            typer.echo(f"{mark} {result.name}: {result.found}")
            if result.remedy is not None:
                wrong += 1
                typer.echo(f"    → {result.remedy}")
    typer.echo(help_text("doctor_wrong" if wrong else "doctor_fine").format(count=wrong))
    raise typer.Exit(ExitCode.ENVIRONMENT if wrong else ExitCode.DONE)


def _guarded(examine: Callable[[], Iterator[Examined]]) -> list[Examined]:
    """A broken machine can break the examination itself: that is a result too."""
    try:
        return list(examine())
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - any failure of the machine
        name = getattr(examine, "__name__", "").strip("_")
        return [Examined(name, f"{type(error).__name__}: {error}", _install())]


def _cluster(address: str, speech: Language) -> Iterator[Examined]:
    """Each worker, held against this machine.

    Raises:
        Refused: as `cluster.joined`, or if it has no workers.
    """
    from reportgen.batch import cluster
    from reportgen.catalog import load_catalog

    fix = load_catalog().messages.in_general("G84", speech).fix
    own = cluster.facts()
    with cluster.joined(address) as client:
        for where, there in cluster.workers(client).items():
            unlike = " · ".join(cluster.differing(there, own))
            yield Examined(
                where, unlike or f"reportgen {own.version} {own.ground} {own.typefaces}", fix if unlike else None
            )


def _versions() -> Iterator[Examined]:
    yield Examined("reportgen", f"{__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name in DISTRIBUTIONS:
        found = importlib.metadata.version(name)
        yield Examined(name, found, INSTALL if name == ENGINE and found != VERSION else None)


def _fonts() -> Iterator[Examined]:
    from reportgen.report import fonts

    missing = fonts.missing_families()
    folder = str(fonts.font_folder())
    if missing:
        yield Examined(help_text("fonts"), ", ".join(missing), help_text("fonts_remedy").format(folder=folder))
    else:
        yield Examined(help_text("fonts"), f"{folder}: {', '.join(sorted(fonts.available_families()))}")


def _trial() -> Iterator[Examined]:
    from datetime import UTC, datetime

    from reportgen.errors import Refused
    from reportgen.report import fonts
    from reportgen.report.pdf import write_pdf

    if fonts.missing_families():
        return

    try:
        pages = write_pdf(
            TRIAL.format(words=SAMPLE),
            folders={},
            images={},
            attachments=(),
            created=datetime(2000, 1, 1, tzinfo=UTC),
            families=frozenset({"Noto Sans CJK SC", "Noto Serif CJK SC"}),
        )
    except Refused as refused:
        yield Examined(help_text("trial"), str(refused), _install())
    else:
        yield Examined(help_text("trial"), f"PDF/A-3a, PDF/UA-1, {len(pages.pdf):,} B")


def _install() -> str:
    if sys.platform == "darwin":
        return "brew install pango harfbuzz fontconfig"
    return help_text("libraries_remedy_windows" if sys.platform == "win32" else "libraries_remedy")
