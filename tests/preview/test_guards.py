"""Who may ask the workbench: every rule with somebody who tries to get around it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from preview.conftest import CASES, HOST, ORIGIN, Session
from reportgen.preview import guards, staging
from reportgen.preview.app import application

POSTS = (
    "/files",
    "/files/accept",
    "/map",
    "/commentary/abc",
    "/review",
    "/sign-off",
    "/verify",
    "/compare",
    "/archive",
)
PAGES = ("/", "/sheet", "/map", "/page/1", "/page/1.png", "/report.pdf", "/issue", "/files", "/items", "/changes",
         "/style.css", "/script.js")  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The small case, entered once for all who are to change nothing."""
    folder = tmp_path_factory.mktemp("asked") / "case"
    shutil.copytree(CASES / "clinic", folder)
    return Session(folder).enter()


def stranger(session: Session, **headers: str) -> TestClient:
    """Another browser on the same machine."""
    return TestClient(application(session.desk), base_url=ORIGIN, follow_redirects=False, headers=headers)


def test_the_list_of_posts_is_whole(asked: Session):
    app = application(asked.desk)._app
    routes = [route for route in app.routes if isinstance(route, Route)]

    assert {route.path.replace("{id}", "abc") for route in routes if "POST" in (route.methods or ())} == {*POSTS}


@pytest.mark.parametrize("address", PAGES)
def test_without_the_token_nothing_is_shown(asked: Session, address: str):
    answer = stranger(asked).get(address)

    assert answer.status_code == 403
    assert "仁" not in answer.text
    assert "Xiaohe" not in answer.text


def test_a_wrong_token_opens_nothing(asked: Session):
    for said in ("", "x", "\N{CJK UNIFIED IDEOGRAPH-4EC1}", "x" * 10_000):
        assert stranger(asked).get("/", params={"token": said}).status_code == 403


def test_the_token_opens_once_and_goes_from_the_address(session: Callable[[Path], Session]):
    first = session(CASES / "clinic")
    token = first.visit.token
    assert token is not None
    assert len(token) >= 43  # 256 bits
    answer = first.client.get(f"/map?token={token}&lang=en")

    assert (answer.status_code, answer.headers["location"]) == (303, "/map?lang=en")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert token not in cookie
    assert stranger(first).get(f"/?token={token}").status_code == 403
    assert first.client.get(f"/?token={token}").status_code == 303  # the same browser goes on


def test_the_token_leads_nowhere_else(session: Callable[[Path], Session]):
    first = session(CASES / "clinic")

    answer = first.client.get(f"//evil.invalid/a?token={first.visit.token}")
    assert answer.headers.get("location", "/").startswith("/")
    assert not answer.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize("host", ["evil.invalid", f"evil.invalid:{HOST.split(':')[1]}", "127.0.0.1", "127.0.0.1:1",
                                  f"{HOST}.evil.invalid", f"{HOST}@evil.invalid", ""])  # fmt: skip
def test_another_name_that_points_here_is_not_answered(asked: Session, host: str):
    assert asked.client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("origin", [None, "null", "http://evil.invalid", "https://127.0.0.1:4711", "http://127.0.0.1",
                                    "http://localhost:4711"])  # fmt: skip
