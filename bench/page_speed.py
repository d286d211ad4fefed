"""How fast pages are on a slow phone: real Chromium, its processor and network slowed down.

The phone and the network are those that Lighthouse assumes for "mobile, slow 4G": 4x CPU slowdown,
150 ms from the phone to the host and back, 1.6 Mbit/s down, 0.75 Mbit/s up
(github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md). Each run starts with an empty
cache. Chromium's throttling makes each answer take at least the time there and back, but knows
nothing of the set-up of a connection; so the server holds back a page for as long as TCP's
handshake, that of TLS 1.3, and the request itself take.
"""

from __future__ import annotations

import gzip
import mimetypes
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.table import aligned
from bench.us import Ours

RUNS = 5
PAGES = {
    "home": "",
    "device, one interface": "devices/roku-1/",
    "device, several": "devices/roku/",
    "problem": "troubleshooting/still-signed-in/",
    "checklist": "security/",
    "catalogue": "devices/",
}
LCP_SECONDS, CLS, TBT_MS = 1.5, 0.02, 200.0

_SLOWDOWN = 4
_THERE_AND_BACK_MS = 150
_DOWN, _UP = 1_638_400 / 8, 750_000 / 8  # bytes a second
_FIRST_ANSWER = 3 * _THERE_AND_BACK_MS / 1000  # seconds: TCP, TLS, the request
_SETTLED_MS = 2000  # after the load event, for what scripts do late
_PHONE = {"width": 360, "height": 640}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Chromium's own measurements, gathered from the start. CLS is the whole sum, without windows, and
# TBT counts long tasks before the first paint too: both are at least what Lighthouse counts. Shifts
# with `hadRecentInput` count, because nobody touches the page: Chromium takes the phone's window,
# which it is given at the start, for an input, and excuses all that moves half a second after.
_OBSERVE = """
globalThis.speed = {lcp: 0, cls: 0, tbt: 0};
const observe = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each))
    .observe({type, buffered: true});
observe("largest-contentful-paint", entry => { speed.lcp = entry.startTime });
observe("layout-shift", entry => { speed.cls += entry.value });
observe("longtask", entry => { speed.tbt += Math.max(0, entry.duration - 50) });
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """Largest Contentful Paint in seconds, Cumulative Layout Shift (a share of the window, no
    unit), and Total Blocking Time in milliseconds."""

    lcp: float
    cls: float
    tbt: float

    @property
    def kept(self) -> bool:
        """Whether each is within what we promise."""
        return self.lcp <= LCP_SECONDS and self.cls <= CLS and self.tbt <= TBT_MS


@dataclass(frozen=True, slots=True)
class PageSpeed:
    """How fast one of `PAGES` is."""

    page: str
    speed: Speed


def chromium() -> str | None:
    """The path of an installed Chromium, None if there is none."""
    return next(filter(None, map(shutil.which, _CHROMIUM)), None)


def measure_pages(site: Path, program: str, runs: int = RUNS) -> dict[str, Speed]:
    """The speed of each of `PAGES` of a built site: the median of `runs` runs each."""
    with served_compressed(site) as address, launched(program) as browser:
        return {
            name: middle([load(browser, f"{address}/{path}") for _ in range(runs)])
            for name, path in PAGES.items()
        }


@contextmanager
def launched(program: str) -> Iterator[Browser]:
    """A Chromium that asks nobody for anything by itself."""
    quiet = ["background-networking", "component-update", "gpu", "sync"]
    arguments = ["--no-sandbox", *(f"--disable-{what}" for what in quiet)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def load(browser: Browser, address: str) -> Speed:
    """Loads a page once on the slow phone, with nothing in the cache, and nobody touching it."""
    context = browser.new_context(
        viewport=_PHONE, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    context.add_init_script(_OBSERVE)
    page = context.new_page()
    slow = context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWDOWN})
    slow.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": _THERE_AND_BACK_MS,
            "downloadThroughput": _DOWN,
            "uploadThroughput": _UP,
        },
    )
    page.goto(address, wait_until="load")
    page.wait_for_timeout(_SETTLED_MS)
    found = page.evaluate("speed")
    context.close()
    return Speed(found["lcp"] / 1000, found["cls"], found["tbt"])


def middle(speeds: list[Speed]) -> Speed:
    """The median of each figure by itself."""
    return Speed(
        median(one.lcp for one in speeds),
        median(one.cls for one in speeds),
        median(one.tbt for one in speeds),
    )


def speed_table(speeds: dict[str, Speed]) -> str:
    """A row a page."""
    rows = [("page", "LCP s", "CLS", "TBT ms", "promise")]
    for name, speed in speeds.items():
        verdict = "kept" if speed.kept else "MISSED"
        rows.append((name, f"{speed.lcp:.2f}", f"{speed.cls:.3f}", f"{speed.tbt:.0f}", verdict))
    return aligned(rows)


def speed_figures(speeds: dict[str, Speed]) -> Iterator[Figure]:
    """Our promises about the slowest page."""
    found = speeds.values()
    yield Figure("largest paint, slow phone", max(s.lcp for s in found), "most", LCP_SECONDS, "s")
    yield Figure("layout shift, slow phone", max(s.cls for s in found), "most", CLS, "of a window")
    yield Figure("blocking time, slow phone", max(s.tbt for s in found), "most", TBT_MS, "ms")


def _measure(setting: Setting) -> Iterator[PageSpeed]:
    assert setting.chromium is not None
    with setting.place() as place:
        ours = Ours(place / "us")
        ours.cold()
        for page, speed in measure_pages(ours.out, setting.chromium).items():
            yield PageSpeed(page, speed)


def _by_page(records: Sequence[PageSpeed]) -> dict[str, Speed]:
    return {one.page: one.speed for one in records}


PAGE_SPEED = Kind(
    "page-speed",
    "Only the speed of the pages in a browser.",
    PageSpeed,
    _measure,
    lambda records: speed_table(_by_page(records)),
    lambda records: speed_figures(_by_page(records)),
    in_browser=True,
)


@contextmanager
def served_compressed(folder: Path) -> Iterator[str]:
    """Serves a folder as static hosts do, compressed; gives its address, without a slash."""

    class Handler(_Handler):
        root = folder

    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    """Says nothing of browsers that leave before a page is through."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root: Path

    def do_GET(self) -> None:
        file = self.root / self.path.partition("?")[0].removeprefix("/")
        if file.is_dir():
            file /= "index.html"
        if self.headers.get("Sec-Fetch-Mode") == "navigate":
            time.sleep(_FIRST_ANSWER)
        if not file.is_file():
            self.send_error(404)
            return
        body = gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/plain")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass
