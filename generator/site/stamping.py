"""Generated pages stamped into their frames, and the files that a page becomes."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from generator.site.engine import SiteSettings
from generator.site.frames import Frame, FrameError, Page
from generator.site.markdown import LINK, page_markdown
from generator.site.markdown import NAME as MARKDOWN
from generator.site.paper import with_addresses
from generator.site.qr import printed_address

FRAMES = "frames"  # the folder of content/, and of the built site, that holds the frames
PAGE = "index.html"  # the file of a page, in the folder that is its address


class Stamping:
    """Puts pages into frames, each with its head and with its address for paper."""

    def __init__(
        self, settings: SiteSettings, *, markdown: bool = False, here: str | None = None
    ) -> None:
        """With `markdown`, each page names the file beside it that says the same so. `here` is the
        folder from which the paths of files are seen, if it is not the one we are in."""
        self._url, self._folder = settings.url, settings.folder
        self._here = os.fspath(Path.cwd()) if here is None else here
        self.head = LINK if markdown else ""

    def __call__(self, frame: Frame, page: Page, *head: str) -> str:
        """A generated page with `head` at the end of its head."""
        if self._folder.parts:  # files are named as the user sees them
            source, folder = Path(self._here, page.source), Path(self._here, self._folder)
            page = replace(page, source=Path(os.path.relpath(source, folder)).as_posix())
        code = f"\n{printed_address(self._url + quote(page.path))}" if self._url else ""
        return frame.stamp(page, "".join([self.head, *head]), code)


def frame_html(built: Path, name: str, mend: str = "restore it") -> str:
    """What the engine built into the folder `built` of the frame of that name. Raises FrameError,
    which says how to mend it."""
    file = built / FRAMES / name / PAGE
    if not file.is_file():
        raise FrameError(f"{_source(name)}: there is no such frame; {mend}")
    return file.read_text("utf-8")


def cut_frame(html: str, name: str, url: str) -> Frame:
    """The frame of that name, of a site at `url`. Raises FrameError."""
    path = f"{FRAMES}/{name}/"
    return Frame.cut(with_addresses(html, path, url), path, _source(name))


def files_of(path: str, *, markdown: bool) -> tuple[str, ...]:
    """The files of the page at `path` (`devices/roku/`), with its Markdown or without."""
    return (path + PAGE, path + MARKDOWN) if markdown else (path + PAGE,)


def page_files(
    path: str, html: str, edition: datetime.date, url: str, *, markdown: bool
) -> dict[str, str]:
    """The same with what is in them; `html` is the whole page."""
    files = {path + PAGE: html}
    if markdown:
        files[path + MARKDOWN] = page_markdown(html, path, edition, url)
    return files


def _source(name: str) -> str:
    return f"content/{FRAMES}/{name}.md"
