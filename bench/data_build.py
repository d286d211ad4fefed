"""Builds the pages of a site, with its open data or without: a program of its own, to be measured.

    python -m bench.data_build with|without SPECS OUT KEPT

Neither makes PDFs, search, archive or service worker, so what the two differ in is the open data:
the JSON API, CSV and SQLite, and each page as Markdown. What is kept for the next build is kept in
the folder KEPT.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.us import PROJECT
from generator.knowledge.load import no_collection
from generator.knowledge.shares import Shares
from generator.publish.earlier import EarlierFiles
from generator.publish.open_data import write_data
from generator.publish.publication import Project, load_project
from generator.publish.staging import staged
from generator.read.kept import Kept
from generator.site.kept_engine import engine_built
from generator.site.whole import complete_site


def build(project: Project, out: Path, *, data: bool, kept: Kept | None = None) -> None:
    """Builds the site of a project into `out`, with what is `kept` of earlier builds."""
    kept = kept or Kept()
    earlier = EarlierFiles(kept, out, wait=False)
    with no_collection(), staged(out, earlier.remember) as folder:
        kb = load_project(project, Shares(kept=kept))
        settings = engine_built(project.config, project.content, folder, kept)
        if data:
            write_data(kb, folder, settings.url, earlier=earlier)
        pages = complete_site(
            kb, project.content, folder, settings, offline=False, markdown=data, earlier=earlier
        )
        for _ in pages:
            pass


if __name__ == "__main__":
    how, specs, out, kept = sys.argv[1:]
    project = Project(Path(specs), PROJECT / "content", PROJECT / "mkdocs.yml")
    build(project, Path(out), data=how == "with", kept=Kept(Path(kept)))
