"""What the tests of completion install from npm is pinned; no place to fetch it from is named."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "requirements" / "editors"


def test_every_package_is_pinned_with_its_hash_and_without_a_registry() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert "node_modules/yaml-language-server" in packages
    for package in packages.values():
        assert package["version"]
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
