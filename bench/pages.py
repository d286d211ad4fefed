"""The generated pages of a folder of specs, for those who are to build the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from bench.us import PROJECT, SITE_URL
from generator.publish.publication import Project, load_project
from generator.site.device_page import DevicePages
from generator.site.engine import site_settings
from generator.site.frames import Page
from generator.site.paper import with_addresses
from generator.site.problem_page import ProblemPages
from generator.site.prose import topic_addresses
from generator.site.qr import printed_address

Written = tuple[str, Page]  # the way to a page, as HTML, and the page with all of its content


def pages_of(specs: Path) -> Iterator[Written]:
    """Every device's page and every problem's, with what publishing adds to it for paper."""
    content, config = PROJECT / "content", PROJECT / "mkdocs.yml"
    kb = load_project(Project(specs, content, config))
    devices, problems = DevicePages(kb), ProblemPages(kb, topic_addresses(content))
    sections = site_settings(config).sections
    pages = [devices.page(device) for device in kb.devices.values()]
    pages += [problems.page(problem) for problem in kb.problems.values()]
    for page in pages:
        code = printed_address(SITE_URL + quote(page.path))
        section = page.path.partition("/")[0] + "/"
        yield (
            _addressed(_way_to(page, section, sections[section]), page),
            replace(page, content=_addressed(f"{page.content}\n{code}", page)),
        )


def _way_to(page: Page, section: str, title: str) -> str:
    """The links above a page's heading, as overrides/main.html has them."""
    links = f'<a href="../../{section}">{escape(title)}</a>'
    if page.section:
        to = f"../../{page.list_path}"
        links += f' <span>›</span> <a href="{to}">{escape(page.section)}</a>'
    return f"<nav>{links}</nav>"


def _addressed(html: str, page: Page) -> str:
    around = "<article>", "</article>"
    whole = with_addresses(html.join(around), page.path, SITE_URL)
    return whole.removeprefix(around[0]).removesuffix(around[1])
