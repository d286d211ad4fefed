"""A published site asked for over the network, at hosts that do what hosts do, and worse."""

from __future__ import annotations

import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from generator.publish.fetching import NOT_SERVED, AddressError, compare_address, site_at
from generator.publish.finish import _HEADERS
from generator.publish.verifying import Compared, Expected
from tests.publish.test_differences import write
from tests.publish.test_verifying import FILES, PAGE, expected_of
from tests.site_fixtures import answering, served

SITE = FILES | {
    "devices/roku/index.html": PAGE.replace(b"Home", b"Back"),
    "api/v1/all.json.gz": gzip.compress(b"{}", mtime=0),
    "assets/Bild ä%.svg": b"<svg/>",
    "_headers": b"/*\n",
}

Handler = http.server.BaseHTTPRequestHandler
Does = Callable[[Handler], None]


def sends(body: bytes = b"", code: int = 200, length: int | None = None, **headers: str) -> Does:
    """Answers with this."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def host(expected: Expected, does: Mapping[str, Does]) -> Iterator[tuple[str, list[Any]]]:
    """A host of the whole site that does something else at some addresses; gives its own, and the
    headers of all requests so far, each with the address."""
    asked: list[Any] = []

    class Answers(Handler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            asked.append((self.path, dict(self.headers)))
            special = does.get(self.path)
            if special is not None:
                special(self)
                return
            path = unquote(self.path.removeprefix("/"))
            path += "index.html" if path.endswith("/") or not path else ""
            data = expected.bytes_of(path) if path in expected.hashes else None
            sends(data or b"", 404 if data is None else 200)(self)

    with answering(Answers) as address:
        yield address, asked


@pytest.fixture
def expected(tmp_path: Path) -> Expected:
    return expected_of(write(tmp_path / "ours", SITE))


def compared(expected: Expected, does: Mapping[str, Does], patience: float = 60) -> Compared:
    with host(expected, does) as (address, _):
        return compare_address(expected, site_at(address), patience=patience)


# --- the same ----------------------------------------------------------------------------------


def test_a_static_host(tmp_path: Path) -> None:
    plain = {name: data for name, data in SITE.items() if "%" not in name}
    expected = expected_of(write(tmp_path / "ours", plain))
    told: list[None] = []
    assert expected.folder is not None
    with served(expected.folder) as address:
        found = compare_address(expected, site_at(address), lambda: told.append(None))
    assert found.is_the_same
    assert found.same == sorted(plain.keys() - {"_headers"})
    assert len(told) == len(found.same)


def test_what_is_asked_and_how(
    expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file once, unpacked; no password that the user keeps, no cookie, nothing of the host's
    own settings."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with host(expected, {"/": sends(SITE["index.html"], Set_Cookie="a=b")}) as (address, asked):
        assert compare_address(expected, site_at(address), at_once=1).is_the_same
    assert sorted(path for path, _ in asked) == [
        "/",
        "/404.html",
        "/api/v1/all.json.gz",
        "/api/v1/meta.json",
        "/assets/Bild%20%C3%A4%25.svg",
        "/assets/a.1.js",
        "/devices/roku/",
        "/picture.png",
    ]
    for _, headers in asked:
        assert headers["Accept-Encoding"] == "identity"
        assert not headers.keys() & {"Authorization", "Cookie"}


def test_what_hosts_keep_to_themselves_is_not_asked_for() -> None:
    assert _HEADERS.keys() == NOT_SERVED


def test_a_site_below_an_address(expected: Expected, tmp_path: Path) -> None:
    write(tmp_path / "host", {f"help/us/{name}": data for name, data in SITE.items()})
    (tmp_path / "host" / "404.html").write_bytes(SITE["404.html"])
    with served(tmp_path / "host") as address:
        for way in ("/help/us", "/help/us/", "/help/us/index.html"):
            assert compare_address(expected, site_at(address + way)).is_the_same


def test_redirects_within_the_host(expected: Expected) -> None:
    found = compared(
        expected,
        {
            "/devices/roku/": sends(code=308, Location="/devices/roku"),
            "/devices/roku": sends(SITE["devices/roku/index.html"]),
            "/404.html": sends(SITE["404.html"], 404),
        },
    )
    assert found.is_the_same


# --- not the same ------------------------------------------------------------------------------


def test_what_hosts_do_to_files(expected: Expected) -> None:
    beacon = b'<script src="https://beacon.example/b.js"></script></body>'
    found = compared(
        expected,
        {
            "/": sends(PAGE.replace(b"</body>", beacon)),
            "/assets/a.1.js": sends(PAGE),
            "/devices/roku/": sends(gzip.compress(b"x"), Content_Encoding="gzip"),
            "/api/v1/meta.json": sends(
                gzip.compress(SITE["api/v1/meta.json"]), Content_Encoding="gzip"
            ),
            "/picture.png": sends(b"", 404),
            "/api/v1/all.json.gz": sends(b"", 410),
            "/assets/Bild%20%C3%A4%25.svg": sends(b"no", 403),
        },
    )
    assert found.same == ["404.html"]
    assert found.missing == ["api/v1/all.json.gz", "picture.png"]
    assert found.unanswered == {"assets/Bild ä%.svg": "the host says 403"}
    assert found.changed == {
        "api/v1/meta.json": "is sent packed, to a program that asked for it as it is",
        "assets/a.1.js": "is a page: the host sends one in place of files it does not have, or "
        "keeps back",
        "devices/roku/index.html": "differs from line 1 on",
        "index.html": "has a script that is not ours, which loads `https://beacon.example/b.js`",
    }


def test_hostile_hosts(expected: Expected) -> None:
    """Each file gets its own answer, and none can lead the program to another host."""

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            handler.close_connection = True

    def breaks_off(handler: Handler) -> None:
        sends(b"x", length=100)(handler)
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    def no_http(handler: Handler) -> None:
        handler.wfile.write(b"\0\xff" * 100)
        handler.close_connection = True

    with socket.create_server(("127.0.0.1", 0)) as other:
        there = other.getsockname()[1]
        found = compared(
            expected,
            {
                "/": sends(code=302, Location=f"http://127.0.0.1:{there}/"),
                "/404.html": sends(code=302, Location="file:///etc/passwd"),
                "/assets/a.1.js": sends(code=301, Location="//[oops"),
                "/assets/Bild%20%C3%A4%25.svg": sends(
                    code=301, Location="/assets/Bild%20%C3%A4%25.svg"
                ),
                "/picture.png": endless,
                "/devices/roku/": breaks_off,
                "/api/v1/meta.json": no_http,
            },
        )
        other.settimeout(0)
        with pytest.raises(BlockingIOError):
            other.accept()
    assert found.same == ["api/v1/all.json.gz"]
    assert found.changed == {"picture.png": "differs from byte 1 on"}
    assert found.unanswered == {
        "404.html": "leads to another host, 'nowhere'",
        "api/v1/meta.json": "no connection, or it broke off",
        "assets/Bild ä%.svg": "leads on more than 5 times",
        "assets/a.1.js": "no connection, or it broke off",
        "devices/roku/index.html": "no connection, or it broke off",
        "index.html": f"leads to another host, '127.0.0.1:{there}'",
    }


def test_a_host_that_never_ends_its_answer(expected: Expected) -> None:
    """It sends a byte now and then, so no time of a single read is ever over."""
    enough = threading.Event()

    def drips(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not enough.wait(0.05):
            handler.wfile.write(b"x")

    try:
        found = compared(expected, {"/picture.png": drips, "/": drips}, patience=1)
    finally:
        enough.set()
    never = "not asked to the end: the host does not answer"
    # On a slow machine others may not have got their answer either.
    assert {found.unanswered["index.html"], found.unanswered["picture.png"]} == {never}


def test_nobody_is_there(tmp_path: Path) -> None:
    """After some files without an answer, it does not go on asking for all the others."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    expected = expected_of(write(tmp_path / "ours", {f"{n}.txt": b"x" for n in range(100)}))
    found = compare_address(expected, f"http://127.0.0.1:{port}/", at_once=2)
    assert len(found.unanswered) == 100
    assert list(found.unanswered.values()).count("no connection, or it broke off") == 20


