"""Frames: cut, stamp, fill; and the same page whichever way and engine makes it."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

from generator.site.engine import EngineError, build_frames, site_settings
from generator.site.frames import Frame, FrameError, Page, fill_slots, slots_in

ROOT = Path(__file__).parents[2]
PATH, SOURCE = "frames/device/", "content/frames/device.md"

FRAME = f"""<!doctype html><html><head><title>slot-title</title>
<meta name="description" content="slot-description">
<link rel="canonical" href="https://signout.example/{PATH}"></head><body>
<a href="https://git.example/edit/main/{SOURCE}">Edit</a>
<nav><ul><li class="one"><a href="#slot-contents"><span>slot-contents</span></a></li></ul></nav>
<aside><ol><li><a href="#slot-contents"> slot-contents </a></ol></aside>
<main><h1 id="page">slot-title</h1>
<h2 id="slot-contents">slot-contents</h2>
<p>slot-content</p>
</main></body></html>"""

PAGE = Page(
    path="devices/sample/",
    title="Sign out of Tube on Tom & Jerry",
    description="How to sign out of Tube & all.",
    headings=(("steps", "The steps"), ("no-luck", "It did not work & now?")),
    content="""<h2 id="steps">The steps</h2>
<ol>
<li>Press <kbd>Back</kbd>.</li>
</ol>
<h2 id="no-luck">It did not work &amp; now?</h2>
<p>See <a href="../../troubleshooting/">Troubleshooting</a>.</p>""",
    source="content/devices/sample.md",
    section="TVs & sticks",
    picture="tv",
    list_path="devices/#tv",
)
SAMPLE = f"""---
title: "{PAGE.title}"
description: "{PAGE.description}"
whole_title: true
ABOUT---

# {PAGE.title} {{#page}}

## The steps {{#steps}}

1. Press <kbd>Back</kbd>.

## It did not work & now? {{#no-luck}}