def test_a_form_of_another_page_changes_nothing(asked: Session, address: str, origin: str | None):
    headers = {} if origin is None else {"origin": origin}

    answer = asked.client.post(address, data={"csrf": asked.visit.csrf}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("said", [None, "", "x", "0" * 64])
def test_a_form_without_our_mark_changes_nothing(asked: Session, address: str, said: str | None):
    data = {} if said is None else {"csrf": said}

    assert asked.client.post(address, data=data, headers={"origin": ORIGIN}).status_code == 403
    assert asked.client.post(address, headers={"origin": ORIGIN, "x-csrf": said or ""}).status_code == 403


def test_asking_changes_nothing(asked: Session):
    before = {path: path.read_bytes() for path in asked.folder.rglob("*") if path.is_file()}
    for address in (*PAGES, *POSTS):
        if address != "/changes":
            asked.client.get(address, params={"csrf": asked.visit.csrf, "step": "save", "role": "preparer"})

    assert {path: path.read_bytes() for path in asked.folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_known(asked: Session, method: str):
    answer = asked.client.request(method, "/", headers={"origin": "http://evil.invalid"})

    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/sheet", "/nowhere", "/style.css", "/page/99.png"])
def test_every_answer_says_what_a_page_may_do(asked: Session, address: str):
    for client in (asked.client, stranger(asked)):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == guards.POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


@pytest.mark.parametrize(
    "address",
    ["/sheet/../../../etc/passwd", "/sheet/%2e%2e%2fcase.yaml", "/sheet/case.yaml", "/sheet/data%2fbalance.csv",
     "/sheet/000000000000", "/page/0.png", "/page/-1", "/commentary/..%2f..%2fx"],
)  # fmt: skip
def test_only_files_of_the_list_are_shown(asked: Session, address: str):
    answer = asked.client.get(address)

    assert answer.status_code in {303, 404, 405}
    assert "root:" not in answer.text
    assert "number_prefix" not in answer.text


def test_a_link_out_of_the_case_is_not_followed(clinic: Session, tmp_path: Path):
    shown = clinic.client.get("/sheet").headers["location"]
    assert clinic.client.get(shown).status_code == 200
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nsecret,1\n")
    file = clinic.folder / "data" / "balance.csv"
    file.unlink()
    file.symlink_to(secret)

    answer = clinic.client.get(shown)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_words_of_a_cell_are_no_markup(clinic: Session):
    file = clinic.folder / "data" / "balance.csv"
    text = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*text, '<script>alert(1)</script>"><img src=x onerror=alert(1)>,1,2']), encoding="utf-8")
    clinic.bench.refresh()

    for address in ("/", "/sheet", "/map"):
        page = clinic.see(address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def brought(session: Session, *files: tuple[str, bytes]):
    return session.client.post(
        "/files", data={"csrf": session.visit.csrf}, files=[("files", one) for one in files],
        headers={"origin": ORIGIN}, follow_redirects=True,
    )  # fmt: skip


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        for number in range(45):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 10_000_000)
    return stream.getvalue()


@pytest.mark.slow
def test_what_is_no_table_is_not_taken(clinic: Session):
    for name, content in (
        ("a.xlsx", b"%PDF-1.7"), ("a.exe", b"MZ"), ("a.csv", b"\x89PNG\r\n"), ("a.xlsx", b"PK\x03\x04broken"),
        ("a.html", b"<html><table></table></html>"), ("a.xlsx", bomb()), (".csv", b"a,b\n1,2\n"),
    ):  # fmt: skip
        page = brought(clinic, (name, content)).text
        assert "Not taken" in page, name
        assert not clinic.desk.staging.files


def test_a_name_of_a_file_is_a_name_alone():
    for said in ("../../etc/x.csv", "..\\..\\x.csv", "/abs/x.csv", "C:\\x.csv", "~$x.csv", ".x.csv", "a\x00/../x.csv"):
        assert staging.plain_name(said) == "x.csv", said
    assert staging.plain_name("..") == ""


def test_too_much_is_not_taken(clinic: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guards, "MOST", 10_000)
    answer = clinic.client.post("/map", data={"csrf": clinic.visit.csrf, "x": "x" * 20_000}, headers={"origin": ORIGIN})
    assert answer.status_code == 413

    monkeypatch.setattr(staging, "MOST_BYTES", 1000)
    assert "Not taken" in brought(clinic, ("a.csv", b"a,b\n" * 1000)).text

    monkeypatch.setattr(guards, "MOST_FILES", 10_000)
    assert brought(clinic, ("a.csv", b"a,b\n" * 10_000)).status_code == 413


def test_nothing_is_written_beside_a_link(clinic: Session, tmp_path: Path):
    assert brought(clinic, ("new.csv", b"a,b\n1,2\n")).status_code == 200
    away = tmp_path / "away"
    away.mkdir()
    for path in (clinic.folder / "data").iterdir():
        path.rename(away / path.name)
    (clinic.folder / "data").rmdir()
    (clinic.folder / "data").symlink_to(away)

    assert clinic.send("/files/accept").status_code == 422
    assert not (away / "new.csv").exists()
