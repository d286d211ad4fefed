"""Pagefind's own program over a finished site: the search that other generators' sites get."""

from __future__ import annotations

import json
from pathlib import Path

from pagefind_bin import get_executable

from bench.measure import Took, measure
from generator.site import search

FOLDER = "pagefind"


def index(site: Path) -> Took:
    """Indexes a site. What our own index leaves out is left out here as well: the pages name those
    parts alike."""
    left_out = ", ".join(search._NOT_FOUND_BY)
    command = [get_executable(), "--site", str(site), "--exclude-selectors", left_out, "--quiet"]
    return measure(command, site)


def pages_in(site: Path) -> int:
    """How many pages the index of a site knows; 0 without one."""
    entry = site / FOLDER / "pagefind-entry.json"
    if not entry.is_file():
        return 0
    languages = json.loads(entry.read_text("utf-8"))["languages"].values()
    return sum(language["page_count"] for language in languages)