# --- who answers -------------------------------------------------------------------------------


def test_the_certificate_must_be_valid(
    expected: Expected, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    openssl = shutil.which("openssl") or pytest.skip("there is no OpenSSL to make a certificate")
    subprocess.run(
        [openssl, *command, *names, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    secure.load_cert_chain(certificate, key)

    class Answers(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(expected.folder))

        def log_message(self, *args: object) -> None:
            pass

        def send_error(self, code: int, *args: object) -> None:
            sends(SITE["404.html"], code)(self)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *args: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = site_at(f"https://localhost:{server.server_port}")
        unknown = compare_address(expected, site)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        known = compare_address(expected, site)
        server.shutdown()
    assert set(unknown.unanswered.values()) == {
        "no secure connection: its certificate is not valid"
    }
    assert known.is_the_same


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://help.example.org", "https://help.example.org/"),
        ("https://help.example.org/a/b/", "https://help.example.org/a/b/"),
        ("https://help.example.org/a/index.html", "https://help.example.org/a/"),
        ("https://help.example.org:8443/", "https://help.example.org:8443/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x/"),
    ],
)
def test_addresses(address: str, site: str) -> None:
    assert site_at(address) == site


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://help.example.org/", "Only https://"),
        ("http://localhost.example.org/", "Only https://"),
        ("http://127.0.0.1.example.org/", "Only https://"),
        ("ftp://help.example.org/", "Only https://"),
        ("file:///etc/passwd", "Only https://"),
        ("https:///x", "names no host"),
        ("https:help.example.org", "names no host"),
        ("https://me:secret@help.example.org/", "A name and a password"),
        ("https://me@help.example.org/", "A name and a password"),
        ("https://help.example.org/?a=b", "ends before"),
        ("https://help.example.org/#a", "ends before"),
        ("https://[::1/", "not written like an address"),
        ("https://help.example.org:x/", "not written like an address"),
        ("https://help.example.org:99999/", "not written like an address"),
    ],
)
def test_what_is_no_address_of_a_site(address: str, why: str) -> None:
    with pytest.raises(AddressError, match=why):
        site_at(address)
