"""What is pure is made once and kept between runs: in the user's cache folder, under a key that names all it depends on.

A key is the SHA-256 of everything that goes in: the values (`digest`), and the ground under all of them (`ground`): code,
definitions, templates, styles, samples, fonts, lock file, installed packages and libraries of the machine. A file holds the
digest of its content, so one that was cut off or altered is made anew; where nothing can be written, everything is made
each time. `make clean-cache` empties the folder.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import hashlib
import json
import os
import pickle
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import grimp
import platformdirs
from filelock import FileLock
from pydantic import BaseModel

from reportgen.report import fonts
from reportgen.report.pdf.documents import Attachment, PageText, Rendered

if TYPE_CHECKING:
    from reportgen.report.pdf.engine import RenderOrder

T = TypeVar("T")

PROJECT: Final = Path(__file__).resolve().parents[1]
BOUND: Final = 800 * 2**20
"""Bytes that are kept at the most; what was not used for the longest time goes first."""
SEAL: Final = hashlib.sha256().digest_size
SWITCH: Final = "REPORTGEN_TESTS_CACHE"
"""Names, in the environment, another folder for what is kept; `off` keeps nothing beyond a run."""
DRAWINGS: Final = "REPORTGEN_TESTS_DRAWINGS"
"""Names a folder of drawings for a run that keeps nothing: these depend on their description alone."""
SHELF: Final = "REPORTGEN_TESTS_SHELF"
"""Names the folder of this run that is used instead where nothing is kept."""


@dataclasses.dataclass(frozen=True)
class Store:
    """A folder of results by key, private to the user.

    Attributes:
        bound: bytes that it may hold.
    """

    folder: Path
    bound: int = BOUND

    def once(self, key: str, make: Callable[[], T]) -> T:
        """The result kept under a key, or made now; of several who ask at once one makes it, the others wait."""
        with self._alone(key):
            found = self.get(key)
            if found is None:
                found = pickle.dumps(make(), pickle.HIGHEST_PROTOCOL)
                self.put(key, found)
        result: T = pickle.loads(found)  # noqa: S301 - from a folder that only this user can write to
        return result

    def get(self, key: str) -> bytes | None:
        """What is kept under a key; None where there is nothing, or it is not what was put there."""
        path = self.folder / key
        try:
            sealed = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        seal, content = sealed[:SEAL], sealed[SEAL:]
        return content if hashlib.sha256(content).digest() == seal else None

    def put(self, key: str, content: bytes) -> None:
        """Keep a result; it appears whole or not at all, and a disk that takes nothing more only makes tests slower."""
        scratch = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                scratch = Path(file.name)
                file.write(hashlib.sha256(content).digest() + content)
            scratch.replace(self.folder / key)
        except OSError:
            if scratch is not None:
                with contextlib.suppress(OSError):
                    scratch.unlink()

    def sweep(self) -> None:
        """Keep within the bound, the newest used first, and nothing that a run left half written."""
        found = sorted(self._files(), key=lambda path: _facts(path).used, reverse=True)
        size = 0
        for path in found:
            size += _facts(path).size
            if size > self.bound or path.name.startswith("."):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from (path for path in self.folder.iterdir() if path.is_file())

    @contextlib.contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        shelf = _shelf()
        with contextlib.ExitStack() as held:
            with contextlib.suppress(OSError):
                held.enter_context(FileLock(shelf / f"{key}.lock"))
            yield


@dataclasses.dataclass(frozen=True)
class _Facts:
    used: float = 0.0
    size: int = 0


def _facts(path: Path) -> _Facts:
    try:
        found = path.stat()
    except OSError:
        return _Facts()
    return _Facts(found.st_mtime, found.st_size)


def _shelf() -> Path:
    """The folder of this run, or of this process where no run has made one."""
    if SHELF not in os.environ:
        own = os.environ[SHELF] = tempfile.mkdtemp(prefix="reportgen-tests-")
        maker = os.getpid()
        atexit.register(lambda: shutil.rmtree(own, ignore_errors=True) if os.getpid() == maker else None)
    return Path(os.environ[SHELF])


@cache
def store() -> Store:
    """Where this run keeps things: for all runs of the user, or for itself alone."""
    named = os.environ.get(SWITCH, "")
    if named == "off":
        return Store(_shelf())
    return Store(Path(named) if named else platformdirs.user_cache_path("reportgen", appauthor=False) / "tests")


def digest(*values: Any) -> str:
    """One name for any values that go into a result; what it does not know how to name it refuses.

    Raises:
        TypeError: a value that is neither data nor a function of a module.
    """
    found = hashlib.sha256()
    for part in (part for value in values for part in _named(value)):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def _named(value: Any) -> Iterator[bytes]:
    """A value in bytes, its type first, so that no two values have one name."""
    yield type(value).__qualname__.encode()
    match value:
        case bytes():
            yield value
        case None | bool() | int() | float() | complex() | str() | date() | datetime() | Enum():
            yield repr(value).encode()
        case Path():
            yield from (part for path in _tree(value) for part in (str(path).encode(), path.read_bytes()))
        case Mapping():
            yield from sorted(digest(key, item).encode() for key, item in value.items())
        case AbstractSet():
            yield from sorted(digest(item).encode() for item in value)
        case Sequence():
            yield from (digest(item).encode() for item in value)
        case BaseModel():
            yield value.model_dump_json().encode()
        case FunctionType():
            yield f"{value.__module__}:{value.__qualname__}".encode()
        case _ if dataclasses.is_dataclass(value):
            yield from (digest(one.name, getattr(value, one.name)).encode() for one in dataclasses.fields(value))
        case _:
            raise TypeError(f"no name for {type(value)}")


def _tree(path: Path) -> Iterator[Path]:
    return iter(sorted(one for one in path.rglob("*") if one.is_file())) if path.is_dir() else iter([path])


def _sources(folder: Path) -> Iterator[Path]:
    return (path for path in _tree(folder) if "__pycache__" not in path.parts)


LOOKS: Final = ("templates", "styles")
ABOVE: Final = ("cli", "preview", "collect", "year", "batch", "verify", "difference.py", "report")
"""What of the package has no part in what is found about a case: its pages, and whatever asks for these."""
EVEN_SO: Final = ("report/tokens.py",)
"""What has: it knows where the samples lie, of which a case may be a copy."""
MACHINERY: Final = ("tests/kept.py", "tests/rendered.py")
"""What makes the things that are kept."""


@dataclasses.dataclass(frozen=True)
class Ground:
    """What all results rest on.

    Attributes:
        package: the one whose code makes them.
        letters: the folder of the fonts.
        machine: the name of what else of the machine counts.
    """

    project: Path
    package: str
    letters: Path
    machine: str

    def under(self, *modules: str) -> str:
        """Its name; of the code, modules count with all that they import, or everything where none is named."""
        return self._of(self._imported(modules) if modules else self._whole())

    def beneath(self) -> str:
        """Its name for what is read, checked and found: without pages, templates and styles."""
        package = self.project / self.package
        above, even_so = [package / name for name in ABOVE], [package / name for name in EVEN_SO]
        return self._of(
            path for path in _sources(package) if path in even_so or not any(path.is_relative_to(one) for one in above)
        )

    def _of(self, code: Iterable[Path]) -> str:
        made_by = [*code, *(self.project / name for name in MACHINERY), self.project / "requirements.lock"]
        contents = {path.relative_to(self.project).as_posix(): path.read_bytes() for path in made_by}
        return digest(contents, self.around())

    def around(self) -> str:
        """The name of what is no code of ours: fonts, and the machine with its packages."""
        return digest({path.name: _content_of(path) for path in _tree(self.letters)}, self.machine)

    def _whole(self) -> Iterator[Path]:
        """The program with its definitions, templates and styles."""
        for name in (self.package, *LOOKS):
            yield from _sources(self.project / name)

    def _imported(self, modules: Sequence[str]) -> Iterator[Path]:
        """The files of modules and of all that they import, at whatever depth."""
        graph = _imports(str(self.project), self.package)
        found = {*modules}.union(*(graph.find_upstream_modules(name) for name in modules))
        for name in found | {above for one in found for above in _packages(one)}:
            path = self.project / Path(*name.split("."))
            package = path / "__init__.py"
            yield package if package.is_file() else path.with_suffix(".py")


@cache
def _here() -> Ground:
    return Ground(PROJECT, "reportgen", fonts.font_folder(), machine())


@cache
def ground(*modules: str) -> str:
    """What all results of this program rest on here, or those that some of its modules make."""
    return _here().under(*modules)


@cache
def beneath() -> str:
    """What rests on no page: what was read, checked and found about a case."""
    return _here().beneath()


@cache
def around() -> str:
    """What drawings rest on, beside what is drawn."""
    return _here().around()


def _packages(module: str) -> Iterator[str]:
    """The packages that are imported with a module."""
    parts = module.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


@cache
def _imports(project: str, package: str) -> grimp.ImportGraph:
    """What imports what, in a package of a project."""
    with _first_on_path(project):
        return grimp.build_graph(package, exclude_type_checking_imports=True, cache_dir=None)


@contextlib.contextmanager
def _first_on_path(folder: str) -> Iterator[None]:
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


@cache
def _content_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def machine() -> str:
    """What of the machine makes letters and numbers: interpreter, packages, and the libraries that lay out text."""
    packages = sorted(path.name for folder in map(Path, sys.path) for path in folder.glob("*.dist-info"))
    return digest(platform.platform(), sys.version, packages, [*_libraries()])


LETTERS: Final = ("libpango", "libharfbuzz", "libfontconfig", "libfreetype", "libfribidi", "libglib", "libgraphite")
"""Libraries that WeasyPrint loads when it is imported; all others come in packages."""


def _libraries() -> Iterator[str]:
    """Those of the machine by file, size and age; the version of Pango alone where the system does not tell."""
    from weasyprint.text.ffi import pango

    yield str(pango.pango_version())
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        mapped = {Path(line.split(maxsplit=5)[5]) for line in lines if "/lib" in line}
        own = Path(sys.prefix)
        for path in sorted(one for one in mapped if one.name.startswith(LETTERS) and own not in one.parents):
            yield f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}"


RENDERER: Final = ("reportgen.report.pdf.engine", "reportgen.report.lint.survey", "reportgen.report.page_sets")
"""What makes pages and file of an order; the second inspects, the third has what moves when they are laid out."""


def drawn_once(specification: Mapping[str, Any], draw: Callable[[Mapping[str, Any]], str]) -> str:
    """A drawing of what is specified, as it was drawn before with these fonts on this machine."""
    described = json.dumps(specification, ensure_ascii=False)
    return _drawn(digest("drawing", around(), described), lambda: draw(specification))


_DRAWN: Final[dict[str, str]] = {}
"""Drawings of this process by key."""


def _drawn(key: str, draw: Callable[[], str]) -> str:
    if key not in _DRAWN:
        drawings = Store(Path(os.environ[DRAWINGS])) if os.environ.get(DRAWINGS) else store()
        content = drawings.get(key)
        _DRAWN[key] = draw() if content is None else content.decode()
        if content is None:
            drawings.put(key, _DRAWN[key].encode())
    return _DRAWN[key]


def rendered_once(order: RenderOrder, render: Callable[[RenderOrder], Rendered]) -> Rendered:
    """A file as the engine makes it of an order: laid out, or as it was laid out of an equal order before.

    What a file carries inside is made from its pages, so these are kept by themselves, and the file under both.

    Raises:
        Refused: as the engine; what is refused is not kept.
    """
    given = (order.html, order.folders, order.images, order.created, order.families, order.metadata, order.manner)
    laid_out = digest("pages", ground(*RENDERER), *given)
    content = store().get(laid_out)
    if content is not None:
        inside = tuple(order.attachments(pickle.loads(content)))  # noqa: S301 - as in `once`
        found = store().get(digest(laid_out, inside, order.inspect, order.facts))
        if found is not None:
            kept: Rendered = pickle.loads(found)  # noqa: S301 - as in `once`
            return kept
    enclosed: list[Attachment] = []

    def attachments(pages: Sequence[PageText]) -> Sequence[Attachment]:
        enclosed.extend(order.attachments(pages))
        return enclosed

    fresh = render(dataclasses.replace(order, attachments=attachments))
    store().put(laid_out, pickle.dumps(fresh.pages))
    store().put(digest(laid_out, tuple(enclosed), order.inspect, order.facts), pickle.dumps(fresh))
    return fresh
