"""MkDocs with Material, building the same pages from Markdown, one file each.

The headings that the table of contents lists are Markdown, and all else is HTML, so that MkDocs has
less to do than with a body in Markdown; pictures and addresses for paper are in it ready made.
Structured data it makes none. Two ways to set it up: with this project's settings and theme but
without its hook, where pages stand outside the navigation and nothing is indexed, and as Material
comes, with its navigation and its search.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.measure import Took, measure
from bench.pages import Written
from bench.us import PROJECT, SITE_URL
from generator.site.frames import Page

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_SECTION = re.compile(r"</?section\b[^>]*>")  # no Markdown can stand in one
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!|~<>-])")

SITE = "site"  # the folder of the finished site in a project
# JSON is YAML, so a path in it needs no escapes of its own.
OURS = """\
INHERIT: {base}
docs_dir: content
site_dir: site
theme: {{custom_dir: {overrides}}}
hooks: []
not_in_nav: |
  /devices/
  /troubleshooting/
"""
AS_IT_COMES = """\
site_name: Sign out
site_url: {url}
docs_dir: content
site_dir: site
theme: {{name: material}}
markdown_extensions: [admonition, attr_list, md_in_html, toc]
"""


def prepare(pages: Iterable[Written], settings: str, folder: Path) -> Path:
    """Writes a project of Markdown `pages` into the new folder `folder`, with `settings` (`OURS` or
    `AS_IT_COMES`); returns its file of settings."""
    docs = folder / "content"
    shutil.copytree(PROJECT / "content", docs, ignore=shutil.ignore_patterns("frames"))
    write_pages(pages, docs)
    paths = {
        "base": str(PROJECT / "mkdocs.yml"),
        "overrides": str(PROJECT / "overrides"),
        "url": SITE_URL,
    }
    file = folder / "mkdocs.yml"
    file.write_text(settings.format(**{n: json.dumps(path) for n, path in paths.items()}), "utf-8")
    return file


def write_pages(pages: Iterable[Written], docs: Path) -> None:
    """Writes each page as a file of Markdown."""
    for way, page in pages:
        file = docs / f"{page.path.rstrip('/')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_markdown(way, page), "utf-8")


def build(settings: Path) -> Took:
    """Builds the prepared project."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)]
    return measure(command, settings.parent)


def _markdown(way: str, page: Page) -> str:
    def heading(found: re.Match[str]) -> str:
        ident, text = found.groups()
        return f"\n\n## {_MARKUP.sub(_escaped, text)} {{#{ident}}}\n\n"

    front_matter = "\n".join(
        f"{name}: {json.dumps(text, ensure_ascii=False)}"
        for name, text in (("title", page.title), ("description", page.description))
    )
    title = _MARKUP.sub(_escaped, page.title)
    return (
        f"---\n{front_matter}\nwhole_title: true\n---\n\n{way}\n\n# {title} {{#page}}\n\n"
        f"{_HEADING.sub(heading, _SECTION.sub('', page.content))}"
    )


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[1]}"
