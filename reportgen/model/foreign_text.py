"""What a library or the operating system complains of, as a word of the catalogue in both languages.

JSON that somebody else wrote: read, or refused as no JSON, whatever it holds.

Text in tables of text (CSV) that spreadsheet programs must not take for a formula, and the way back.

As OWASP's "CSV Injection" says: a cell that begins with one of these marks is set behind an apostrophe. A number is
none of them, negative or not.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
from collections.abc import Iterable
from typing import Any, Final


def parsed(content: str | bytes) -> Any:
    """What a text says.

    Raises:
        ValueError: if it is no JSON, or goes deeper than can be followed.
    """
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("@trouble.too_deep") from None


MARKS: Final = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
FORMULA: Final = re.compile(f"[{MARKS}]")
NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?", re.ASCII)
ESCAPED: Final = re.compile(f"'(?=[{MARKS}])")


def escaped(cell: Any) -> Any:
    """A cell as it is written: text that would be a formula behind an apostrophe, all else as it is."""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def read_back(cell: str) -> str:
    """A text as it was before it was escaped."""
    return cell[1:] if ESCAPED.match(cell) else cell


def table(rows: Iterable[Iterable[Any]], end: str = "\r\n") -> str:
    """Rows as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows([escaped(cell) for cell in row] for row in rows)
    return stream.getvalue()


def is_unicode(name: str) -> bool:
    """Whether the bytes of a file's name are UTF-8: those of an archive packed in another encoding are not."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def in_unicode(name: str) -> str:
    """A file's name as it can be written: in GB 18030 where it is that, else with its bytes spelled out."""
    if is_unicode(name):
        return name
    try:
        return os.fsencode(name).decode("gb18030")
    except UnicodeError:
        return name.encode("utf-8", "backslashreplace").decode()


LONGEST: Final = 120
SYSTEM: Final = {
    errno.EACCES: "no_access",
    errno.EPERM: "no_access",
    errno.EROFS: "read_only",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.ENOTDIR: "no_folder",
    errno.ENOENT: "not_there",
    errno.EISDIR: "a_folder",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EIO: "disk",
    errno.ELOOP: "links",
    errno.EMFILE: "open_files",
    errno.ETXTBSY: "in_use",
    errno.EBUSY: "in_use",
    errno.EINVAL: "bad_name",
    errno.EFBIG: "file_size",
}
"""Words by the number of a system's error."""
LIBRARIES: Final = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        # zipfile, and the readers of workbooks
        (r"not a zip file|invalid Zip archive|EOCD|central directory|Bad offset|[Tt]runcated file header", "package"),
        (r"Bad CRC|Bad magic|Overlapped|decompress|unexpected end of file|File name in directory", "damaged"),
        (
            r"^(Zip|Xml|Xlsx|Xlsb|Xls|Ods|Cfb|Vba|I/O|IO) error|Cannot detect file format|Invalid (OLE|MTFAT|CFB)",
            "damaged",
        ),
        (r"magic bytes not found|thrift|Parquet file size", "damaged"),
        # tables of text
        (r"No columns to parse", "nothing"),
        (r"Error tokenizing data|Expected \d+ fields", "uneven"),
        (r"field larger than field limit", "long_field"),
        (r"line contains NUL|new-line character", "control"),
        # XML
        (r"not well-formed|mismatched tag|no element found|unclosed|junk after document|syntax error: line", "xml"),
        # YAML
        (r"mapping values are not allowed|expected ':'|found a tab|did not find expected key", "yaml_colon"),
        (r"expected ',' or|expected '-'|flow (sequence|mapping)|block (collection|mapping|end)", "yaml_bracket"),
        (r"unexpected end of stream|quoted scalar|unknown escape|hexadecimal", "yaml_quote"),
        (r"cannot start any token|block entries are not allowed|document start|alphabetic", "yaml_mark"),
        (r"control characters? |trailing octet|invalid (leading )?UTF", "control"),
        # JSON
        (r"Expecting property name|Expecting ':'|Expecting ',' delimiter|Illegal trailing comma", "json_mark"),
        (r"Expecting value|Extra data", "json_value"),
        (r"Unterminated string|Invalid control character|Invalid \\|Invalid .*escape", "json_text"),
    )
)
"""Words by what libraries say."""


def in_words(error: BaseException | str) -> str:
    """The key of the word (``@trouble.package``); where there is none, the first line of what was said."""
    if isinstance(error, OSError) and error.errno in SYSTEM:
        return f"@trouble.{SYSTEM[error.errno]}"
    said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    word = next((word for pattern, word in LIBRARIES if pattern.search(said)), None)
    if word is not None:
        return f"@trouble.{word}"
    return said.partition("\n")[0][:LONGEST] or type(error).__name__