See [Troubleshooting](../troubleshooting/index.md).
"""
_ABOUT = f"""\
within: devices/
section: {PAGE.section}
picture: {PAGE.picture}
list: {PAGE.list_path}
"""
# What the frame of each kind says of its pages besides.
ABOUT = {
    "device": _ABOUT,
    "kind": f"{_ABOUT}unsearched: true\n",
    "problem": "within: troubleshooting/\n",
}


def cut(html: str = FRAME) -> Frame:
    return Frame.cut(html, PATH, SOURCE)


def project(folder: Path) -> Path:
    """A copy of the site's prose, frames and settings, to build or break; returns its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("content", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "generator").mkdir()
    shutil.copy(ROOT / "generator/hook.py", folder / "generator/hook.py")
    return Path(shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml"))


def calm(html: str) -> str:
    """HTML without the white space that no reader sees."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r" ?(</?(?:li|ul|ol|h\d|p|a|span|article|nav)\b[^>]*>) ?", r"\1", html)


def resolved(html: str, path: str) -> str:
    """HTML with its relative links made absolute."""
    return re.sub(
        r'(href|src)="(?!#)([^"]*)"',
        lambda m: f'{m[1]}="{urljoin(f"https://x/{path}", m[2])}"',
        html,
    )


# --- cut and stamp ---


def test_every_slot_is_a_hole() -> None:
    assert cut().holes == (
        *("title", "description", "path", "head", "source", "contents/0", "contents/1", "title"),
        *("content", "below"),
    )


def test_stamp_fills_all() -> None:
    html = cut().stamp(PAGE)
    assert "slot-" not in html and PATH not in html and SOURCE not in html
    assert '<link rel="canonical" href="https://signout.example/devices/sample/">' in html
    assert '<a href="https://git.example/edit/main/content/devices/sample.md">' in html
    assert '<h1 id="page">Sign out of Tube on Tom &amp; Jerry</h1>' in html
    assert (
        '<ul><li class="one"><a href="#steps"><span>The steps</span></a></li><li class="one">'
        in html
    )
    # An end tag left out, as HTML allows and minifiers do, is left out of each entry.
    assert '<ol><li><a href="#steps"> The steps </a><li><a href="#no-luck"> It did' in html
    assert f"</h1>\n{PAGE.content}\n</main>" in html


def test_a_frame_may_name_section_and_picture() -> None:
    more = """<a href="../../devices/#slot-picture">slot-section</a>
        <meta property="og:image" content="https://x.example/slot-picture.png"></head>"""
    frame = cut(FRAME.replace("</head>", more))
    assert frame.holes[3:6] == ("picture", "section", "picture")
    html = frame.stamp(PAGE)
    assert '<a href="../../devices/#tv">TVs &amp; sticks</a>' in html
    assert 'content="https://x.example/tv.png"' in html


def test_no_headings_leave_empty_lists() -> None:
    bare = Page("devices/x/", "X", "Y", (), "<p>Z</p>", "x.yml")
    html = cut().stamp(bare)
    assert "<nav><ul></ul></nav>" in html and "<aside><ol></ol></aside>" in html


def test_text_is_escaped_and_content_is_not() -> None:
    nasty = "\"><script>alert('1')</script>"
    html = cut().stamp(Page('a"b/', nasty, nasty, ((nasty, nasty),), "<i>ok</i>", nasty))
    assert "<script>" not in html and "<i>ok</i>" in html
    assert unescape(re.search(r"<title>(.*?)</title>", html)[1]) == nasty  # type: ignore[index]
    assert unescape(re.search(r'content="([^"]*)"', html)[1]) == nasty  # type: ignore[index]
    assert 'signout.example/a%22b/"' in html


def test_more_goes_to_the_end_of_the_head_and_below_the_content() -> None:
    html = cut().stamp(PAGE, "<link rel=x>", "\n<p>Below</p>")
    assert html == cut().stamp(PAGE).replace("</head>", "<link rel=x></head>").replace(
        PAGE.content, f"{PAGE.content}\n<p>Below</p>"
    )
    bare = cut(FRAME.replace("</head>", ""))  # as minifiers leave it out
    assert bare.stamp(PAGE, "<link rel=x>") == bare.stamp(PAGE)


def test_headings_may_hold_signs_of_formats() -> None:
    entry = '<a href="#slot-contents" title="100 %s">'
    html = cut(FRAME.replace('<a href="#slot-contents">', entry)).stamp(
        replace(PAGE, headings=(("a", "50 % of %(id)s"),))
    )
    assert 'href="#a" title="100 %s">' in html and "50 % of %(id)s" in html


def test_content_may_speak_of_slots() -> None:
    text = Page("d/x/", "slot-content", "slot-title", (), "<p>slot-title \\1 {0} %s</p>", "x.yml")
    html = cut().stamp(text)
    assert "<title>slot-content</title>" in html and "<p>slot-title \\1 {0} %s</p>" in html


def test_bare_attribute_values_get_quotes() -> None:
    bare = re.sub(r'="([^" ]*)"', r"=\1", FRAME)
    assert "content=slot-description" in bare and "href=#slot-contents" in bare
    html = cut(bare).stamp(PAGE)
    assert '<meta name="description" content="How to sign out of Tube &amp; all.">' in html
    assert '<li class=one><a href="#no-luck"><span>It did not work &amp; now?</span>' in html


def test_other_line_breaks_do_not_shift_the_cut() -> None:
    html = cut(FRAME.replace("<body>", "<body>\r\n\x0b\u2028\x85é")).stamp(PAGE)
    assert html.endswith(f"{PAGE.content}\n</main></body></html>")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("slot-title", "Roku", 'write "title: slot-title" at its top'),
        ("slot-description", "words", 'write "description: slot-description" at its top'),
        ("<p>slot-content</p>", "", "has lost slot-content from its body"),
        ('<h2 id="slot-contents">slot-contents</h2>', "", "has lost slot-contents from its body"),
        ('href="#slot-contents"', 'href="#x"', "no table of contents that lists slot-contents"),
        (
            "<p>slot-content</p>",
            "<p>Lost. slot-content</p>",
            "has text in the place of the content",
        ),
        ("<p>slot-content</p>", "<p>Lost.</p><p>slot-content</p>", "alone, right below"),
        ("</h1>", "</h1><p>slot-content</p>", "has text in the place of the content"),
        ("</main>", "<p>slot-content</p></main>", "use each token once"),
        ("<nav>", '<a href="#slot-contents">Skip</a><nav>', 'begin the page with "# slot-title'),
        ("</head>", "<script>x='slot-title'</script></head>", "where no value can be put"),
        ("</head>", "<!-- slot-title --></head>", "where no value can be put"),
    ],
)
def test_a_frame_that_cannot_be_used(old: str, new: str, says: str) -> None:
    broken = FRAME.replace(old, new)
    assert broken != FRAME
    with pytest.raises(FrameError, match=re.escape(says)) as error:
        cut(broken)
    assert str(error.value).startswith(SOURCE)


def test_stamping_is_little_work() -> None:
    """Counted, not timed: as many calls however long the frame is, which is cut only once."""
    long = FRAME.replace("</body>", f"{'<p>More &amp; more.</p>' * 500}</body>")
    assert len(long) > 3 * len(FRAME)
    _calls(cut())  # what is worked out once, whoever asks first
    assert _calls(cut(long)) == _calls(cut()) <= 200


def _calls(frame: Frame) -> int:
    """How many functions a stamp calls, those of Python itself too."""
    called = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        frame.stamp(PAGE)
    finally:
        sys.setprofile(before)
    return called


# --- slots of prose pages ---


def test_fill_slots() -> None:
    html = "<p>a</p>\n<!-- slot: one -->\n<p><!--slot:two--></p><p>b <!-- slot: one --></p>"
    filled = fill_slots(html, {"one": "<ul>\\1</ul>", "two": "<ol></ol>"})
    assert filled == "<p>a</p>\n<ul>\\1</ul>\n<ol></ol><p>b <ul>\\1</ul></p>"


def test_fill_slots_names_the_nearest() -> None:
    with pytest.raises(FrameError, match="'findr'; did you mean 'finder'"):
        fill_slots("<!-- slot: findr -->", {"finder": "", "words": ""})
    with pytest.raises(FrameError, match="the slots are: finder, words"):
        fill_slots("<!-- slot: zzz -->", {"words": "", "finder": ""})


def test_slots_in() -> None:
    text = "# A\n\n<!-- slot: one -->\n\n```\n<!-- slot: shown -->\n```\n\n<!--slot:two-->\n"
    assert slots_in(text) == [(3, "one"), (9, "two")]


# --- with the engines ---


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as MkDocs builds it, the sample page among its prose, with links to edit."""
    folder = tmp_path_factory.mktemp("mkdocs")
    config = project(folder)
    text = config.read_text("utf-8").replace("  /frames/\n", "  /frames/\n  sample-*.md\n")
    config.write_text(text.replace('[EDIT_URI, ""]', '[EDIT_URI, "https://git.example/content/"]'))
    for where in ("devices", "elsewhere"):
        (folder / "content" / where).mkdir(exist_ok=True)
        for kind, about in ABOUT.items():
            sample = folder / "content" / where / f"sample-{kind}.md"
            sample.write_text(SAMPLE.replace("ABOUT", about))
    build_frames(config, folder / "out")
    return folder / "out"


@pytest.mark.parametrize("kind", sorted(ABOUT))
@pytest.mark.parametrize("where", ["devices", "elsewhere"])
def test_stamped_equals_built(built: Path, kind: str, where: str) -> None:
    html = (built / f"frames/{kind}/index.html").read_text("utf-8")
    frame = Frame.cut(html, f"frames/{kind}/", f"content/frames/{kind}.md")
    path, source = f"{where}/sample-{kind}/", f"content/{where}/sample-{kind}.md"
    stamped = calm(frame.stamp(replace(PAGE, path=path, source=source)))
    page = calm((built / path / "index.html").read_text("utf-8"))
    assert "The steps" in page and f"https://git.example/{source}" in page
    if where == "devices":
        # In a folder that the navigation leads to, "../" and "../../devices/" are the same link.
        stamped, page = resolved(stamped, path), resolved(page, path)
    assert stamped == page


def test_no_page_needs_another_host_or_an_inline_handler(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    assert len(pages) > 9
    for page in pages:
        html = page.read_text("utf-8")
        loaded = re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=\"(.*?)\"", html)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon|preconnect)"[^>]*href="(.*?)"', html)
        assert loaded and not [address for address in loaded if "//" in address]
        assert not re.search(r"<[^>]*\son\w+=", html)
        assert "md-search__" not in html and "Material for MkDocs" not in html


