"""The preview's own server: pages, made when they are asked for, and news of their changes.

News go as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html):
each open page says which state of itself it shows, and is told when there is another.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import select
import socket
import sys
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.admin.app import Editor
from generator.commands.serve.banner import problems_as_data
from generator.commands.serve.preview import Preview, Shown

_OWN = "_preview/"  # no page is called so: names of specs have no such character
_FILES = {
    f"{_OWN}{name}": files("generator.commands.serve") / name
    for name in ("preview.js", "preview.css")
}
_OURS = b"".join(file.read_bytes() for file in _FILES.values())
_LOOK = "look"
_ASSET = re.compile(rb'\b(?:href|src)="(?!https?:)[^"?#]+\.(?:css|js)"')
_BREATH = 5.0  # seconds after which a silent line is looked after
_NOT_HERE = ("pagefind/", "downloads/", "api/")
_WAITING = "Nothing to show yet: the files have problems. The page appears once they are gone."


class PreviewServer(ThreadingHTTPServer):
    """Serves a preview. `server_port` says at which port."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        preview: Preview,
        host: str,
        port: int,
        *,
        editor: str = "",
        any_name: bool = False,
        seen: Callable[[], None] = lambda: None,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        """`editor` is the address that opens a file. Unless it may be called by `any_name`, only
        this machine's own names are answered: a page elsewhere can point a name of its own at it.

        `told` is called when an open page is told to load anew, and `seen` when it has done so.
        Raises OSError if the address cannot be used.
        """
        self.preview, self.editor, self.any_name = preview, editor, any_name
        self.host, self.seen, self.told = host, seen, told
        self.editing = Editor(preview.project)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        self.address_family = found[0][0]
        super().__init__((host, port), _Handler)

    def is_ours(self, host: str | None) -> bool:
        """Whether a request that names such a host means us."""
        if self.any_name:
            return True
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return name in ("localhost", "127.0.0.1", "::1", self.host)

    def server_bind(self) -> None:
        """As socketserver does it; http.server would look up the machine's name, which may take
        seconds where there is no network."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers may leave at any time."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            print(f"A request failed: {type(error).__name__}: {error}", file=sys.stderr)


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    protocol_version = "HTTP/1.1"
    server: PreviewServer

    def do_GET(self) -> None:
        if not self.server.is_ours(self.headers["Host"]):
            self._text(HTTPStatus.MISDIRECTED_REQUEST, "This is not an address of the preview.\n")
            return
        url = urlsplit(self.path)
        name = unquote(url.path).removeprefix("/")
        if name == f"{_OWN}events" and self.command == "GET":
            self._events(parse_qs(url.query))
        elif name == "admin" or name.startswith("admin/"):
            self.server.editing.handle(self)
        elif name in _FILES:
            self._send(HTTPStatus.OK, _FILES[name].read_bytes(), name)
        else:
            self._page(name)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Only the editor takes anything."""
        self.server.editing.handle(self)

    def _page(self, name: str) -> None:
        shown = self.server.preview.shown
        status, found, body = _answer(shown, name)
        if status == HTTPStatus.MOVED_PERMANENTLY:
            self.send_response(status)
            self.send_header("Location", "/" + quote(found))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if found.endswith(".html"):
            body = _with_script(body, shown)
        self._send(status, body, found)

    def _text(self, status: HTTPStatus, text: str) -> None:
        self._send(status, text.encode(), ".txt")

    def _send(self, status: HTTPStatus, body: bytes, name: str) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == HTTPStatus.OK and self.headers["If-None-Match"] == tag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        self.send_header("ETag", tag)
        kept = "max-age=31536000, immutable" if _LOOK in parse_qs(urlsplit(self.path).query) else ""
        self.send_header("Cache-Control", kept or "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self, about: dict[str, list[str]]) -> None:
        """Tells a page what concerns it until it leaves, or is told to load anew."""
        page, has, again = (about.get(key, [""])[0] for key in ("page", "shown", "again"))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.wfile.write(b"retry: 500\n\n")
        preview, version, said = self.server.preview, -1, ""
        while not self._has_left():
            newest = preview.wait(version, _BREATH)
            if newest == version:
                continue
            version = newest
            if self._has_left():
                return
            if self._state(page) != has:
                self.server.told()
                self._tell("changed", "")
                return
            if again == "1":
                self.server.seen()
                again = ""
            problems = problems_as_data(preview, self.server.editor)
            if problems != said:
                self._tell("problems", problems)
                said = problems

    def _state(self, page: str) -> str:
        """Which state of itself the page at a path should show now."""
        shown = self.server.preview.shown
        _, _, body = _answer(shown, unquote(page).removeprefix("/"))
        return _digest(shown, body)

    def _tell(self, event: str, data: str) -> None:
        self.wfile.write(f"event: {event}\ndata: {data}\n\n".encode())

    def _has_left(self) -> bool:
        """Whether the browser has hung up: it never says anything more."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable)

    def log_message(self, *args: object) -> None:
        """Requests are not worth a line."""


def _answer(shown: Shown | None, name: str) -> tuple[HTTPStatus, str, bytes]:
    """What is answered to whoever asks for a path: status, the file's name, what is in it.

    For a folder without its slash, the name is the right path.
    """
    if shown is None:
        return HTTPStatus.SERVICE_UNAVAILABLE, "index.html", _page_that_says(_WAITING).encode()
    try:
        return _found(shown, name)
    except Exception as error:
        # A template of the program that is being edited.
        said = f"The page cannot be made. {type(error).__name__}: {error}"
        html = _page_that_says(said)
        return HTTPStatus.INTERNAL_SERVER_ERROR, "index.html", html.encode()


def _found(shown: Shown, name: str) -> tuple[HTTPStatus, str, bytes]:
    file = f"{name}index.html" if name.endswith("/") or not name else name
    body = shown.file(file)
    if body is not None:
        return HTTPStatus.OK, file, body
    if shown.file(f"{name}/index.html") is not None:
        return HTTPStatus.MOVED_PERMANENTLY, f"{name}/", b""
    if name.startswith(_NOT_HERE):
        said = f"The preview has no {name}. `signout build` makes it.\n"
        return HTTPStatus.NOT_FOUND, ".txt", said.encode()
    return HTTPStatus.NOT_FOUND, "404.html", shown.file("404.html") or b"This page is not here."


def _page_that_says(text: str) -> str:
    title = "<!doctype html><html lang=en><meta charset=utf-8><title>Preview</title>"
    return f"{title}<body><p>{escape(text)}</p></body></html>"


def _digest(shown: Shown | None, body: bytes) -> str:
    return hashlib.sha256(_look(shown).encode() + body).hexdigest()[:16]


def _look(shown: Shown | None) -> str:
    """What changes with any style or script, ours too: another version of it may serve here."""
    look = shown.look if shown is not None else ""
    return hashlib.sha256(look.encode() + _OURS).hexdigest()[:16]


def _with_script(html: bytes, shown: Shown | None) -> bytes:
    """A page with our script and style. Other scripts and styles get names that change with them,
    so that the browser does not ask again for each of them whenever the page is loaded anew."""
    ours = (
        f'<link rel="stylesheet" href="/{_OWN}preview.css">'
        f'<script src="/{_OWN}preview.js" data-shown="{_digest(shown, html)}" defer></script>'
    ).encode()
    before, end, after = html.rpartition(b"</body>")
    whole = before + ours + end + after if end else html + ours
    look = f"?{_LOOK}={_look(shown)}".encode()
    return _ASSET.sub(lambda address: address[0][:-1] + look + b'"', whole)
