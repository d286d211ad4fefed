"""The open data of a site, as files below `api/v1/`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.data.api import Api
from generator.data.bundle import Bundle
from generator.data.envelope import ROOT
from generator.data.mapping.whole import bundle
from generator.data.openapi import openapi
from generator.data.parts import OPENAPI_NAME, PACKED_NAME, WHOLE_NAME, Part, parts_of
from generator.data.schemas import schemas
from generator.data.writing import in_bytes, packed
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.workers import in_shares, workers_for
from generator.publish.earlier import EarlierFiles
from generator.publish.tables import write_explained_csv, write_explained_database

_PIECE = 1 << 20  # bytes that are read at once


def write_data(
    kb: KnowledgeBase,
    site: Path,
    site_url: str,
    jobs: int | None = None,
    earlier: EarlierFiles | None = None,
) -> None:
    """Writes the open data into the site in the folder `site`, or takes them from the `earlier`
    one, as far as they are made of the same. Raises OSError and PublishError.

    `site_url` is its address, with a slash at its end, or empty if it has none. Before anything
    that starts threads: this may fork, into at most `jobs` processes.
    """
    parts = list(parts_of(kb, site_url, _version()))
    if earlier is None:
        _make(parts, kb, site, site_url, jobs)
        return
    left = [part for part in parts if not earlier.take(part.files, part.made_of, site)]
    if left:
        _make(left, kb, site, site_url, jobs)
    for part in left:
        earlier.made(part.files, part.made_of)


def _make(
    parts: Sequence[Part], kb: KnowledgeBase, site: Path, site_url: str, jobs: int | None
) -> None:
    everything = bundle(kb)
    api = Api(everything, site_url, _version())
    for folder in ("devices", "families", "problems", "schemas"):
        (site / ROOT / folder).mkdir(parents=True, exist_ok=True)
    documents = {"devices": api.device, "families": api.family, "problems": api.problem}

    def write_one(part: Part) -> None:
        (file,) = part.files
        (site / file).write_bytes(in_bytes(documents[part.what](part.id)))

    tasks: list[Callable[[], None]] = []
    for part in parts:
        if part.what == "everything":
            tasks += _tasks_of_everything(everything, api, site, site_url)
        elif part.what == "schemas":
            tasks.append(partial(_write_schemas, site, site_url))
        else:
            tasks.append(partial(write_one, part))
    # Even if few parts are left: what is made of everything is half of all work.
    for _ in in_shares(_do, tasks, workers_for(len(kb.devices), jobs)):
        pass


def _do(task: Callable[[], None]) -> None:
    task()


def _tasks_of_everything(
    everything: Bundle, api: Api, site: Path, site_url: str
) -> Iterator[Callable[[], None]]:
    """What writes the files that are made of everything, the longest work first."""
    to, devices = site / ROOT, everything.devices.values()
    root = site_url or "../" * ROOT.count("/")
    yield partial(write_explained_database, to, everything, devices, root)
    yield partial(_write_whole, api, to / WHOLE_NAME)
    yield partial(write_explained_csv, to, everything, devices, root)
    yield partial(_write_lists, everything, api, site, site_url)


def _write_lists(everything: Bundle, api: Api, site: Path, site_url: str) -> None:
    for path, document in api.lists():
        (site / path).write_bytes(in_bytes(document))
    described = openapi(everything, api, site_url)
    (site / ROOT / OPENAPI_NAME).write_bytes(in_bytes(described))


def _write_schemas(site: Path, site_url: str) -> None:
    for path, schema in schemas(site_url).items():
        (site / path).write_bytes(schema)


def _write_whole(api: Api, file: Path) -> None:
    """Everything in one file, and packed beside it."""
    with file.open("wb") as whole:
        whole.writelines(api.everything())
    with file.open("rb") as whole, file.with_name(PACKED_NAME).open("wb") as small:
        small.writelines(packed(iter(partial(whole.read, _PIECE), b"")))


def _version() -> str | None:
    """The version of this program, as it was installed."""
    try:
        return version("signout")
    except PackageNotFoundError:
        return None
