"""Builds the pages of a site, with its open data or without: a program of its own, to be measured.

    python -m bench.data_build with|without SPECS OUT

Neither makes PDFs, search, archive or service worker, so what the two differ in is the open data:
the JSON API, CSV and SQLite, and each page as Markdown.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.us import PROJECT
from generator.knowledge.load import no_collection
from generator.publish.open_data import write_data
from generator.publish.publication import Project, load_project
from generator.publish.staging import staged
from generator.site.engine import build_frames, site_settings
from generator.site.whole import complete_site


def build(project: Project, out: Path, *, data: bool) -> None:
    """Builds the site of a project into `out`."""
    with no_collection():
        kb = load_project(project)
        with staged(out) as folder:
            build_frames(project.config, folder, project.content)
            settings = site_settings(project.config)
            if data:
                write_data(kb, folder, settings.url)
            pages = complete_site(
                kb, project.content, folder, settings, offline=False, markdown=data
            )
            for _ in pages:
                pass


if __name__ == "__main__":
    how, specs, out = sys.argv[1:]
    project = Project(Path(specs), PROJECT / "content", PROJECT / "mkdocs.yml")
    build(project, Path(out), data=how == "with")
