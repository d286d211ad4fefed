"""A published site, asked for over the network.

It asks for the files that are expected, as they are (not packed), and reads no more of an answer
than shows that it is another file. It follows a few redirects within the site's own host, sends no
password, keeps no cookie, and runs nothing that it gets.
"""

from __future__ import annotations

import http.cookiejar
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from generator.publish.verifying import Compared, Expected

__all__ = ["AddressError", "Answer", "Host", "compare_address", "site_at"]

# What hosts read, and send to nobody.
NOT_SERVED = frozenset({"_headers", ".htaccess", ".nginx.conf"})
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_INDEX = "index.html"
_LOST = "404.html"  # some hosts say of this very page that it is not there
_MOST_REDIRECTS = 5
_AT_ONCE = 6  # connections, as browsers have them
_PATIENCE = 60.0  # seconds without any answer
_WAIT = 20.0  # seconds for a connection, and for each piece of an answer
_GIVE_UP = 20  # files without an answer, one after the other
_PIECE = 1 << 16
_GONE = (404, 410)
_AGENT = "signout-verify"


class AddressError(Exception):
    """An address is none that can be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host sent for a file."""

    data: bytes
    whole: bool
    """Whether these are all bytes of it."""
    gone: bool = False
    """Whether there is no such file."""
    trouble: str = ""
    """Why there is no file to compare."""


def site_at(address: str) -> str:
    """The address of a site with a slash at its end. Raises AddressError."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AddressError("It is not written like an address.") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
        raise AddressError("Only https:// tells who answers; http:// is for this machine alone.")
    if not host or port == 0:
        raise AddressError("It names no host.")
    if parts.username is not None or parts.password is not None:
        raise AddressError("A name and a password have no place in it.")
    if parts.query or parts.fragment:
        raise AddressError("It ends before `?` or `#`.")
    path = parts.path.removesuffix(_INDEX) if parts.path.endswith(f"/{_INDEX}") else parts.path
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}/"


class Host:
    """The host of a site, for one thread. To be closed."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._session = requests.Session()
        # Files as they are, not packed for the way.
        self._session.headers.update({"User-Agent": _AGENT, "Accept-Encoding": "identity"})
        # Else passwords that the user keeps for a host would be sent to it.
        self._session.auth = lambda request: request
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        """Ends its connections."""
        self._session.close()

    def file(self, path: str, most: int) -> Answer:
        """At most so many bytes of the file at a path below the site. Never raises for what a host
        does, or does not."""
        place = path.removesuffix(_INDEX) if f"/{path}".endswith(f"/{_INDEX}") else path
        try:
            return self._asked(
                self._site + quote(place.encode(errors="surrogateescape")), path, most
            )
        except requests.exceptions.SSLError:
            return Answer(b"", False, trouble="no secure connection: its certificate is not valid")
        except (requests.exceptions.Timeout, ReadTimeoutError):
            return Answer(b"", False, trouble="no answer in time")
        except (requests.exceptions.RequestException, HTTPError, OSError, ValueError):
            return Answer(b"", False, trouble="no connection, or it broke off")

    def _asked(self, address: str, path: str, most: int) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            with self._session.get(
                address, stream=True, allow_redirects=False, timeout=_WAIT
            ) as response:
                to = response.headers.get("Location", "")
                if response.is_redirect and to:
                    address = urljoin(address, to)
                    if _origin(address) != _origin(self._site):
                        where = urlsplit(address).netloc or "nowhere"
                        return Answer(b"", False, trouble=f"leads to another host, {where[:80]!r}")
                    continue
                if response.status_code in _GONE and path != _LOST:
                    return Answer(b"", False, gone=True)
                if response.status_code != 200 and path != _LOST:
                    return Answer(b"", False, trouble=f"the host says {response.status_code}")
                return _body(response, most)
        return Answer(b"", False, trouble=f"leads on more than {_MOST_REDIRECTS} times")


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _body(response: requests.Response, most: int) -> Answer:
    data = bytearray()
    # As it is sent: what was asked for unpacked, and is packed nevertheless, is told.
    while piece := response.raw.read(min(_PIECE, most + 1 - len(data)), decode_content=False):
        data += piece
        if len(data) > most:
            return Answer(bytes(data[:most]), False)
    return Answer(bytes(data), True)


def compare_address(
    expected: Expected,
    site: str,
    progress: Callable[[], None] = lambda: None,
    *,
    patience: float = _PATIENCE,
    at_once: int = _AT_ONCE,
) -> Compared:
    """Compares what is at an address (`site_at`) with what is expected. What else is there cannot
    be seen from outside.

    It gives up, and says so of each file, when nothing comes for so many seconds of `patience`, or
    when a number of files one after the other get no answer.
    """
    found = Compared()
    paths = sorted(expected.hashes.keys() - NOT_SERVED)
    work = _Work(expected, site, paths)
    for _ in range(min(at_once, len(paths))):
        # A daemon, because a host that never ends its answer must not keep the program.
        threading.Thread(target=work.ask, daemon=True).start()
    failed, left = 0, set(paths)
    while left and failed < _GIVE_UP:
        try:
            path, answer = work.answers.get(timeout=patience)
        except queue.Empty:
            break
        left.discard(path)
        progress()
        failed = failed + 1 if answer.trouble else 0
        if answer.gone:
            found.missing.append(path)
        elif answer.trouble:
            found.unanswered[path] = answer.trouble
        else:
            found.judge(path, expected, answer.data, answer.whole)
    work.over.set()
    found.unanswered |= dict.fromkeys(left, "not asked to the end: the host does not answer")
    return _in_order(found)


class _Work:
    """What the threads share."""

    def __init__(self, expected: Expected, site: str, paths: Sequence[str]) -> None:
        self._expected, self._site = expected, site
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        for path in paths:
            self._waiting.put(path)
        self.answers: queue.SimpleQueue[tuple[str, Answer]] = queue.SimpleQueue()
        self.over = threading.Event()

    def ask(self) -> None:
        """A thread's life."""
        host = Host(self._site)
        try:
            while not self.over.is_set():
                path = self._waiting.get_nowait()
                self.answers.put((path, host.file(path, self._expected.most_of(path))))
        except queue.Empty:
            pass
        finally:
            host.close()


def _in_order(found: Compared) -> Compared:
    """As if one had been asked for after the other."""
    return Compared(
        same=sorted(found.same),
        changed=dict(sorted(found.changed.items())),
        missing=sorted(found.missing),
        unanswered=dict(sorted(found.unanswered.items())),
        meta=found.meta,
    )
