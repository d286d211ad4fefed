"""The whole site: every page, and what stands beside the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.workers import in_shares, workers_for
from generator.read.kept import key_of, program
from generator.site.device_files import DEVICES, Around, DeviceFiles
from generator.site.earlier_files import EarlierFiles
from generator.site.engine import SiteSettings
from generator.site.stamping import files_of

if TYPE_CHECKING:
    from generator.site.rest import Rest

WritePdfs = Callable[[KnowledgeBase, Path, str], None]  # knowledge, the site's folder, its address
_REST = 1_200  # so many pages of devices take as long as all other pages
_FIRST = "sitemap.xml"  # by which all files but those of devices are known to an earlier build


class DevicesElsewhere(Protocol):
    """Makes pages of devices on other machines."""

    def make(self, names: Collection[str], kb: KnowledgeBase, around: Around) -> Iterator[str]:
        """Begins at once to make the pages of these devices, and yields the name of each once its
        files are in the new site."""


def complete_site(
    kb: KnowledgeBase,
    content: Path,
    site: Path,
    settings: SiteSettings,
    *,
    sealed: bool = True,
    offline: bool = True,
    write_pdfs: WritePdfs | None = None,
    markdown: bool = False,
    earlier: EarlierFiles | None = None,
    elsewhere: DevicesElsewhere | None = None,
    jobs: int | None = None,
) -> Iterator[str]:
    """Makes the whole site of what the engine built from `content` into `site`, in place.

    Unless `sealed`, pages have neither policy nor hashes: previews put scripts into them. Pages
    that are sealed and `offline` ask for a service worker, which whoever calls has to add. With
    `write_pdfs`, which puts PDFs into the site at a given address, pages offer them. With
    `markdown`, assistants find each page as such beside it, a list of them, and one file with all.
    What did not change is taken from an `earlier` build; pages of devices that did are made
    `elsewhere`, if that is given. At most `jobs` processes of this machine take part, or as many as
    there are processors.

    Yields the path of each page that is made, once it is written. Raises FrameError if a frame
    cannot be used.
    """
    cards = write_pdfs is not None
    how = {"sealed": sealed, "offline": offline, "cards": cards, "markdown": markdown}
    earlier_rest, around, rest = None, None, None
    # With PDFs and open data, some pages of the rest tell how large those are.
    if earlier is not None and not cards and not markdown:
        earlier_rest = _EarlierRest(earlier, kb, content, site, settings, repr(how))
        around = earlier_rest.take()
    if around is None:
        # Only here: what makes it takes a while to be loaded.
        from generator.site.rest import Rest

        rest = Rest(kb.outlined, content, site, settings, **how)
        around = rest.around
    devices = DeviceFiles(kb, around)
    left: dict[str, str] = {}  # what each is made of
    for name in kb.devices:
        made_of = "" if earlier is None else devices.made_of(name)
        if earlier is None or not earlier.take(_files(name, markdown), made_of, site):
            left[name] = made_of

    def write_device(name: str) -> None:
        (site / DEVICES / name).mkdir(parents=True, exist_ok=True)
        for path, text in devices.made(name).items():
            (site / path).write_bytes(text.encode())

    if elsewhere is None:
        for name in left:  # before any fork, so that no two processes unpack the same
            kb.devices[name]
        # PDFs are made by threads on all processors, so who makes them makes no pages meanwhile.
        ahead = len(left) if cards else _REST if rest is not None else 0
        made = in_shares(write_device, list(left), workers_for(len(left), jobs), ahead)
    else:
        made = elsewhere.make(left, kb, around)
    # Others have begun now; meanwhile the rest is made here.
    if rest is not None:
        yield from rest.pages(jobs)
    # Before the prose, which tells their sizes, and after that, which may fork: this starts
    # threads, and a process with threads should not fork.
    if write_pdfs is not None:
        write_pdfs(kb, site, settings.url)
    if rest is not None:
        yield from rest.prose()
    for name in made:
        if earlier is not None:
            earlier.made(_files(name, markdown), left[name])
        yield f"{DEVICES}{name}/"
    if rest is not None:
        rest.full_text()
        if earlier_rest is not None:
            earlier_rest.made(rest)


def _files(device: str, markdown: bool) -> tuple[str, ...]:
    return files_of(f"{DEVICES}{device}/", markdown=markdown)


class _EarlierRest:
    """All files of an earlier build but those of devices, which are taken together or not at all:
    they tell of all devices."""

    def __init__(
        self,
        earlier: EarlierFiles,
        kb: KnowledgeBase,
        content: Path,
        site: Path,
        settings: SiteSettings,
        how: str,
    ) -> None:
        """The engine has built into `site`, and nobody else."""
        self._earlier, self._site, self._settings = earlier, site, settings
        self._built = [file for file in sorted(site.rglob("*")) if file.is_file()]
        of = kb.made_of
        self._made_of = key_of(
            *("rest", program(), how, str(Path.cwd()), str(content), str(settings.folder)),
            *(settings.name, settings.url, json.dumps(dict(settings.sections))),
            *(of.common, of.outlines, *(part for item in of.families.items() for part in item)),
            *(part for file in self._built for part in (str(file), file.read_bytes())),
        )
        self._is_known = of.outlines != ""

    def take(self) -> Around | None:
        """Lets them take the place of what the engine built, if they were made of the same; returns
        what pages of devices are made with."""
        was, files = self._earlier.was(_FIRST)
        made_of, _, around = was.partition("\n")
        if not self._is_known or made_of != self._made_of:
            return None
        if not self._earlier.take(files, was, self._site):
            return None
        for file in self._built:
            file.unlink()
        folders = {above for file in self._built for above in file.parents}
        for folder in sorted(folders - {self._site, *self._site.parents}, reverse=True):
            with suppress(OSError):  # not empty
                folder.rmdir()
        return Around.unpacked(around, self._settings)

    def made(self, rest: Rest) -> None:
        """Is told that the rest was made, and is in the new site."""
        files = sorted(rest.files, key=lambda name: name != _FIRST)
        self._earlier.made(files, f"{self._made_of}\n{rest.around.packed()}")
