"""The manifest of what browsers keep: what is in it, and what not if a site is too large."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from generator.site import service_worker as under_test
from generator.site.headers import ALL, Rule
from generator.site.service_worker import removal, service_worker

KEPT = {
    "index.html": "home",
    "404.html": "lost",
    "words/index.html": "words",
    "devices/index.html": "devices",
    "troubleshooting/index.html": "troubles",
    "assets/own.0123abcd.js": "own",
    "site.webmanifest": "{}",
}
PROBLEMS = {f"troubleshooting/p{n}/index.html": f"problem {n}" for n in range(3)}
DEVICES = {f"devices/d{n}/index.html": f"device {n}" for n in range(5)}
SEARCH = {"pagefind/pagefind.js": "search", "pagefind/fragment/a.pf_fragment": "a"}
RULES = (
    Rule(("/*",), ALL, {"X-Content-Type-Options": "nosniff"}),
    Rule(("/sw.js",), r"sw\.js", {"Cache-Control": "no-cache"}),
)
OTHERS = {
    "sw.js": "before",
    "_headers": "/*",
    "sitemap.xml": "<urlset/>",
    "downloads/site.zip": "zip",
    "api/v1/devices.json": "{}",
    "feeds/changes.atom": "<feed/>",
    "llms.txt": "text",
    "index.md": "home",
    "devices/d0/index.md": "device 0",
    "troubleshooting/p0/index.md": "problem 0",
    "assets/pictures/tv.png": "tv",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {**KEPT, **PROBLEMS, **DEVICES, **SEARCH, **OTHERS}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def manifest(site: Path) -> dict[str, str]:
    first, _, rest = service_worker(site, RULES).partition("\n")
    assert rest.strip()
    told = json.loads(first.removeprefix("const MANIFEST=").removesuffix(";"))
    assert len(told["version"]) == 16
    files: dict[str, str] = told["files"]
    return files


def test_all_that_pages_need_is_kept_with_its_hash(site: Path) -> None:
    expected = {**KEPT, **PROBLEMS, **DEVICES, **SEARCH}
    assert manifest(site) == {
        name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in expected.items()
    }


def test_it_changes_with_each_file_it_names_and_with_no_other(site: Path) -> None:
    before = service_worker(site, RULES)
    assert service_worker(site, RULES) == before
    for name in OTHERS:
        (site / name).write_text("changed", "utf-8")
    assert service_worker(site, RULES) == before
    (site / "words" / "index.html").write_text("other words", "utf-8")
    after = service_worker(site, RULES)
    assert after != before
    assert after.partition('"files"')[0] != before.partition('"files"')[0], "the version"


def test_it_sends_what_is_sent_with_all_files_and_changes_with_it(site: Path) -> None:
    first = service_worker(site, RULES).partition("\n")[0]
    told = json.loads(first.removeprefix("const MANIFEST=").removesuffix(";"))
    assert told["headers"] == {"X-Content-Type-Options": "nosniff"}
    assert told["types"]["html"] == "text/html; charset=utf-8"
    assert (told["first"], told["script"]) == (["assets/own.0123abcd.js"], None)
    other = service_worker(site, (Rule(("/*",), ALL, {"X-Content-Type-Options": "other"}),))
    assert other.partition('"files"')[0] != first.partition('"files"')[0], "the version"


# The limit that each of these has to keep to, and what the manifest names then.
LIMITS = [
    ("MOST_FILES", 17, {**KEPT, **PROBLEMS, **DEVICES, **SEARCH}),
    ("MOST_FILES", 16, {**KEPT, **PROBLEMS, **DEVICES}),
    ("MOST_FILES", 14, {**KEPT, **PROBLEMS}),
    ("MOST_FILES", 9, KEPT),
    ("MOST_FILES", 1, KEPT),  # less would be nothing
    ("MOST_BYTES", 100, {**KEPT, **PROBLEMS, **DEVICES}),
    ("MOST_BYTES", 70, {**KEPT, **PROBLEMS}),
]


@pytest.mark.parametrize(("limit", "most", "kept"), LIMITS)
def test_a_large_site_is_kept_in_part(
    site: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, kept: dict[str, str]
) -> None:
    monkeypatch.setattr(under_test, limit, most)
    assert sorted(manifest(site)) == sorted(kept)


def test_a_path_is_named_as_browsers_ask_for_it(site: Path) -> None:
    (site / "assets" / "a b ü.css").write_text("", "utf-8")
    assert "assets/a%20b%20%C3%BC.css" in manifest(site)


def test_the_removal_keeps_nothing() -> None:
    assert "unregister" in removal()
    assert "fetch" not in removal()
