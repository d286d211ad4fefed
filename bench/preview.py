"""From a save to the browser: `signout serve` on a copy of the project, and a real Chromium.

A save is timed from the moment the file is written to the moment at which the page, as a script in
it sees it, shows what was saved.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure
from bench.kind import Kind, Setting
from bench.measure import Failed
from bench.specs import with_note
from bench.table import aligned
from bench.us import CACHE, PROJECT, SIGNOUT, Ours

SAVES = 20
SECONDS = 0.5
MANY, SECONDS_OF_MANY = 10_000, 0.3
_PATIENCE_MS = 10_000
_SETTLED = 1.0  # seconds after a page was opened
# Between saves, and not a multiple of the preview's own pause, so that all its phases are met.
_PAUSE = 0.317


@dataclass(frozen=True, slots=True)
class Edit:
    """A kind of save: the file, the page that shows it, the words before which a mark is put, and
    what in the page (a function of the mark) is true once it is shown."""

    what: str
    file: str
    page: str
    before: str
    mark: str
    shows: str


_IN_TEXT = "mark => document.querySelector('article')?.textContent.includes(mark)"
_NAME = r"(?<=^name: )(?=\w)"
_NOTE = r"(?<=^- text: )(?=\w)"
_IN_STYLE = "mark => getComputedStyle(document.body).getPropertyValue('--mark').includes(mark)"
EDITS = (
    Edit(
        "a device",
        "device_specs/devices/streaming-player/roku.yml",
        "devices/roku/",
        r"(?<=^name: )(?=Roku$)",
        "{} ",
        _IN_TEXT,
    ),
    Edit(
        "a family of many devices",
        "device_specs/families/netflix-tv-left-menu.yml",
        "devices/roku/",
        _NAME,
        "{} ",
        _IN_TEXT,
    ),
    Edit(
        "a label",
        "device_specs/labels.yml",
        "devices/roku/",
        r"(?<=^    en: )(?=Get Help$)",
        "{} ",
        _IN_TEXT,
    ),
    Edit("a page of prose", "content/words.md", "words/", r"(?<=^# )", "{} ", _IN_TEXT),
    Edit(
        "a style",
        "content/assets/signout.css",
        "devices/roku/",
        r"\Z",
        "\nbody {{ --mark: {}; }}\n",
        _IN_STYLE,
    ),
    Edit(
        "a template of the theme",
        "overrides/main.html",
        "devices/roku/",
        r'(?=\{% include "partials/content.html" %\})',
        "<i>{}</i>",
        _IN_TEXT,
    ),
)


@dataclass(frozen=True, slots=True)
class Waited:
    """How many seconds each save of a kind took to be shown, among so many devices; 0 for those
    that are shipped."""

    what: str
    seconds: tuple[float, ...]
    devices: int = 0


def measure_saves(setting: Setting) -> Iterator[Waited]:
    """Measures every kind in a copy of the project, then saves of a device in one of many. Raises
    Failed if a save is not shown."""
    with setting.place() as place:
        yield from _measured(setting, Ours(place / "us"), EDITS)
    with setting.place() as place:
        ours = Ours(place / "us", MANY)
        yield from _measured(setting, ours, _edits_of_one(ours), MANY)


def _edits_of_one(ours: Ours) -> Iterator[Edit]:
    """What its own page tells alone, and what lists tell too."""
    device = next(with_note(ours.specs, PROJECT / "device_specs"))
    file, page = device.relative_to(ours.project).as_posix(), f"devices/{device.stem}/"
    yield Edit("a note", file, page, _NOTE, "{} ", _IN_TEXT)
    yield Edit("a name", file, page, _NAME, "{} ", _IN_TEXT)


def _measured(
    setting: Setting, ours: Ours, edits: Iterable[Edit], devices: int = 0
) -> Iterator[Waited]:
    assert setting.chromium is not None
    with _serving(ours.project) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=setting.chromium, args=["--no-sandbox"]
        )
        page = browser.new_page()
        for edit in edits:
            saves = _saves(page, address, ours.project, edit)
            yield Waited(edit.what, tuple(saves), devices)
        browser.close()


def _saves(page: Page, address: str, project: Path, kind: Edit) -> Iterator[float]:
    file = project / kind.file
    text = file.read_text("utf-8")
    page.goto(f"{address}/{kind.page}")
    time.sleep(_SETTLED)
    for number in range(SAVES):
        mark = f"save{number}x"
        edited = _marked(text, kind, mark)
        started = time.perf_counter()
        file.write_text(edited, "utf-8")
        try:
            page.wait_for_function(kind.shows, arg=mark, polling=5, timeout=_PATIENCE_MS)
        except Exception as error:
            raise Failed(f"{kind.what}: the save was not shown\n{error}") from None
        yield time.perf_counter() - started
        time.sleep(_PAUSE)
    file.write_text(text, "utf-8")
    time.sleep(_SETTLED)


def _marked(text: str, kind: Edit, mark: str) -> str:
    """The text with the mark in it."""
    put = kind.mark.format(mark).replace("\\", r"\\")
    edited, times = re.subn(kind.before, put, text, count=1, flags=re.MULTILINE)
    if not times:
        raise Failed(f"{kind.file} has no place for a mark")
    return edited


@contextmanager
def _serving(project: Path) -> Iterator[str]:
    """`signout serve` in a project; gives its address."""
    server = subprocess.Popen(
        [*SIGNOUT, "serve", "--port", "0"],
        cwd=project,
        env=os.environ | {CACHE: str(project / ".cache")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        found = re.search(r"http://[\w.:]+", said)
        if found is None:
            raise Failed(said)
        yield found[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)


def saves_table(waited: Sequence[Waited]) -> str:
    """The table, a row a kind of save."""
    rows: list[tuple[str, ...]] = [("saved", "saves", "median s", "worst s")]
    rows += [
        (
            f"{one.what}{_among(one)}",
            str(len(one.seconds)),
            f"{median(one.seconds):.2f}",
            f"{max(one.seconds):.2f}",
        )
        for one in waited
    ]
    return aligned(rows)


def _among(one: Waited) -> str:
    return f" among {one.devices:,} devices" if one.devices else ""


def saves_figures(waited: Sequence[Waited]) -> Iterator[Figure]:
    """The figure of each kind of save: half of all saves are faster."""
    for one in waited:
        what = f"save of {one.what}{_among(one)} to browser, median"
        bound = SECONDS_OF_MANY if one.devices else SECONDS
        yield Figure(what, median(one.seconds), "most", bound, "s")
        yield Figure(f"{what.removesuffix('median')}worst", max(one.seconds), "most", None, "s")


PREVIEW = Kind(
    "preview",
    "Only how soon the preview shows a save.",
    Waited,
    measure_saves,
    saves_table,
    saves_figures,
    in_browser=True,
)
