"""Who takes part in a contest: every generator, in each way in which it is set up and run."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from bench import cluster, eleventy, floor, hugo, mkdocs, pagefind, zensical
from bench.compare import HEAD, digests, first_difference, first_other_file
from bench.contest import Contender, Entry, Site, Unequal
from bench.measure import Took
from bench.pages import pages_of
from bench.us import Ours

# --- us ---


def _cold(site: Site) -> Entry:
    ours = site.ours
    return Entry(ours.cold, ours.out, _all(site), lambda: _has_all_pages(site))


def _has_all_pages(site: Site) -> None:
    pages = (site.ours.out / path / "index.html" for path in site.devices + site.problems)
    if lacking := next((page for page in pages if not page.is_file()), None):
        raise Unequal(f"there is no {lacking}")
    assert site.first


def _same_bytes(run: Callable[[Ours], Took], site: Site) -> Entry:
    """A build that must give the bytes of the first."""
    ours = site.ours

    def prove() -> None:
        if file := first_other_file(site.first, digests(ours.out)):
            raise Unequal(f"{file} is not what the build from nothing on all cores wrote")

    return Entry(partial(run, ours), ours.out, _all(site), prove)


def _edited(run: Callable[[Ours], Took], site: Site) -> Entry:
    """A build after an edit, which must give the bytes of one from nothing."""
    ours = site.ours

    def prove() -> None:
        after = digests(ours.out)
        ours.cold()
        if file := first_other_file(after, digests(ours.out)):
            raise Unequal(f"{file} is not what a build from nothing writes after the edit")

    return Entry(partial(run, ours), ours.out, _all(site), prove)


def _ours_searched(site: Site) -> Entry:
    ours = site.ours
    return Entry(ours.with_search, ours.out, _all(site), lambda: _indexed(site, ours.out))


def _all(site: Site) -> int:
    return len(site.devices) + len(site.problems)


# --- the others ---


def _mkdocs(name: str, settings: str, head: Collection[str], site: Site) -> Entry:
    project = site.folder / name
    file = mkdocs.prepare(pages_of(site.ours.specs), settings, project)
    return _compared(site, partial(mkdocs.build, file), project / mkdocs.SITE, head)


def _zensical(site: Site) -> Entry:
    project = site.folder / "zensical"
    file = zensical.prepare(pages_of(site.ours.specs), project)
    head = {"title", "description"}
    return _compared(site, partial(zensical.build, file), project / mkdocs.SITE, head)


def _eleventy(site: Site) -> Entry:
    project, program = site.folder / "eleventy", eleventy.program()
    assert program is not None
    eleventy.prepare(pages_of(site.ours.specs), project)
    head = {"title", "description"}
    return _compared(site, partial(eleventy.build, program, project), project / mkdocs.SITE, head)


def _hugo(name: str, cached: bool, searched: bool, site: Site) -> Entry:
    project, out, program = site.folder / name, site.folder / f"{name}.site", hugo.binary()
    assert program is not None
    hugo.prepare(site.ours.specs, project, cached=cached)
    run = partial(hugo.build, program, project, out)
    if not searched:
        return _compared(site, run, out, HEAD, problems=False)
    return Entry(
        lambda: run() + pagefind.index(out),
        out,
        len(site.devices),
        lambda: (_compare(site, out, HEAD, site.devices), _indexed(site, out))[-1],
    )


def _compared(
    site: Site, run: Callable[[], Took], out: Path, head: Collection[str], *, problems: bool = True
) -> Entry:
    """An entry whose pages must say what ours say; of their heads, what is in `head`."""
    paths = site.devices + (site.problems if problems else [])
    return Entry(run, out, len(paths), lambda: _compare(site, out, head, paths))


def _compare(site: Site, out: Path, head: Collection[str], paths: list[str]) -> None:
    if difference := first_difference(site.ours.out, out, paths, head=head):
        raise Unequal(f"us and {out} differ at {difference}")


def _indexed(site: Site, out: Path) -> None:
    if (known := pagefind.pages_in(out)) < len(site.devices):
        raise Unequal(f"the index in {out} has {known} pages, less than {len(site.devices)}")


def _floor(site: Site) -> Entry:
    listing, out = site.folder / "listing", site.folder / "floor"
    floor.prepare(site.ours.out, listing)

    def prove() -> None:
        if difference := floor.difference(listing, out):
            raise Unequal(f"the floor and us differ at {difference}")

    return Entry(partial(floor.build, site.ours.specs, listing, out), out, _all(site), prove)


def _no_dask() -> str | None:
    return None if cluster.installed() else "Dask is not installed"


def _no_hugo() -> str | None:
    return None if hugo.binary() else "Hugo is not installed"


def _no_eleventy() -> str | None:
    return None if eleventy.program() else "Eleventy is not installed"


def _no_zensical() -> str | None:
    return None if zensical.installed() else "Zensical is not installed"


_BARE = "a theme that is nearly bare"
_READY = "It is handed the finished content of each page."
CONTENDERS = (
    Contender(
        "us",
        "signout build",
        "specs",
        "Reads, proves and resolves the specs, and writes all pages, prose and lists too.",
        _cold,
    ),
    Contender(
        "mkdocs",
        "MkDocs, our settings",
        "Markdown",
        f"{_READY} Our settings and theme; no search, no structured data.",
        partial(_mkdocs, "mkdocs", mkdocs.OURS, {"title", "description"}),
        most=3_000,
    ),
    Contender(
        "material",
        "MkDocs, as Material comes",
        "Markdown",
        f"{_READY} All pages in the navigation and in the search, as Material sets it up by "
        "itself; titles and descriptions are its own and not compared.",
        partial(_mkdocs, "material", mkdocs.AS_IT_COMES, ()),
        most=3_000,
    ),
    Contender(
        "zensical",
        "Zensical, our settings",
        "Markdown",
        f"{_READY} Our settings and theme; no structured data. It writes an index for its search, "
        "which cannot be left out.",
        _zensical,
        most=3_000,
        missing=_no_zensical,
    ),
    Contender(
        "eleventy",
        "Eleventy, bare theme",
        "Markdown",
        f"{_READY} {_BARE.capitalize()}: no navigation, no structured data, no table of contents.",
        _eleventy,
        most=10_000,
        missing=_no_eleventy,
    ),
    Contender(
        "hugo",
        "Hugo, bare theme",
        "specs",
        f"Templates as one writes them, in {_BARE}. It checks nothing, is handed what `extends` "
        "comes to, the drawings and the days of change, and leaves out the few pages of problems.",
        partial(_hugo, "hugo", False, False),
        most=10_000,
        missing=_no_hugo,
    ),
    Contender(
        "hugo-cached",
        "Hugo, shared parts cached",
        "specs",
        "The same, with every part that many devices share cached by hand.",
        partial(_hugo, "hugo-cached", True, False),
        most=10_000,
        missing=_no_hugo,
    ),
    Contender(
        "floor",
        "read and write only",
        "a list of files",
        "Reads the bytes of the specs and writes as many bytes into as many files as we do, in "
        "plain Python on one core.",
        _floor,
    ),
    Contender(
        "us-one-core",
        "signout build, one core",
        "specs",
        "Must write the same bytes.",
        partial(_same_bytes, Ours.one_core),
    ),
    Contender(
        "us-dask",
        "signout build, two Dask workers",
        "specs",
        "A scheduler and two workers, started as docs/cluster.md tells, which have done nothing "
        "yet; their time and memory count too. Must write the same bytes.",
        partial(_same_bytes, Ours.cluster),
        missing=_no_dask,
    ),
    Contender(
        "us-warm",
        "signout build, nothing changed",
        "specs",
        "The second of two builds. Must leave the same bytes.",
        partial(_same_bytes, Ours.warm),
    ),
    Contender(
        "us-note",
        "signout build, one note edited",
        "specs",
        "A note of one device was edited since the last build. Must leave the bytes of a build "
        "from nothing.",
        partial(_edited, Ours.after_note),
    ),
    Contender(
        "us-name",
        "signout build, one name edited",
        "specs",
        "The name of one device was edited, which lists of devices say too. Must leave the bytes "
        "of a build from nothing.",
        partial(_edited, Ours.after_name),
    ),
    Contender(
        "us-search",
        "signout build, and search",
        "specs",
        "The pages, then the index of the search by a second process. Pagefind holds its index in "
        "memory.",
        _ours_searched,
        most=10_000,
    ),
    Contender(
        "hugo-pagefind",
        "Hugo, and Pagefind",
        "specs",
        "Hugo as above, then Pagefind's own program over its site, which leaves out what our index "
        "leaves out.",
        partial(_hugo, "hugo-pagefind", False, True),
        most=10_000,
        missing=_no_hugo,
    ),
)
