"""Files to values: the case folder, workbooks and text tables, official forms, wide and tidy tables."""

from reportgen.intake.case import open_case
from reportgen.intake.reader import read, read_panel, read_paths
from reportgen.intake.reading import Proposal, Reading, SourceFile, Unread

__all__ = ["Proposal", "Reading", "SourceFile", "Unread", "open_case", "read", "read_panel", "read_paths"]
