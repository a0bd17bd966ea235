"""Small pages in the house's own styles, rendered and looked at by the lint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from reportgen.model.finding import Finding
from reportgen.report import fonts, lint, marks
from reportgen.report.lint.layout import About, LaidOutPages
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.pdf import write_pdf
from reportgen.report.tokens import folder, tokens

CREATED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ABOUT = About(
    kind="board",
    palette=frozenset(value.upper() for value in tokens().values() if value.startswith("#")),
    bounds={"excellent": 85.0, "good": 70.0, "fair": 50.0, "low": 40.0, "poor": 0.0},
    letters={
        "excellent": frozenset("优E"), "good": frozenset("良G"), "fair": frozenset("中F"), "low": frozenset("低L"),
        "poor": frozenset("差P"),
    },
    score_heads=frozenset({"得分", "score"}),
    change_heads=frozenset({"变动", "change"}),
    units=frozenset({"元", "万元", "分", "天", "days", "points"}),
)  # fmt: skip
FILLER = "<p>正文。</p>" * 20
"""Enough lines that a page is not called empty."""


def html(body: str, *, language: str = "zh-CN", css: str = "", head: str = "") -> str:
    """A whole page; `head` stands before everything, as running heads do."""
    styles = "\n".join((folder("styles") / name).read_text("utf-8") for name in PAGE_SETS["body"].styles)
    mode = "en" if language == "en" else "zh"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>页</title>'
        f'<style>{styles}{css}</style></head><body class="mode-{mode}">{head}{body}</body></html>'
    )


def survey(page: str, images: Mapping[str, bytes] | None = None, about: About = ABOUT) -> LaidOutPages:
    """What the lint sees of a page."""
    from reportgen.report.lint.survey import layout

    seen: list[LaidOutPages] = []
    every = {**marks.fixed(), **(images or {})}

    def inspect(document: object) -> tuple[Finding, ...]:
        seen.append(layout(document, every, about))
        return ()

    fonts.activate()
    write_pdf(
        page,
        folders={},
        images=every,
        attachments=[],
        created=CREATED,
        families=fonts.REQUIRED,
        inspect=inspect,
    )
    return seen[0]


def findings(
    body: str,
    images: Mapping[str, bytes] | None = None,
    *,
    about: About = ABOUT,
    filled: bool = True,
    language: str = "zh-CN",
    css: str = "",
    head: str = "",
) -> list[Finding]:
    """What the lint says of a page with this body; `filled` adds lines after it, so that it is not nearly empty."""
    page = html(body + (FILLER if filled else ""), language=language, css=css, head=head)
    return list(lint.lint(survey(page, images, about)))


def rules(body: str, images: Mapping[str, bytes] | None = None, **given: object) -> set[str]:
    """The rules that have something to say."""
    return {finding.rule for finding in findings(body, images, **given)}  # type: ignore[arg-type]


def about(**changes: object) -> About:
    """The facts of a report, but for some."""
    return replace(ABOUT, **changes)  # type: ignore[arg-type]
