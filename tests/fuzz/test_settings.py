"""The site's settings and the top of pages: whatever stands there ends in the site, or in a plain
message; nothing in them is run."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands import main
from generator.knowledge.load import SpecProblems
from generator.read.limits import MAX_BYTES, MAX_DEPTH
from generator.site.engine import EngineError, SiteSettings, build_frames, site_settings
from generator.site.settings_file import front_matter_problems, settings_problems
from tests.fuzz.corpora import naughty_strings
from tests.fuzz.mutations import spoilt
from tests.fuzz.places import assert_well_placed
from tests.site_fixtures import ROOT, copy_second_service

SHIPPED = (ROOT / "mkdocs.yml").read_bytes()
BASE = "site_name: Lumen\ndocs_dir: content\nplugins: []\n"
# Each would leave `ran` behind if it were run.
RUNS = [
    "!!python/object/apply:os.system [touch ran]",
    "!!python/object/apply:subprocess.check_output [[touch, ran]]",
    "!!python/object/new:os.system [touch ran]",
    "!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [ran]]",
    "!!python/object/apply:eval [\"open('ran', 'w')\"]",
    "!!python/object/apply:builtins.open [ran, w]",
    "!<tag:yaml.org,2002:python/object/apply:os.system> [touch ran]",
    "!!python/module:ran",
    "!!python/name:ran.now",
    "!!python/name:materials.ran",
    "!!python/name:os.system",
]
WRONG = [
    "[]",
    "{}",
    "[[a]]",
    "{a: b}",
    "1",
    "1.5",
    "true",
    "null",
    "~",
    "2026-11-22",
    '""',
    "'\\x1b'",
]
KEYS = [
    *("site_name", "site_url", "site_description", "edit_uri", "copyright", "docs_dir", "site_dir"),
    *("use_directory_urls", "strict", "theme", "extra_css", "extra_javascript", "extra", "plugins"),
    *("hooks", "markdown_extensions", "mdx_configs", "nav", "not_in_nav", "validation", "watch"),
    *("exclude_docs", "remote_branch", "dev_addr", "repo_url", "theme: {name: material, x"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_second_service(tmp_path_factory.mktemp("settings") / "project")


def outcome(project: Path, data: bytes) -> SiteSettings | str:
    """What the engine makes of settings, or what is said of them."""
    config = project / "mkdocs.yml"
    config.write_bytes(data)
    try:
        return site_settings(config)
    except SpecProblems as found:
        for problem in found.problems:
            assert problem.place.file.endswith("mkdocs.yml")
            assert str(problem).isprintable()
        return f"{found}"
    except EngineError as said:
        return f"{said}"


def test_the_shipped_settings_are_read(project: Path) -> None:
    assert settings_problems(ROOT / "mkdocs.yml", "mkdocs.yml") == []
    assert isinstance(outcome(project, BASE.encode()), SiteSettings)


@pytest.mark.parametrize("number", range(len(RUNS)))
def test_no_tag_runs_anything(project: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    (project / "ran.py").write_text("open('ran', 'w')\n")
    monkeypatch.chdir(project)
    monkeypatch.syspath_prepend(str(project))
    for data in (f"{BASE}extra: {RUNS[number]}\n", f"{BASE}extra:\n  - a: {RUNS[number]}\n"):
        said = outcome(project, data.encode())
        assert isinstance(said, str)
        assert "is a tag; tags are not allowed." in said
        assert re.search(r"mkdocs\.yml:[45]:\d+: ", said)
    assert not (project / "ran").exists()


def test_tags_of_the_engine_are_allowed(project: Path) -> None:
    data = (
        'site_name: !ENV [NOBODY_SETS_THIS, "Lumen"]\ndocs_dir: content\nmarkdown_extensions:\n'
        "  - pymdownx.emoji:\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
        "  - pymdownx.snippets: {base_path: !relative $config_dir}\n"
    )
    found = outcome(project, data.encode())
    assert isinstance(found, SiteSettings)
    assert found.name == "Lumen"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("a: &a [b]\nc: *a\n", "aliases are not allowed"),
        (
            "a: &a [b, b]\nc: &c [*a, *a]\nd: &d [*c, *c]\nsite_name: *d\n",
            "aliases are not allowed",
        ),
        ("INHERIT: ../outside.yml\nsite_name: a\n", "`INHERIT` takes settings from another file"),
        ("INHERIT: mkdocs.yml\n", "`INHERIT` takes settings from another file"),
        (f"a: {'[' * 9000}", f"nested more than {MAX_DEPTH} levels deep"),
        (f"a: {'{b: ' * 9000}", f"nested more than {MAX_DEPTH} levels deep"),
        (f"site_name: {'a' * MAX_BYTES}", "are allowed"),
        ("site_name: a\nsite_name: b\n", "is written twice"),
        ("", "The file is empty."),
        ("- a\n", "The file holds a list"),
        ("site_name: a\n---\nsite_name: b\n", "second document"),
        ("site_name: \0", "U+0000"),
        ("site_name: [a", "is not closed"),
        ("site_name: a: b\n", "A second `: ` stands in an unquoted value."),
    ],
)
def test_what_is_refused_says_so(project: Path, data: str, says: str) -> None:
    said = outcome(project, data.encode())
    assert isinstance(said, str)
    assert says in said


def test_bytes_that_are_no_text(project: Path) -> None:
    said = outcome(project, b"site_name: caf\xe9\n")
    assert isinstance(said, str)
    assert "The byte 0xE9 is not UTF-8." in said


@pytest.mark.parametrize("key", KEYS)
def test_a_setting_of_a_wrong_type_is_told(project: Path, key: str) -> None:
    for value in WRONG:
        end = "}" if "{" in key else ""
        docs = "docs_dir: content\n" if key != "docs_dir" else ""
        found = outcome(project, f"site_name: Lumen\n{docs}{key}: {value}{end}\n".encode())
        assert isinstance(found, SiteSettings) or found.strip()


def test_build_says_it_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_second_service(tmp_path / "project")
    monkeypatch.chdir(folder)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(f"{text}extra: {RUNS[0]}\n", "utf-8")
    for command in (["build", "--out", "out"], ["build", "--out", "out", "--pages-only"]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1, done.output
        assert isinstance(done.exception, SystemExit)
        assert "mkdocs.yml:" in done.output
        assert "[tag]" in done.output
        assert "Traceback" not in done.output
    assert not (folder / "ran").exists()
    assert not (folder / "out").exists()


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_spoilt_settings_end_in_settings_or_in_words(project: Path, random: Random) -> None:
    tree = spoilt(random, {"mkdocs.yml": SHIPPED}, most=3)
    for data in tree.values():
        outcome(project, data)


@pytest.mark.long
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=3000)
def test_many_spoilt_settings(project: Path, random: Random) -> None:
    tree = spoilt(random, {"mkdocs.yml": SHIPPED}, most=3)
    for data in tree.values():
        outcome(project, data)


# --- the top of pages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("---\ntitle: a: b\n---\n", "yaml-syntax", (2, 9)),
        ("---\ntitle: &a [b]\ndescription: *a\n---\n", "anchor", (2, 8)),
        ("---\ntitle: !!python/object/apply:os.system [id]\n---\n", "tag", (2, 8)),
        ("---\ntitle: 2026\n---\n", "quote-text", (2, 8)),
        ("---\ntitle: 2026-11-22\n---\n", "quote-text", (2, 8)),
        ("---\ntitle: yes\n---\n", "quote-text", (2, 8)),
        ("---\ntitle: [a]\n---\n", "wrong-type", (2, 8)),
        ("---\ndescription: {a: b}\n---\n", "wrong-type", (2, 14)),
        (f"---\ntitle: {'[' * 9000}\n---\n", "too-deep", (2, 8 + MAX_DEPTH - 1)),
        ("---\n- a\n---\n", "not-a-mapping", (2, 1)),
        ('---\ntitle: "\\e[31m"\n---\n', "unwanted-character", (2, 8)),
        ("\ufeff---\r\ntitle: a\r\ntitle: b\r\n---\r\n", "key-twice", (3, 1)),
    ],
)
def test_the_top_of_a_page_is_read_strictly(
    tmp_path: Path, text: str, code: str, at: tuple[int, int]
) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(f"{text}# Page\n".encode())
    problem = front_matter_problems(page, "content/page.md")[0]
    assert (problem.code, problem.place.line, problem.place.column) == (code, *at)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\n",
        "---\n---\n",
        "--- \ntitle: a\n...\n",
        "# ---\n",
        "title: a\n",
        "---\ntitle: a\n",
    ],
)
def test_pages_without_anything_at_the_top(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(text.encode())
    assert front_matter_problems(page, "content/page.md") == []


def test_any_naughty_string_at_the_top_is_text_or_a_problem(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for text in naughty_strings():
        page.write_bytes(f"---\ntitle: {text}\n---\n".encode())
        found = front_matter_problems(page, "content/page.md")
        assert_well_placed(found, {"content/page.md": page.read_bytes()})


@pytest.mark.long
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_pages_with_a_spoilt_top_are_built_or_told(project: Path, random: Random) -> None:
    (project / "mkdocs.yml").write_text(BASE + "theme: {name: material, font: false}\n")
    page = project / "content" / "about.md"
    before = (
        b"---\ntitle: About\ndescription: About it.\nhide: [toc]\nsearch: {exclude: true}\n---\n"
    )
    after = spoilt(random, {"about.md": before + b"# About\n"}, most=2)
    data = after.get("about.md")
    if data is None:
        return
    page.write_bytes(data)
    if front_matter_problems(page, "content/about.md"):
        return
    try:
        data.decode()
        build_frames(project / "mkdocs.yml", project / "out", project / "content")
    except (EngineError, SpecProblems, UnicodeDecodeError) as said:
        assert str(said)
