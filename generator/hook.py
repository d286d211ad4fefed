"""Lets `mkdocs build` and `mkdocs serve` give the whole site, not only the prose and the frames.

It takes the specs from `device_specs/` beside `mkdocs.yml`. `signout build` does the same, and puts
the finished site in place at once; MkDocs empties the old one first.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer

from generator.knowledge.load import SpecProblems
from generator.pdf.typeset import TypesetError
from generator.publish.finish import finish_site
from generator.publish.open_data import write_data
from generator.publish.pdfs import write_pdfs
from generator.publish.publication import Project, load_project
from generator.publish.staging import PublishError
from generator.site.engine import settings_of, tidy
from generator.site.frames import FrameError
from generator.site.search import SearchError
from generator.site.styles import cut_styles
from generator.site.whole import complete_site


def _project(config: MkDocsConfig) -> Project:
    config_file = Path(config.config_file_path)
    # As seen from where the user stands: problems and links to edit name files by these paths.
    folder = Path(os.path.relpath(config_file.parent))
    return Project(folder / "device_specs", Path(os.path.relpath(config.docs_dir)), config_file)


_serving = False  # a preview puts a script of its own into each page, which a policy would refuse


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Learns whether this is a preview."""
    global _serving  # noqa: PLW0603 - MkDocs tells it to no other hook
    _serving = command == "serve"


def on_post_build(config: MkDocsConfig) -> None:
    """Completes the site that MkDocs has built."""
    project, site = _project(config), Path(config.site_dir)
    tidy(site)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    try:
        kb = load_project(project)
        settings = settings_of(config)
        if not _serving:
            cut_styles(site)
            write_data(kb, site, settings.url)
        pdfs = None if _serving else write_pdfs
        complete = complete_site(
            kb,
            project.content,
            site,
            settings,
            sealed=not _serving,
            write_pdfs=pdfs,
            markdown=not _serving,
        )
        for _ in complete:
            pass
        if not _serving:
            finish_site(site, kb.edition, settings.url)
    except SpecProblems as found:
        raise PluginError("\n".join(map(str, found.problems))) from None
    except (FrameError, PublishError, SearchError, TypesetError) as error:
        raise PluginError(str(error)) from None


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """Watches the specs too."""
    server.watch(str(_project(config).specs))
    return server
