"""What tests of the open data share: the example specs, published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.data.bundle import Bundle
from generator.data.mapping.whole import bundle
from generator.publish.open_data import write_data
from tests import site_fixtures

pytest_configure = site_fixtures.load

SITE = "https://lumen.example/help/"


@pytest.fixture(scope="session")
def lumen_bundle(lumen_known: Callable[..., Any]) -> Bundle:
    """All that is known of the example."""
    return bundle(lumen_known())


@pytest.fixture(scope="session")
def published(
    lumen_known: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The folder of a site with the data of the example, at an address or (empty) without one."""
    made: dict[str, Path] = {}

    def folder(site_url: str) -> Path:
        if site_url not in made:
            made[site_url] = tmp_path_factory.mktemp("site")
            write_data(lumen_known(), made[site_url], site_url)
        return made[site_url]

    return folder


@pytest.fixture(scope="session")
def files(published: Callable[[str], Path]) -> dict[str, bytes]:
    """The files of the example's data by their paths below the site, which has no address."""
    return site_fixtures.tree(published(""))
