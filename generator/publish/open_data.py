"""The open data of a site, as files below `api/v1/`."""

from __future__ import annotations

from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.data.api import Api
from generator.data.envelope import ROOT
from generator.data.mapping.whole import bundle
from generator.data.openapi import openapi
from generator.data.schemas import schemas
from generator.data.writing import in_bytes, packed
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.workers import in_shares, workers_for
from generator.publish.tables import write_tables

_PIECE = 1 << 20  # bytes that are read at once


def write_data(kb: KnowledgeBase, site: Path, site_url: str, jobs: int | None = None) -> None:
    """Writes the open data into the site in the folder `site`. Raises OSError and PublishError.

    `site_url` is its address, with a slash at its end, or empty if it has none. Before anything
    that starts threads: this may fork, into at most `jobs` processes.
    """
    everything = bundle(kb)
    api = Api(everything, site_url, _version())
    for folder in ("devices", "families", "problems", "schemas"):
        (site / ROOT / folder).mkdir(parents=True, exist_ok=True)

    def write_device(name: str) -> None:
        (site / ROOT / "devices" / f"{name}.json").write_bytes(in_bytes(api.device(name)))

    names = list(everything.devices)
    for _ in in_shares(write_device, names, workers_for(len(names), jobs)):
        pass
    for path, document in api.documents():
        (site / path).write_bytes(in_bytes(document))
    for path, schema in schemas(site_url).items():
        (site / path).write_bytes(schema)
    described = openapi(everything, api, site_url)
    (site / ROOT / "openapi.json").write_bytes(in_bytes(described))
    _write_whole(api, site / ROOT / "all.json")
    devices = everything.devices.values()
    write_tables(site / ROOT, everything, devices, site_url or "../" * ROOT.count("/"))


def _write_whole(api: Api, file: Path) -> None:
    """Everything in one file, and packed beside it."""
    with file.open("wb") as whole:
        whole.writelines(api.everything())
    with file.open("rb") as whole, file.with_name(f"{file.name}.gz").open("wb") as small:
        small.writelines(packed(iter(partial(whole.read, _PIECE), b"")))


def _version() -> str | None:
    """The version of this program, as it was installed."""
    try:
        return version("signout")
    except PackageNotFoundError:
        return None
