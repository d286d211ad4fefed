"""Loads what tests of the finished site share; and a browser that keeps the site, with its host."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import site_fixtures
from tests.browser.host import Host, hosted
from tests.browser.keeping import PS5, ROKU, republish

pytest_configure = site_fixtures.load


@pytest.fixture
def published(site: Path, tmp_path: Path) -> Path:
    """A part of the shipped site, with a worker of its own, that a test may change."""
    few = {ROKU.split("/")[1], PS5.split("/")[1], "still-signed-in", "index.html"}

    def others(folder: str, names: list[str]) -> list[str]:
        if folder.endswith(("/devices", "/troubleshooting")):
            return sorted(set(names) - few)
        return sorted(names)[3:] if folder.endswith("/fragment") else []

    folder = shutil.copytree(site, tmp_path / "published", ignore=others)
    republish(folder, {})
    return folder


@pytest.fixture
def whole(site: Path) -> Iterator[Host]:
    """A host of all of the shipped site, which no test may change."""
    with hosted(site) as host:
        yield host


@pytest.fixture
def host(published: Path) -> Iterator[Host]:
    with hosted(published) as host:
        yield host


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="allow")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
