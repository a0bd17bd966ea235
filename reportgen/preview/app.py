"""Addresses, and what answers them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, cast

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.preview import commentary, issuing, names, overview, pages, sheet
from reportgen.preview.bench import logged
from reportgen.preview.guards import FIELD, HEADER, Guard, TooMuchError
from reportgen.preview.staging import Staging
from reportgen.preview.wording import FileList, Voice, frame_of, one_by_one
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from reportgen.model.definition import Language
    from reportgen.model.finding import Finding
    from reportgen.preview.bench import CaseState, Workbench
    from reportgen.preview.guards import Visit

LANGUAGE: Final = "reportgen-language"
HELD: Final = 25.0
"""Seconds for which a question for changes is held before it is answered with none."""
FIELDS: Final = 4000
STYLES: Final = ("tokens.css", "preview/workbench.css")


@dataclass(eq=False)
class Desk:
    """What the addresses share.

    Attributes:
        case: the case as commands name it.
        language: of a reader who has not chosen one.
        moment: when something is done, as the journal writes it.
        looks: what was verified or compared last.
    """

    bench: Workbench
    visit: Visit
    case: str
    language: Language
    moment: Callable[[], str]
    staging: Staging = field(default_factory=Staging)
    looks: issuing.Looks = field(default_factory=issuing.Looks)

    def voice(self, request: Request) -> Voice:
        """The words in the language that the address, the reader's choice, or the program names."""
        said = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
        chosen: Language = "en" if said == "en" else "zh" if said == "zh" else self.language
        state = self.bench.shown.state
        return Voice((state.checked.catalog if state else load_catalog()).words, chosen)

    def state(self) -> CaseState:
        """The case as it was read last.

        Raises:
            HTTPException: 409 while it has not been read yet.
        """
        if self.bench.shown.state is None:
            raise HTTPException(409)
        return self.bench.shown.state


def application(desk: Desk) -> ASGIApp:
    """The whole server, behind its guard."""
    ask = partial(_asked, desk)
    post = partial(_posted, desk)
    routes = [
        Route("/", ask(_overview)),
        Route("/sheet", ask(_first_sheet)),
        Route("/sheet/{file}", ask(_sheet)),
        Route("/map", ask(_map)),
        Route("/items", ask(_items)),
        Route("/page/{number:int}", ask(_page)),
        Route("/page/{number:int}.png", ask(_picture)),
        Route("/report.pdf", ask(_pdf)),
        Route("/issue", ask(_issue)),
        Route("/files", ask(_files)),
        Route("/style.css", ask(_style)),
        Route("/script.js", ask(_script)),
        Route("/changes", partial(_changes, desk)),
        Route("/files", post(_bring), methods=["POST"]),
        Route("/files/accept", post(_accept), methods=["POST"]),
        Route("/map", post(_choose), methods=["POST"]),
        Route("/commentary/{id}", post(_write), methods=["POST"]),
        Route("/review", post(_review), methods=["POST"]),
        Route("/sign-off", post(_sign_off), methods=["POST"]),
        Route("/verify", post(_verify), methods=["POST"]),
        Route("/compare", post(_compare), methods=["POST"]),
        Route("/archive", post(_archive), methods=["POST"]),
    ]
    handlers = {
        TooMuchError: lambda *_: PlainTextResponse("413\n", 413),
        404: partial(_missing, desk),
        409: partial(_waiting, desk),
    }
    return Guard(Starlette(routes=routes, exception_handlers=cast("Any", handlers)), desk.visit)