def test_only_what_pages_ask_for_is_left(built: Path) -> None:
    assert not [f for f in built.rglob("*") if f.suffix in (".map", ".gz") or "lunr" in f.parts]
    assert not (built / "sitemap.xml").exists()


def test_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    script = "import sys, pathlib; from generator.site.engine import build_frames;"
    script += "build_frames(*map(pathlib.Path, sys.argv[1:]))"
    trees = []
    for number, zone in enumerate(["Asia/Tokyo", "America/Los_Angeles"]):
        folder = tmp_path.joinpath(*["deep"] * number, "project")
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number), "PYTHONPATH": str(ROOT)}
        env["SOURCE_DATE_EPOCH"] = str(number * 10**9)
        run = [sys.executable, "-c", script, str(project(folder)), str(folder / "out")]
        subprocess.run(run, env=env, check=True)
        files = sorted(f for f in (folder / "out").rglob("*") if f.is_file())
        trees.append({f.relative_to(folder / "out"): f.read_bytes() for f in files})
    assert trees[0] == trees[1]


def test_engine_tells_what_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    config = project(tmp_path)
    page = tmp_path / "content/words.md"
    page.write_text("---\ntitle: T\n---\n\n[x](nowhere.md)\n")
    with pytest.raises(EngineError, match=r"words\.md.*nowhere\.md"):
        build_frames(config, tmp_path / "out")
    page.write_text("---\ntitle: a: b\n---\n\nText\n")
    with pytest.raises(EngineError, match=r"content/words\.md.*put quotes around"):
        build_frames(config, tmp_path / "out")
    config.write_text("site_name: X\nnonsense: true\ntheme: {name: none}\n")
    with pytest.raises(EngineError, match="theme"):
        build_frames(config, tmp_path / "out")
    assert capfd.readouterr() == ("", "")


