"""A report as one page for screens: nothing beside it, nothing fetched, readable by screen readers and on a phone."""

from __future__ import annotations

from reportgen.report.web.page import web_page

__all__ = ["web_page"]