def _asked(desk: Desk, work: Callable[[Desk, Request], Response]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        answer = _answered(desk, request, partial(work, desk, request))
        said = request.query_params.get("lang")
        if said in {"zh", "en"}:
            answer.set_cookie(LANGUAGE, said, samesite="strict", httponly=True, path="/")
        return answer

    return answer


def _posted(
    desk: Desk, work: Callable[[Desk, Request, FormData], Response]
) -> Callable[[Request], Awaitable[Response]]:
    """What changes something: only a form of ours may ask for it."""

    async def answer(request: Request) -> Response:
        async with request.form(max_files=FIELDS, max_fields=FIELDS) as form:
            said = request.headers.get(HEADER) or form.get(FIELD)
            if not isinstance(said, str) or not desk.visit.is_ours(said):
                return PlainTextResponse("403\n", 403)
            return await run_in_threadpool(_answered, desk, request, partial(work, desk, request, form))

    return answer


def _answered(desk: Desk, request: Request, work: Callable[[], Response]) -> Response:
    """The answer; what is refused is told as commands tell it, and a fault of ours in a sentence, with a log."""
    try:
        return desk.bench.at_work(work)
    except HTTPException:
        raise
    except Refused as refused:
        return _told(desk, request, tuple(refused.findings))
    except Exception:  # noqa: BLE001 - whatever it is, the other screens go on
        return _printed(desk, request, "", "broken.html", 500, log=logged())


def _texts(form: FormData) -> dict[str, str]:
    return {name: said for name, said in form.items() if isinstance(said, str)}


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder("templates") / "preview"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _printed(desk: Desk, request: Request, screen: str, template: str, status: int = 200, **facts: Any) -> Response:
    """A screen in its frame."""
    voice, shown = desk.voice(request), desk.bench.shown
    address = request.url if request.method == "GET" else None
    html = (
        _templates()
        .get_template(template)
        .render(
            say=voice,
            lang="en" if voice.language == "en" else "zh-CN",
            language=voice.language,
            screen=screen,
            frame=frame_of(shown, voice, desk.case, address),
            shown=shown,
            csrf=desk.visit.csrf,
            case=desk.case,
            **facts,
        )
    )
    return Response(html, status, media_type="text/html; charset=utf-8")


def _told(desk: Desk, request: Request, findings: tuple[Finding, ...]) -> Response:
    """What was refused, in the words of the commands."""
    state, voice = desk.state(), desk.voice(request)
    told = one_by_one(findings, state.checked.catalog, voice, _register(state))
    return _printed(desk, request, "issue", "refused.html", 422, refused=told)


def _missing(desk: Desk, request: Request, _: Exception) -> Response:
    return _printed(desk, request, "", "missing.html", 404)


def _waiting(desk: Desk, request: Request, _: Exception) -> Response:
    return _loading(desk, request, 503)


def _loading(desk: Desk, request: Request, status: int) -> Response:
    """The page before the first reading, which asks for itself again also where there is no script."""
    answer = _printed(desk, request, "overview", "loading.html", status)
    answer.headers["refresh"] = "1"
    return answer


@lru_cache(maxsize=2)
def _register(state: CaseState) -> FileList:
    return FileList.of(one.name for one in state.checked.reading.files)


def _overview(desk: Desk, request: Request) -> Response:
    if desk.bench.shown.state is None:
        return _loading(desk, request, 200)
    state, voice = desk.state(), desk.voice(request)
    entity = request.query_params.get("hospital")
    found = overview.overview(state, voice, _register(state), entity, desk.case)
    return _printed(desk, request, "overview", "overview.html", view=found)


def _first_sheet(desk: Desk, request: Request) -> Response:
    state = desk.state()
    if (asked := request.query_params.get("file")) in _register(state).names:
        return RedirectResponse(f"/sheet/{asked}", 303)
    place = sheet.first_place(state, _register(state))
    return RedirectResponse((place and _register(state).address(place)) or "/", 303)


def _sheet(desk: Desk, request: Request) -> Response:
    state, voice, asked = desk.state(), desk.voice(request), request.query_params
    file = _register(state).names.get(request.path_params["file"])
    first = asked.get("from", "")
    found = file and sheet.sheet_screen(
        state,
        voice,
        _register(state),
        file,
        asked.get("sheet"),
        asked.get("at"),
        int(first) if first.isdecimal() and len(first) < 9 else None,  # noqa: PLR2004 - no sheet has more rows
    )
    if not found:
        raise HTTPException(404)
    return _printed(desk, request, "sheet", "sheet.html", view=found, id=request.path_params["file"])


def _map(desk: Desk, request: Request) -> Response:
    state, voice = desk.state(), desk.voice(request)
    return _printed(desk, request, "map", "map.html", view=names.names_screen(state, voice, _register(state)))


def _items(desk: Desk, request: Request) -> Response:
    found = names.items_like(desk.state(), desk.voice(request), request.query_params.get("q", ""))
    return JSONResponse([{"id": one, "name": name} for one, name in found])


def _choose(desk: Desk, request: Request, form: FormData) -> Response:
    """Show the text that would be written; write it once that was seen."""
    state, voice, said = desk.state(), desk.voice(request), _texts(form)
    view = names.names_screen(state, voice, _register(state), said)
    if said.get("step") == "save" and not view.wrong and view.chosen:
        names.take(state, voice, said)
        desk.bench.refresh()
        return RedirectResponse("/map", 303)
    return _printed(desk, request, "map", "map.html", view=view)


def _page(desk: Desk, request: Request) -> Response:
    state, voice, shown = desk.state(), desk.voice(request), desk.bench.shown
    key = request.query_params.get("at")
    found = pages.pages_screen(shown, state, voice, _register(state), request.path_params["number"], key, desk.case)
    texts = commentary.texts(state, voice)
    return _printed(desk, request, "page", "pages.html", view=found, texts=texts, conflict=None)


def _picture(desk: Desk, request: Request) -> Response:
    printed = desk.bench.shown.printed
    width = pages.NARROW if request.query_params.get("small") else pages.WIDE
    file = pages.printed_file(printed.pdf) if printed and printed.pdf else None
    found = file.picture(request.path_params["number"], width) if file else None
    return Response(found, media_type="image/png") if found else PlainTextResponse("404\n", 404)


def _pdf(desk: Desk, _: Request) -> Response:
    printed = desk.bench.shown.printed
    if not printed or not printed.pdf:
        return PlainTextResponse("404\n", 404)
    return Response(printed.pdf, media_type="application/pdf", headers={"content-disposition": "attachment"})


def _write(desk: Desk, request: Request, form: FormData) -> Response:
    """Save a text; one that changed elsewhere meanwhile is kept as it is there, and the words as they were typed."""
    state, voice, said = desk.state(), desk.voice(request), _texts(form)
    text = said.get("text", "")
    try:
        saved = commentary.save(state, voice, request.path_params["id"], text, said.get("version", ""))
    except KeyError:
        raise HTTPException(404) from None
    except commentary.ConflictError as conflict:
        if request.headers.get(HEADER):
            return JSONResponse({"words": voice("commentary.conflict"), "now": conflict.now.text}, 409)
        return _conflicting(desk, request, conflict.now, text)
    if request.headers.get(HEADER):
        quotes = [{"name": name, "said": value} for name, value in saved.quotes]
        return JSONResponse({"version": saved.version, "quotes": quotes, "words": voice("commentary.saved")})
    number = said.get("page", "1")
    return RedirectResponse(f"/page/{number if number.isdecimal() else '1'}#commentary", 303)


def _conflicting(desk: Desk, request: Request, now: commentary.EditedText, typed: str) -> Response:
    state, voice, shown = desk.state(), desk.voice(request), desk.bench.shown
    found = pages.pages_screen(shown, state, voice, _register(state), 1, None, desk.case)
    texts = commentary.texts(state, voice)
    return _printed(desk, request, "page", "pages.html", 409, view=found, texts=texts, conflict=(now, typed))


def _issue(desk: Desk, request: Request, status: int = 200) -> Response:
    """The fifth screen; with status 409 it says that the content is another one than was seen."""
    state, voice = desk.state(), desk.voice(request)
    found = issuing.issue_screen(state, voice, _register(state), desk.bench.mode(), desk.looks)
    return _printed(desk, request, "issue", "issue.html", status, view=found, is_changed=status != 200)  # noqa: PLR2004 - all is well


def _unseen(desk: Desk, request: Request, form: FormData) -> Response | None:
    """Read the files as they are now; where the report says something else than was seen, nothing is entered."""
    desk.bench.refresh()
    material = desk.state().material
    if material is None or form.get("seen") == issuing.content_of(material):
        return None
    return _issue(desk, request, 409)


def _review(desk: Desk, request: Request, form: FormData) -> Response:
    if (unseen := _unseen(desk, request, form)) is not None:
        return unseen
    issuing.review(desk.state(), desk.bench.mode(), _texts(form), desk.moment())
    desk.bench.refresh()
    return RedirectResponse("/issue", 303)


def _sign_off(desk: Desk, request: Request, form: FormData) -> Response:
    if (unseen := _unseen(desk, request, form)) is not None:
        return unseen
    issuing.issue(desk.state(), desk.bench.mode(), _texts(form), desk.moment())
    desk.bench.refresh()
    return RedirectResponse("/issue", 303)


def _verify(desk: Desk, _: Request, __: FormData) -> Response:
    state, printed = desk.state(), desk.bench.shown.printed
    desk.looks = issuing.Looks(state.number, issuing.verify(state, desk.bench.mode(), printed.pdf if printed else b""))
    return RedirectResponse("/issue#verified", 303)


def _compare(desk: Desk, _: Request, form: FormData) -> Response:
    state, number = desk.state(), _texts(form).get("number", "")
    if number not in issuing.numbers_of(state):
        raise HTTPException(404)
    desk.looks = issuing.Looks(state.number, compared=issuing.compare(state, number, desk.moment()))
    return RedirectResponse("/issue#compared", 303)


def _archive(desk: Desk, _: Request, form: FormData) -> Response:
    issuing.archive(desk.state(), _texts(form), desk.moment())
    return RedirectResponse("/issue?archived=1", 303)


def _bring(desk: Desk, _: Request, form: FormData) -> Response:
    brought = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    desk.staging.bring([(one.filename or "", one.file) for one in brought], desk.state())
    return RedirectResponse("/files", 303)


def _files(desk: Desk, request: Request) -> Response:
    found = desk.staging.screen(desk.state(), desk.voice(request))
    return _printed(desk, request, "overview", "files.html", view=found)


def _accept(desk: Desk, _: Request, form: FormData) -> Response:
    choices: Mapping[str, str] = {name.removeprefix("file-"): said for name, said in _texts(form).items()}
    desk.staging.accept(dict(choices), desk.state())
    desk.bench.refresh()
    return RedirectResponse("/", 303)


def _style(_: Desk, __: Request) -> Response:
    text = "\n".join((folder("styles") / name).read_text(encoding="utf-8") for name in STYLES)
    return Response(text, media_type="text/css; charset=utf-8")


def _script(_: Desk, __: Request) -> Response:
    text = (folder("templates") / "preview" / "workbench.js").read_text(encoding="utf-8")
    return Response(text, media_type="text/javascript; charset=utf-8")


async def _changes(desk: Desk, request: Request) -> Response:
    """Held until something changed, or for a while."""
    said = request.query_params.get("since", "")
    since = int(said) if said.isdecimal() and len(said) < 18 else 0  # noqa: PLR2004 - a counter
    changed, loop = asyncio.Event(), asyncio.get_running_loop()
    listener = partial(loop.call_soon_threadsafe, changed.set)
    desk.bench.listeners.add(listener)
    try:
        if desk.bench.shown.counter == since:
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), HELD)
    finally:
        desk.bench.listeners.discard(listener)
    return JSONResponse({"counter": desk.bench.shown.counter})