def test_site_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = project(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    settings = site_settings(config)
    assert settings.name == "Sign out of Netflix"
    assert settings.url == "https://signout.example/"
    assert list(settings.sections.items())[:2] == [("", "Home"), ("devices/", "Devices")]
    assert settings.sections["security/"] == "Security"
    monkeypatch.setenv("SITE_URL", "https://help.example/tv")
    assert site_settings(config).url == "https://help.example/tv/"
    config.write_text(
        "site_name: X\ndocs_dir: content\nnav: [a.md, {B: b.md}, {Under: [{C: d/index.md}]}, {E: x://e}]\n"
    )
    assert site_settings(config).sections == {"b/": "B", "d/": "C"}


def test_zensical_makes_the_same_frames(built: Path, tmp_path: Path) -> None:
    """The engine to come reads the same settings, prose and overrides; nothing of ours changes."""
    project(tmp_path)
    run = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for kind in ABOUT:
        where = f"frames/{kind}/"
        html = (tmp_path / "site" / where / "index.html").read_text("utf-8")
        frame = Frame.cut(html, where, f"content/{where[:-1]}.md")
        ours = Frame.cut((built / where / "index.html").read_text("utf-8"), where, "content/none")
        assert sorted(frame.holes) == sorted(ours.holes)
        page = calm(frame.stamp(PAGE))
        assert "slot-" not in page and where not in page
        assert "<title>Sign out of Tube on Tom &amp; Jerry</title>" in page
        assert '<meta name="description" content="How to sign out of Tube &amp; all.">' in page
        assert f'<link rel="canonical" href="https://signout.example/{PAGE.path}">' in page
        assert '<h1 id="page">Sign out of Tube on Tom &amp; Jerry</h1>' in page
        assert calm(PAGE.content) in page
        crumbs = re.search(r'<nav class="so-crumbs".*?</nav>', page)
        assert crumbs and ("../../devices/#tv" in crumbs[0]) == (kind != "problem")
        picture = "site/default" if kind == "problem" else "tv"
        assert (
            f'<meta property="og:image" content="https://signout.example/assets/pictures/{picture}.png">'
            in page
        )
        links = re.findall(r'<li class="md-nav__item"><a href="#(.*?)"', page)
        assert links == [ident for ident, _ in PAGE.headings]
    home = (tmp_path / "site/index.html").read_text("utf-8")
    slots = [name for _, name in slots_in((tmp_path / "content/index.md").read_text("utf-8"))]
    filled = fill_slots(home, {name: f"<b>{name}</b>" for name in slots})
    assert slots and all(f"<b>{name}</b>" in filled for name in slots)
