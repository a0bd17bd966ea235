"""Files to values: the case folder, workbooks and text tables, official forms, wide and tidy tables."""

from reportgen.intake.case.case_file import open_case, pack_folders, wrong_reports
from reportgen.intake.case.case_pages import commentary, commentary_findings
from reportgen.intake.case.mapping import with_columns, with_names, with_unread
from reportgen.intake.columns.bounds import within_scales
from reportgen.intake.reader import read, read_panel, read_paths, read_peers
from reportgen.intake.reading import Proposal, Reading, SourceFile, Unread, filed, without_placeholders
from reportgen.intake.registers.case_tables import adjusted, rated, targets
from reportgen.intake.registers.eliminations import Eliminations, has_eliminations
from reportgen.intake.registers.eliminations import doubts as elimination_doubts
from reportgen.intake.registers.eliminations import read as eliminations
from reportgen.intake.statements.proposals import NEW, UNREAD, Decisions, Doubted, doubted, own_items, proposals_file
from reportgen.intake.unchanged import UnchangedFiles

__all__ = [
    "NEW",
    "UNREAD",
    "Decisions",
    "Doubted",
    "Eliminations",
    "Proposal",
    "Reading",
    "SourceFile",
    "UnchangedFiles",
    "Unread",
    "adjusted",
    "commentary",
    "commentary_findings",
    "doubted",
    "elimination_doubts",
    "eliminations",
    "filed",
    "has_eliminations",
    "open_case",
    "own_items",
    "pack_folders",
    "proposals_file",
    "rated",
    "read",
    "read_panel",
    "read_paths",
    "read_peers",
    "targets",
    "with_columns",
    "with_names",
    "with_unread",
    "within_scales",
    "without_placeholders",
    "wrong_reports",
]
