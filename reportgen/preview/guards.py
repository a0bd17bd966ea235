"""Who may ask: this browser alone, by a token that is used once, from a page of our own, on this very machine.

The rules hold for every request before any screen sees it: the name under which the server was called (against names
that a foreign site lets point here), the session, for all that changes something the origin and a second token, and
how much is sent.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "reportgen"
TOKEN: Final = "token"  # noqa: S105 - the name of a field
FIELD: Final = "csrf"
HEADER: Final = "x-csrf"
ASKING: Final = frozenset({"GET", "HEAD"})
MOST: Final = 2_000_000
"""Bytes of a form."""
MOST_FILES: Final = 500_000_000
"""Bytes of workbooks that are sent together."""
UPLOADS: Final = "/files"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS: Final = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",  # with none a browser hides the origin of our own forms, too
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooMuchError(Exception):
    """More was sent than is taken."""


@dataclass(eq=False)
class Visit:
    """The secrets of one run of the server, and the port on which it is called.

    Attributes:
        token: stands in the printed address; None once it was used.
    """

    port: int
    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def hosts(self) -> frozenset[str]:
        """What the server may be called."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    @property
    def csrf(self) -> str:
        """What a form of ours carries; it tells nothing of the session."""
        return hashlib.sha256(b"csrf " + self.session.encode()).hexdigest()

    @property
    def cookie(self) -> str:
        """Cookies know no ports: two cases that are open at once keep theirs apart by name."""
        return f"{COOKIE}-{self.port}"

    def admits(self, said: str) -> bool:
        """Whether somebody has the token, which counts once."""
        if self.token is None or not hmac.compare_digest(said.encode(), self.token.encode()):
            return False
        self.token = None
        return True

    def knows(self, request: Request) -> bool:
        """Whether a request is of the browser that used the token."""
        return hmac.compare_digest(request.cookies.get(self.cookie, "").encode(), self.session.encode())

    def is_ours(self, said: str) -> bool:
        """Whether a form is one of ours."""
        return hmac.compare_digest(said.encode(), self.csrf.encode())


class Guard:
    """Stands before the screens."""

    def __init__(self, app: ASGIApp, visit: Visit) -> None:
        self._app = app
        self._visit = visit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what may not go on; hand on all else, with headers that hold for every answer."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page of ours opens a socket
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refusal(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        most = MOST_FILES if scope["path"] == UPLOADS else MOST
        try:
            await self._app(scope, _bounded(receive, most), _with_headers(send))
        except TooMuchError:
            await _refused(413)(scope, receive, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if headers.getlist("host") != [host for host in headers.getlist("host") if host in self._visit.hosts][:1]:
            return _refused(421)
        if request.method not in ASKING | {"POST"}:
            return _refused(405)
        if (said := request.query_params.get(TOKEN)) is not None and request.method in ASKING:
            return self._admitted(request, said)
        if not self._visit.knows(request):
            return _refused(403)
        return self._refusal_of_change(headers) if request.method == "POST" else None

    def _admitted(self, request: Request, said: str) -> Response:
        """The token becomes a cookie, and goes from the address."""
        is_new = self._visit.admits(said)
        if not is_new and not self._visit.knows(request):
            return _refused(403)
        rest = {name: one for name, one in parse_qs(request.url.query).items() if name != TOKEN}
        target = request.url.path + (f"?{urlencode(rest, doseq=True)}" if rest else "")
        answer = RedirectResponse("/" + target.lstrip("/"), 303)
        if is_new:
            answer.set_cookie(self._visit.cookie, self._visit.session, httponly=True, samesite="strict", path="/")
        return answer

    def _refusal_of_change(self, headers: Headers) -> Response | None:
        if headers.get("origin") not in {f"http://{host}" for host in self._visit.hosts}:
            return _refused(403)
        if headers["origin"] != f"http://{headers['host']}":
            return _refused(403)
        length = headers.get("content-length", "")
        return _refused(413) if length.isdecimal() and int(length) > MOST_FILES else None


def _refused(status: int) -> Response:
    return PlainTextResponse(f"reportgen preview: {status}\n", status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, said in ALWAYS.items():
                headers[name] = said
        await send(message)

    return sending


def _bounded(receive: Receive, most: int) -> Receive:
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooMuchError
        return message

    return receiving
