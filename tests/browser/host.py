"""A host that tests can take down, make lie, and give a new publication while it is visited."""

from __future__ import annotations

import http.server
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from tests.site_fixtures import answering

TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
Answer = Callable[["Handler"], None]


class Host:
    """What a host publishes, how it answers now, and which paths were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self.asked: list[str] = []
        self.down = False
        self.answers: dict[str, Answer] = {}
        """Answers in the place of files, by path."""
        self.everywhere: Answer | None = None
        """The answer to everything, if it is one: that of a captive portal."""
        self.after = 1_000_000
        """The number of requests after which the host goes down by itself."""

    def new_requests(self) -> list[str]:
        """The paths asked for since this was called last."""
        asked, self.asked = self.asked, []
        return asked

    def headers_for(self, path: str) -> dict[str, str]:
        """What the publication's `_headers` say about a path."""
        found: dict[str, str] = {}
        file, applies = self.folder / "_headers", False
        for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
            if not line.startswith(" "):
                applies = fnmatchcase(path, line)
            elif applies:
                name, value = line.strip().split(": ", 1)
                found[name] = value
        return found


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the host's state says."""

    protocol_version = "HTTP/1.1"
    host: Host

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.host.asked.append(path)
        if self.host.down or len(self.host.asked) > self.host.after:
            self.close_connection = True
            return
        if answer := self.host.everywhere or self.host.answers.get(path):
            answer(self)
            return
        file = self.host.folder / path.removeprefix("/")
        if file.is_dir() and not path.endswith("/"):
            self.redirect(f"{path}/")
        elif file.is_dir() and (file / "index.html").is_file():
            self.file(200, file / "index.html")
        elif file.is_file():
            self.file(200, file)
        else:
            self.file(404, self.host.folder / "404.html")

    do_HEAD = do_GET

    def file(self, status: int, file: Path) -> None:
        """Sends a file as it is."""
        self.body(status, file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream"))

    def body(self, status: int, data: bytes, kind: str, length: int | None = None) -> None:
        """Sends bytes; `length` is what it says of them, if that is not true."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(data)))
        for name, value in self.host.headers_for(urlsplit(self.path).path).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.close_connection = length is not None

    def redirect(self, to: str) -> None:
        """Sends the browser elsewhere."""
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """A host of the site in `folder`, on a free port of this machine."""
    host = Host(folder)
    handler = type("HandlerOfOne", (Handler,), {"host": host})
    with answering(handler) as host.address:
        yield host
