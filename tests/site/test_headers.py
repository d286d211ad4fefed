"""The headers for static hosts: strict everywhere, and each address has one answer only."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from generator.site.assets import seal_page
from generator.site.headers import headers, rules_for
from tests.static_host import HOSTS, rules, sent

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
    "index.md",
    "words/index.md",
    "devices/roku/index.md",
    "llms.txt",
    "llms-full.txt",
    "feeds/changes.atom",
    "feeds/smart-tv.atom",
    "api/v1/index.json",
    "api/v1/all.json",
    "api/v1/all.json.gz",
    "api/v1/devices/roku.json",
    "api/v1/schemas/device.json",
    "api/v1/signout.csv",
    "api/v1/signout.csv-metadata.json",
    "api/v1/signout.sqlite",
]
DATA = [name for name in FILES if name.endswith(".md") or name.startswith(("api", "feeds", "llms"))]
TYPES = {
    "all.json.gz": "application/gzip",
    "device.json": "application/schema+json",
    "signout.csv": "text/csv; charset=utf-8; header=present",
    "signout.csv-metadata.json": "application/csvm+json",
    "signout.sqlite": "application/vnd.sqlite3",
    "changes.atom": "application/atom+xml; charset=utf-8",
    "smart-tv.atom": "application/atom+xml; charset=utf-8",
    "index.md": "text/markdown; charset=utf-8",
    "llms.txt": "text/plain; charset=utf-8",
    "llms-full.txt": "text/plain; charset=utf-8",
}
SCRIPTS = {"words/index.html": "run(1)", "devices/roku/index.html": "run(2)"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        html = f'<meta charset="utf-8"><script>{SCRIPTS.get(name, "run(1)")}</script>'
        (tmp_path / name).write_text(seal_page(html, name, {}) if "html" in name else "", "utf-8")
    return tmp_path


def address_of(name: str) -> str:
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", name)


def test_every_address_has_the_strict_headers_once(site: Path) -> None:
    for name in FILES:
        values = sent(headers(rules_for(site)), address_of(name))
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
    policy = sent(headers(rules_for(site)), "/")["Content-Security-Policy"]
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
        ("assets/finder.js", "public, max-age=0, must-revalidate"),
        ("index.html", "public, max-age=0, must-revalidate"),
        ("devices/roku/index.html", "public, max-age=0, must-revalidate"),
        ("downloads/site.zip", "public, max-age=0, must-revalidate"),
        ("pagefind/pagefind.js", None),  # as the host thinks right: its name stays
        ("assets/images/favicon.svg", None),
    ],
)
def test_how_long_a_file_may_be_kept(site: Path, name: str, says: str | None) -> None:
    assert sent(headers(rules_for(site)), address_of(name)).get("Cache-Control") == says


@pytest.mark.parametrize("name", DATA)
def test_data_may_be_read_from_pages_of_other_sites(site: Path, name: str) -> None:
    values = sent(headers(rules_for(site)), address_of(name))
    assert values["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in values["Access-Control-Expose-Headers"], "to ask whether it has changed"


@pytest.mark.parametrize("name", sorted({*FILES} - {*DATA}))
def test_pages_may_not(site: Path, name: str) -> None:
    values = sent(headers(rules_for(site)), address_of(name))
    assert "Access-Control-Allow-Origin" not in values
    assert "X-Robots-Tag" not in values


@pytest.mark.parametrize("name", DATA)
def test_data_is_called_what_it_is(site: Path, name: str) -> None:
    # Every host knows what JSON is.
    said = sent(headers(rules_for(site)), address_of(name)).get("Content-Type")
    assert said == (None if name == "api/v1/devices/roku.json" else TYPES.get(Path(name).name))


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".md", ".txt"))])
def test_search_engines_find_pages_and_not_their_text_again(site: Path, name: str) -> None:
    assert sent(headers(rules_for(site)), address_of(name))["X-Robots-Tag"] == "noindex"


def test_what_is_not_there_gets_no_rule(site: Path) -> None:
    for name in DATA:
        (site / name).unlink()
    for folder in ("api/v1/schemas", "api/v1/devices", "api/v1", "api", "feeds"):
        (site / folder).rmdir()
    assert "Allow-Origin" not in headers(rules_for(site))
    assert not [
        pattern
        for pattern in rules(headers(rules_for(site)))
        if re.search("api|feeds|md|llms", pattern)
    ]


def test_it_keeps_within_what_hosts_read(site: Path) -> None:
    text = headers(rules_for(site))
    assert len(rules(text)) <= 100
    assert max(map(len, text.splitlines())) <= 2000


def test_pages_without_a_policy_get_none_that_would_stop_their_scripts(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<script>run()</script>", "utf-8")
    assert "Content-Security-Policy" not in sent(headers(rules_for(tmp_path)), "/")


def test_pages_for_frames_have_a_policy_of_their_own_and_no_other(site: Path) -> None:
    (site / "embed" / "roku").mkdir(parents=True)
    page = (site / "index.html").read_text("utf-8")
    (site / "embed" / "roku" / "index.html").write_text(page, "utf-8")
    text = headers(rules_for(site))
    for name in FILES:
        policy = sent(text, address_of(name))["Content-Security-Policy"]
        assert policy.endswith("; frame-ancestors 'none'")
    framed = sent(text, "/embed/roku/")
    assert framed["Content-Security-Policy"].endswith("; frame-ancestors https:")
    assert framed["X-Content-Type-Options"] == "nosniff"


def test_paths_and_patterns_of_a_rule_mean_the_same(site: Path) -> None:
    """But for what static hosts say by themselves."""
    for rule in rules_for(site):
        if rule.paths == ".*":
            continue
        for name in FILES:
            by_path = re.fullmatch(rule.paths, name) is not None
            for matches in HOSTS.values():
                by_pattern = any(matches(one, address_of(name)) for one in rule.patterns)
                assert by_path == by_pattern, (rule, name)
