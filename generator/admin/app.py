"""The editor at `/admin/`, for this machine alone.

Other websites that are open in the same browser can send requests to this machine. None of them
gets anything here: the name asked for must be one of this machine's own (against rebound names),
and whatever changes something needs a token that only our own pages hold. Nor does another machine,
where the preview is shown to all that reach it: it can name itself as it likes, but not call from
here.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from generator.admin import disk, page
from generator.admin.desk import Desk, Draft, Refused
from generator.publish.publication import Project
from generator.publish.saving import ChangedMeanwhile

MOST_BYTES = 512 * 1024
_HERE = ("127.0.0.1", "localhost", "::1")
_STATIC = {"admin.css": "text/css; charset=utf-8", "admin.js": "text/javascript; charset=utf-8"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks: `path` is decoded, the names of `headers` are in lower case.

    `client` is the address it calls from.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What it gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Editor:
    """The editor of a project's specs."""

    def __init__(self, project: Project) -> None:
        self.desk = Desk(project)
        self.token = secrets.token_urlsafe(24)
        # Tells the drafts of one project from those of others seen at the same address.
        folder = str(project.specs.absolute()).encode("utf-8", "surrogateescape")
        self.project = hashlib.sha256(folder).hexdigest()[:12]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers the request that a handler of Python's own HTTP server has before it."""
        length = handler.headers.get("Content-Length") or "0"
        number = int(length) if length.isascii() and length.isdigit() and len(length) < 10 else 0
        body = handler.rfile.read(min(number, MOST_BYTES + 1)) if number else b""
        handler.close_connection = handler.close_connection or number > len(body)
        url = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = (str(handler.command), unquote(url.path), url.query, headers, body)
        response = self.answer(Request(*asked, handler.client_address[0]))
        handler.send_response(response.status)
        for name, value in response.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(response.body)

    def answer(self, request: Request) -> Response:
        """Answers a request. Whatever is asked, there is an answer in words."""
        if not (_is_here(request.client) and _is_for_here(request.headers.get("host", ""))):
            return _words(403, "This editor answers only to the machine it runs on.")
        place = request.path.removeprefix("/admin/").strip("/")
        if request.path == "/admin":
            return Response(308, {**_HEADERS, "Location": "/admin/", "Content-Length": "0"}, b"")
        try:
            if request.method == "POST":
                return self._posted(request, place)
            if request.method not in ("GET", "HEAD"):
                return _words(405, "Only GET and POST are known here.")
            return self._page(request, place)
        except disk.NotThere as error:
            return _words(404, str(error))
        except Exception as error:
            # A mistake of ours must not take the preview with it, nor what is being edited.
            said = f"{type(error).__name__}: {error}"
            return _words(500, f"The editor made a mistake; nothing was saved. {said}")

    def _page(self, request: Request, place: str) -> Response:
        what, _, rest = place.partition("/")
        query = parse_qs(request.query)
        if place in _STATIC:
            data = files("generator.admin").joinpath("static", place).read_bytes()
            return _response(200, _STATIC[place], data)
        if not place:
            return self._shown("list", self.desk.list_parts())
        if what == "new":
            return self._shown("new", self.desk.new_parts(rest))
        if what == "edit":
            line = query.get("line", [""])[0]
            at = int(line) if line.isascii() and line.isdigit() and len(line) < 7 else 0
            return self._shown("edit", self.desk.edit_parts(rest, query.get("entry", [""])[0], at))
        if what == "page":
            file = self.desk.file_of_page(rest)
            to = f"/admin/edit/{file}" if file else "/admin/"
            return Response(302, {**_HEADERS, "Location": to, "Content-Length": "0"}, b"")
        raise disk.NotThere(f"There is no page `{request.path}`.")

    def _shown(self, name: str, parts: Mapping[str, object]) -> Response:
        text = page.whole_page(name, token=self.token, project=self.project, **parts)
        return _response(200, "text/html; charset=utf-8", text.encode("utf-8", "replace"))

    def _posted(self, request: Request, place: str) -> Response:
        if why := self._is_foreign(request):
            return _words(403, why)
        if len(request.body) > MOST_BYTES:
            return _words(413, "That is more text than a spec may hold.")
        try:
            asked = json.loads(request.body)
            if not isinstance(asked, dict):
                raise ValueError
        except (ValueError, RecursionError):
            return _words(400, "The request cannot be read. Load the page again.")
        try:
            return _data(200, self._done(place, asked))
        except Refused as error:
            return _data(422, {"refused": str(error)})
        except ChangedMeanwhile:
            return _data(409, self.desk.look(_draft(asked)))

    def _done(self, place: str, asked: dict[str, Any]) -> dict[str, Any]:
        match place:
            case "api/look":
                return self.desk.look(_draft(asked))
            case "api/change":
                return self.desk.change(_draft(asked), asked)
            case "api/save":
                return self.desk.save(_draft(asked), despite=asked.get("despite") is True)
            case "api/new":
                said = asked.get("answers")
                answers = said if isinstance(said, dict) else {}
                named = {str(key): str(value) for key, value in answers.items()}
                return dict(self.desk.begin(str(asked.get("collection")), named))
        raise disk.NotThere(f"Nothing at `{place}` takes this.")

    def _is_foreign(self, request: Request) -> str:
        """Why a request that changes something does not come from our pages, "" if it does."""
        headers = request.headers
        given = headers.get("x-signout-token", "")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return "Another website sent this. Nothing was done."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "Another website sent this. Nothing was done."
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            return "The preview was started anew. Load this page again; your draft is kept."
        if not headers.get("content-type", "").startswith("application/json"):
            return "The request is in no form this editor sends."
        return ""


def _draft(asked: Mapping[str, Any]) -> Draft:
    return Draft(*(str(asked.get(key, "")) for key in ("file", "entry", "text", "was")))


def _is_here(client: str) -> bool:
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    # Python 3.11 does not look into addresses of IPv4 that are written as IPv6.
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _is_for_here(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _HERE
    except ValueError:
        return False


def _response(status: int, kind: str, body: bytes) -> Response:
    return Response(
        status, {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}, body
    )


def _words(status: int, text: str) -> Response:
    return _response(status, "text/plain; charset=utf-8", text.encode("utf-8", "replace"))


def _data(status: int, value: Mapping[str, Any]) -> Response:
    body = json.dumps(value, ensure_ascii=True).encode()
    return _response(status, "application/json", body)
