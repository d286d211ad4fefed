"""A static host as those that read `_headers` are: it sends what the file says, and tags by which
one asks whether something has changed.

Each host reads patterns a little differently; both ways are those of the hosts' own programs.
"""

from __future__ import annotations

import hashlib
import http.server
import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.site_fixtures import answering

Matches = Callable[[str, str], bool]


def netlify_matches(pattern: str, address: str) -> bool:
    """As its parser of headers does: a `*` may stand for nothing, with its slash."""
    parts = []
    for part in filter(None, pattern.split("/")):
        if part.startswith(":"):
            parts.append("[^/]+")
        elif part == "*":
            parts.append("?.*")
        else:
            parts.append(".*".join(map(re.escape, part.split("*"))))
    return re.fullmatch(f"/{'/'.join(parts)}/?", address, re.IGNORECASE) is not None


def cloudflare_matches(pattern: str, address: str) -> bool:
    """As its engine of rules does: a `*` stands for anything, a `:name` for a part."""
    rule = ".*".join(map(re.escape, pattern.split("*")))
    return re.fullmatch(re.sub(r":[A-Za-z]\w*", "[^/]+", rule), address) is not None


HOSTS: dict[str, Matches] = {"netlify": netlify_matches, "cloudflare": cloudflare_matches}


def rules(text: str) -> dict[str, dict[str, str]]:
    """The headers of each pattern, read as the hosts read them."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            assert line not in found
            pattern = line
            found[pattern] = {}
        else:
            name, value = line.strip().split(": ", 1)
            assert name not in found[pattern]
            found[pattern][name] = value
    return found


def sent(text: str, address: str) -> dict[str, str]:
    """What hosts send along; two rules that set the same header are a fault, as they join them."""
    answers = []
    known = rules(text)
    for matches in HOSTS.values():
        joined: dict[str, str] = {}
        for pattern, values in known.items():
            if matches(pattern, address):
                assert not joined.keys() & values.keys(), f"{pattern} says again: {address}"
                joined |= values
        answers.append(joined)
    assert answers[0] == answers[1], f"hosts differ at {address}"
    return answers[0]


@dataclass
class StaticHost:
    """A host that serves the finished site in `folder`; its address ends in a slash."""

    folder: Path
    address: str = ""
    answered: list[tuple[str, int]] = field(default_factory=list)
    """The paths that were asked for, each with the status of the answer."""


@contextmanager
def static_host(folder: Path) -> Iterator[StaticHost]:
    """Serves a finished site on a free port."""
    host = StaticHost(folder)
    said = (folder / "_headers").read_text("utf-8")
    handler = type("HandlerOfOne", (_Handler,), {"host": host, "said": said})
    with answering(handler) as address:
        host.address = f"{address}/"
        yield host


class _Handler(http.server.BaseHTTPRequestHandler):
    host: StaticHost
    said: str

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.host.folder / path.removeprefix("/")
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        unchanged = self.headers["If-None-Match"] == tag
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        status = 304 if unchanged else 200
        self.host.answered.append((path, status))
        self.send_response(status)
        for name, value in ({"Content-Type": kind, "ETag": tag} | sent(self.said, path)).items():
            self.send_header(name, value)
        if not unchanged:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass
