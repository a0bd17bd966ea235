"""The notebook: run by papermill, written as Markdown by nbconvert, as Typst by pandoc, and set by Typst.

``python notebook.py CASE CONTENT TARGET`` does with commands what one types; REPORTGEN_FONTS as in the others.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypandoc
import typst

BIN = Path(sys.executable).parent
NOTEBOOK = Path(__file__).with_suffix(".ipynb")
STYLE = """#set text(font: "Noto Sans CJK SC", size: 9pt)
#show table: set text(7.5pt)
#set table(inset: (x: 2pt, y: 2.2pt))
#show figure: set block(breakable: true)
"""
LAYOUT = ("--toc", "-V", "lang=zh", "-V", "papersize=a4", "-V", "margin.x=18mm", "-V", "margin.y=20mm")


def main(case: Path, content: Path, target: Path) -> None:
    """From the workbooks to the PDF."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run: list[str | Path] = [BIN / "papermill", "--no-progress-bar", NOTEBOOK, work / "done.ipynb"]
        command(*run, "-p", "case", case.resolve(), "-p", "content", content.resolve(), at=work)
        command(BIN / "jupyter", "nbconvert", "--to", "markdown", "--no-input", "done.ipynb", at=work)
        shutil.copytree(content / "pictures", work / "pictures")
        (work / "style.typ").write_text(STYLE, encoding="utf-8")
        told = ("-f", "markdown-implicit_figures", "-t", "typst", "-s", "-H", "style.typ", *LAYOUT)
        command(pypandoc.get_pandoc_path(), "done.md", "-o", "done.typ", *told, at=work)
        fonts = os.environ.get("REPORTGEN_FONTS")
        typst.compile(str(work / "done.typ"), output=str(target), font_paths=[fonts] if fonts else [])


def command(*words: str | Path, at: Path) -> None:
    """Run one of the commands; it is on the path as in a shell where the environment is active."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(list(map(str, words)), cwd=at, check=True, capture_output=True, env={**os.environ, "PATH": path})


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
