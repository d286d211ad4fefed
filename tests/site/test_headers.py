"""The headers for static hosts: strict everywhere, and each address has one answer only."""

from __future__ import annotations

import re
from base64 import b64encode
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

import pytest

from generator.site.assets import seal_page
from generator.site.headers import headers

FILES = [
    "index.html",
    "404.html",
    "sw.js",
    "sitemap.xml",
    "words/index.html",
    "devices/index.html",
    "devices/roku/index.html",
    "downloads/site.zip",
    "assets/own.0123abcd.js",
    "assets/stylesheets/own.0123abcd.css",
    "assets/images/favicon.svg",
    "pagefind/pagefind.js",
    "pagefind/fragment/en_0123abc.pf_fragment",
]
SCRIPTS = {"words/index.html": "run(1)", "devices/roku/index.html": "run(2)"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        html = f'<meta charset="utf-8"><script>{SCRIPTS.get(name, "run(1)")}</script>'
        (tmp_path / name).write_text(seal_page(html, name, {}) if "html" in name else "", "utf-8")
    return tmp_path


def rules(text: str) -> dict[str, dict[str, str]]:
    """The headers of each pattern, read as the hosts read them."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            assert line not in found
            pattern = line
            found[pattern] = {}
        else:
            name, value = line.strip().split(": ", 1)
            assert name not in found[pattern]
            found[pattern][name] = value
    return found


def sent(text: str, address: str) -> dict[str, str]:
    """What a host sends along; two rules that set the same header are a fault, as it joins them."""
    joined: dict[str, str] = {}
    for pattern, values in rules(text).items():
        if fnmatchcase(address, pattern):
            assert not joined.keys() & values.keys(), f"{pattern} says again what {address} has"
            joined |= values
    return joined


def address_of(name: str) -> str:
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", name)


def test_every_address_has_the_strict_headers_once(site: Path) -> None:
    for name in FILES:
        values = sent(headers(site), address_of(name))
        assert values["X-Content-Type-Options"] == "nosniff"
        assert values["Referrer-Policy"] == "no-referrer"
        assert values["Cross-Origin-Opener-Policy"] == "same-origin"
        assert int(values["Strict-Transport-Security"].removeprefix("max-age=")) >= 31536000
        assert "camera=()" in values["Permissions-Policy"]
        policy = values["Content-Security-Policy"].split("; ")
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in values["Content-Security-Policy"]


def test_the_policy_lets_pass_the_scripts_of_all_pages_and_no_others(site: Path) -> None:
    policy = sent(headers(site), "/")["Content-Security-Policy"]
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == {
        b64encode(sha256(text.encode()).digest()).decode() for text in SCRIPTS.values()
    }
    assert policy.count("script-src") == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("assets/own.0123abcd.js", "public, max-age=31536000, immutable"),
        ("assets/stylesheets/own.0123abcd.css", "public, max-age=31536000, immutable"),
        ("pagefind/fragment/en_0123abc.pf_fragment", "public, max-age=31536000, immutable"),
        ("sw.js", "no-cache"),
        ("index.html", "public, max-age=0, must-revalidate"),
        ("devices/roku/index.html", "public, max-age=0, must-revalidate"),
        ("downloads/site.zip", "public, max-age=0, must-revalidate"),
        ("pagefind/pagefind.js", None),  # as the host thinks right: its name stays
        ("assets/images/favicon.svg", None),
    ],
)
def test_how_long_a_file_may_be_kept(site: Path, name: str, says: str | None) -> None:
    assert sent(headers(site), address_of(name)).get("Cache-Control") == says


def test_it_keeps_within_what_hosts_read(site: Path) -> None:
    text = headers(site)
    assert len(rules(text)) <= 100
    assert max(map(len, text.splitlines())) <= 2000


def test_pages_without_a_policy_get_none_that_would_stop_their_scripts(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<script>run()</script>", "utf-8")
    assert "Content-Security-Policy" not in sent(headers(tmp_path), "/")
