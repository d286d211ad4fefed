"""Styles and scripts: named by their content, checked by browsers, and nothing else may run."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest

from generator.site.assets import policy, seal_assets, seal_page

PAGE = """<html><head><meta charset="utf-8">
<link rel="stylesheet" href="../assets/look.css"><link rel="icon" href="../assets/look.svg">
<script>first()</script>
<script id="own" type="module" src="../assets/own.js"></script>
<script type="application/ld+json">{"a": "first()"}</script></head></html>"""


def sha256(data: bytes) -> str:
    return "sha256-" + b64encode(hashlib.sha256(data).digest()).decode()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "assets" / "theme").mkdir(parents=True)
    for name, text in {
        "look.css": "a{}",
        "own.js": "run()",
        "theme/main.57a0d79d.min.css": "b{}",
        "look.svg": "<svg/>",
    }.items():
        (tmp_path / "assets" / name).write_text(text)
    return tmp_path


def test_names_change_with_the_content(site: Path) -> None:
    first = seal_assets(site)["assets/own.js"].path
    (site / "assets" / "own.js").write_text("run(2)")
    assert first != seal_assets(site)["assets/own.js"].path
    assert re.fullmatch(r"assets/own\.[0-9a-f]{8}\.js", first)


def test_a_hash_of_something_else_goes(site: Path) -> None:
    path = seal_assets(site)["assets/theme/main.57a0d79d.min.css"].path
    assert path == f"assets/theme/main.min.{hashlib.sha256(b'b{}').hexdigest()[:8]}.css"
    assert [file.name for file in (site / "assets" / "theme").iterdir()] == [Path(path).name]


def test_other_files_keep_their_names(site: Path) -> None:
    sealed = seal_assets(site)
    assert (site / "assets" / "look.svg").is_file()
    assert "assets/look.svg" not in sealed


@pytest.mark.parametrize("page", ["words/index.html", "a/index.html"])
def test_pages_check_what_they_load(site: Path, page: str) -> None:
    sealed = seal_assets(site)
    html = seal_page(PAGE, page, sealed)
    for name, text in (("look.css", b"a{}"), ("own.js", b"run()")):
        assert f'"../{sealed[f"assets/{name}"].path}"' in html
        assert f'integrity="{sha256(text)}"' in html
        assert f'"../assets/{name}"' not in html
    assert 'href="../assets/look.svg"' in html


def test_a_page_for_any_address_names_assets_from_the_root(site: Path) -> None:
    sealed = seal_assets(site)
    html = seal_page(PAGE.replace("../assets", "/assets"), "404.html", sealed)
    assert f'"/{sealed["assets/own.js"].path}"' in html


def test_what_is_not_ours_is_left_alone(site: Path) -> None:
    page = '<meta charset="utf-8"><script src="https://elsewhere.example/own.js"></script>'
    assert 'src="https://elsewhere.example/own.js"></script>' in seal_page(
        page, "index.html", seal_assets(site)
    )


def test_the_policy_lets_the_pages_own_scripts_run_and_no_others() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy(PAGE).split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [
        "'self'",
        "'wasm-unsafe-eval'",
        f"'{sha256(b'first()')}'",
    ]
    assert "unsafe-inline" not in policy(PAGE)
    assert "http" not in policy(PAGE)


def test_the_policy_stands_after_the_character_set_and_before_all_else(site: Path) -> None:
    html = seal_page(PAGE, "a/index.html", seal_assets(site))
    assert re.search(
        r'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"', html
    )
