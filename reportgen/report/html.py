"""From the view to HTML: sandboxed templates that only print, styles laid into the page, pictures beside it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import jinja2
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen import kept
from reportgen.model.definition import TAGS
from reportgen.report.numbers_file import numbers_file
from reportgen.report.overrides import NONE, BoundedEnvironment, Overrides, blame, guarded, is_section
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.setting import bare, filters
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.model.definition import Language, LanguageMode, Text
    from reportgen.report.passport import ProvenanceIndex
    from reportgen.report.pdf import PageText
    from reportgen.report.section import Report

Tags = tuple[tuple["Language", str], ...]
"""What marks the words of each language."""
USUAL: Final[Tags] = tuple(TAGS.items())
ANY_SECTION: Final = "components/section.html"
"""Taken for a section that has no template of its own."""
BETWEEN: Final = " \N{MIDDLE DOT} "


@dataclass(frozen=True)
class HtmlDocument:
    """A finished page of HTML, and what lies beside it.

    Attributes:
        images: drawings by the address under which the page names them.
        titles, subjects: what it is called, and hospital, report, period and number, in both languages by code.
        created: the date the file bears.
        ledger: the printed numbers.
        volumes: what it is divided in, if anything, each with the ids of its sections.
    """

    html: str
    images: Mapping[str, bytes]
    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    titles: Mapping[str, str]
    subjects: Mapping[str, str]
    created: datetime
    ledger: ProvenanceIndex
    volumes: tuple[tuple[Text, tuple[str, ...]], ...] = ()

    def numbers(self, pages: Sequence[PageText]) -> bytes:
        """The passport for machines: every number with its key, section, page, unrounded value and cells."""
        return numbers_file(self.ledger, pages)


def write(report: Report, own: Overrides = NONE) -> HtmlDocument:
    """Print a report, with templates and styles of the case in place of ours.

    Raises:
        Refused: if a template of the case cannot be printed.
        jinja2.UndefinedError: if a template of ours names what the view does not have: a bug.
    """
    language = report.language
    around = report.furniture
    title = report.title.in_language(language)
    author = around.hospital.in_language(language)
    subject = around.report.in_language(language)
    html = _print(report, own, title)
    codes: dict[str, Language] = {tag: one for one, tag in report.tags.items()}
    created = datetime.combine(report.created, time(9), UTC)
    return HtmlDocument(
        html=html,
        images=_used(html, {**report.images, **own.brand.files}),
        title=title,
        author=author,
        subject=subject,
        keywords=(around.number, around.status.zh, around.status.en),
        language=report.tag,
        titles={name: report.title.in_language(one) for name, one in codes.items()},
        subjects={name: _subject(report, one) for name, one in codes.items()},
        created=created,
        ledger=report.ledger,
    )


def _subject(report: Report, language: Language) -> str:
    around = report.furniture
    parts = [part.in_language(language) for part in (around.hospital, around.report, around.period)]
    return BETWEEN.join([*parts, around.number])


def _print(report: Report, own: Overrides, title: str) -> str:
    pages = PAGE_SETS[report.pages]
    copy = printed(report.copy, pages.body, own, is_copy=True) if report.copy else ""
    facts = {"styles": f"{styles(report, own)}\n{own.brand.faces}", "html_title": title, "copy": copy}
    return printed(report, pages.document, own, is_copy=False, **facts)


def printed(report: Report, template: str, own: Overrides = NONE, **facts: Any) -> str:
    """What one template makes of a report.

    Raises:
        Refused: if a template of the case cannot be printed.
        jinja2.UndefinedError: if a template of ours names what the view does not have: a bug.
    """
    mode: LanguageMode = "zh" if report.copy else report.mode
    tags = tuple(report.tags.items())
    environment = _new_environment(mode, own, tags) if own.templates else _environment(mode, tags)
    bounds = guarded() if own.templates else nullcontext()
    around = {"pages": PAGE_SETS[report.pages], "say": report.say, "around": report.furniture, "logo": own.brand.mark}
    try:
        with bounds:
            return environment.get_template(template).render(report=report, **around, **facts)
    except Exception as error:
        refused = blame(error, own)
        if refused is None:
            raise
        raise refused from error


def _used(html: str, images: Mapping[str, bytes]) -> dict[str, bytes]:
    """Only the drawings that the page names, sorted."""
    return {name: images[name] for name in sorted(images) if name in html}


@cache
def _environment(mode: LanguageMode, tags: Tags) -> jinja2.Environment:
    return _new_environment(mode, NONE, tags)


class _Compiled(jinja2.BytecodeCache):
    """Built-in templates as Python's code, kept while the program stays what it is.

    The mode and what marks its languages count, since what filters make of constants is in that code.
    """

    def __init__(self, mode: LanguageMode, tags: Tags) -> None:
        self.mode = " ".join([mode, *(tag for _, tag in tags)])

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if anything is."""
        place, key = kept.store(), self._key(bucket)
        content = None if place is None or key is None else place.get(key)
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        place, key = kept.store(), self._key(bucket)
        if place is not None and key is not None:
            place.put(key, bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str | None:
        return kept.key_of("template", self.mode, bucket.key, bucket.checksum)


def _new_environment(mode: LanguageMode, own: Overrides, tags: Tags = USUAL) -> jinja2.Environment:
    def of_the_case(name: str) -> tuple[str, str, None] | None:
        return (own.templates[name], f"templates/{name}", None) if name in own.templates else None

    def of_any_section(name: str) -> tuple[str, str, None] | None:
        return (_of_any_section(), name, None) if is_section(name) else None

    built_in = jinja2.FileSystemLoader(folder("templates"))
    kind = BoundedEnvironment if own.templates else ImmutableSandboxedEnvironment
    environment = kind(
        loader=jinja2.ChoiceLoader(
            [jinja2.FunctionLoader(of_the_case), built_in, jinja2.FunctionLoader(of_any_section)]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=bare,
        bytecode_cache=None if own.templates else _Compiled(mode, tags),
    )
    environment.filters.update(filters(mode, dict(tags)))
    environment.globals["mode"] = mode
    environment.globals["tags"] = dict(tags)
    environment.globals["lang"] = dict(tags)["en" if mode == "en" else "zh"]
    return environment


@cache
def _of_any_section() -> str:
    """The template of sections that are sentences, tables and drawings."""
    return (folder("templates") / ANY_SECTION).read_text(encoding="utf-8")


def styles(report: Report, own: Overrides = NONE, more: Sequence[str] = ()) -> str:
    """Shared styles, those of the sections that the report has, and more; a section's own touches no other section."""
    pages = PAGE_SETS[report.pages]
    sections = [pages.section_style(name) for name in sorted({section.name for section in report.sections})]
    marked = (*pages.draft, *(pages.draft_copy if report.copy else ())) if report.draft else ()
    names = (*pages.styles, *marked, *sections, *more)
    texts = (own.styles.get(name) or _built_in(name) for name in names)
    led = "; ".join(f'--{role}: "{family}"' for role, family in report.fonts.items())
    faces = f":root {{ {led} }}" if led else ""
    return "\n".join(text for text in (*texts, faces, pages.faces, own.brand.rules) if text)


@cache
def _built_in(name: str) -> str:
    """A built-in style; nothing where a section needs none."""
    path = folder("styles") / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
