"""What scripts do with strange texts: they find, show and copy them, and take none for more than
text. So it is from an unpacked archive too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.test_hostile import Watched, strange, watched
from tests.hostile import SERVICE, STRANGE
from tests.static_host import static_host

__all__ = ["strange", "watched"]

# The worst of each kind: tags, attributes, addresses, templates, Markdown, words of JavaScript.
TYPED = (
    *STRANGE[:6],
    "javascript:canary()",
    "[go](javascript:canary())",
    "{{ ''.__class__ }}",
    "${7*7} #{7*7} %(x)s %s %n {0.x}",
    "'; DROP TABLE devices; --",
    "\\u003cscript\\u003e \\n \\",
    "NaN undefined true",
    "👩\u200d👩\u200d👧 🏳️\u200d🌈 🇪🇺 1️⃣",
    "مرحبا بالعالم",
)
# Not in any page: what only a reader types.
ODD = (
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty __proto__",
    "x" * 150,
    "\u202e\u0000",
)
COPIED = """() => {
    globalThis.copied = []
    navigator.clipboard.writeText = async text => { copied.push(text) }
    navigator.share = async what => { copied.push(JSON.stringify(what)) }
}"""


@pytest.fixture(scope="module")
def address(strange: Path) -> Iterator[str]:
    with static_host(strange) as host:
        yield host.address


@pytest.fixture(scope="module")
def unpacked(strange: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(strange / "downloads/site.zip", folder)
    return folder / "site"


def find_each(page: Page) -> None:
    """Types each text into the finder: what is found is shown as it is."""
    finder = page.locator(".so-finder").first
    field, hits = finder.get_by_role("combobox"), finder.get_by_role("option")
    for text in TYPED:
        field.fill("")
        field.fill(text)
        expect(hits.filter(has_text=" ".join(text.split())).first).to_be_visible()
    for text in ODD:
        field.fill(text)
        expect(field).to_have_value(text)
    field.fill("tame things")
    assert finder.locator("img, script, svg [onload], iframe").count() == 0


def test_the_finder_shows_what_is_typed_and_found(address: str, watched: Watched) -> None:
    watched.page.goto(address)
    find_each(watched.page)
    assert watched.seen == []


def test_the_search_shows_what_is_typed_and_found(address: str, watched: Watched) -> None:
    page = watched.page
    page.goto(address)
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    field = dialog.get_by_role("textbox", name="Search")
    for text in TYPED:
        field.fill(text)
        expect(dialog.locator("[aria-busy=false]")).to_be_attached()
        expect(dialog.locator("li").filter(has_text=" ".join(text.split())).first).to_be_visible()
    # Kinds are called as they are on the buttons that narrow what is found, and these work.
    field.fill("device")
    kinds = dialog.get_by_role("group").get_by_role("button").filter(has_text="k ")
    expect(kinds.first).to_contain_text("k &lt;b&gt; &amp;amp; &#x3c; &quot;")
    kinds.first.click()
    expect(kinds.first).to_have_attribute("aria-pressed", "true")
    expect(dialog.get_by_role("status")).to_contain_text("result")
    for text in ODD:
        field.fill(text)
        expect(dialog.locator("[aria-busy=false]")).to_be_attached()
    assert dialog.locator("img, script, iframe").count() == 0
    assert watched.seen == []


@pytest.mark.parametrize("number", [0, 1, STRANGE.index("\\u003cscript\\u003e \\n \\")])
def test_what_is_copied_and_reported_is_literal(
    address: str, watched: Watched, number: int
) -> None:
    page, text = watched.page, STRANGE[number]
    page.goto(f"{address}devices/device-{number}/")
    page.evaluate(COPIED)
    page.locator(".so-copy-link").click()
    page.locator(".so-mismatch a").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("option").first).to_contain_text(f"V {text}")
    dialog.get_by_role("textbox").fill(STRANGE[1])
    form = dialog.get_by_role("link", name="Open the form")
    form.focus()  # then its address is made
    href = form.get_attribute("href") or ""
    assert href.startswith("https://reports.example/")
    # What a reader types is encoded; what stands in the specs' own address is theirs.
    assert not set("\"'<>{} ") & set(href.partition("?")[0])
    dialog.get_by_role("button", name="Copy as text").click()
    copied = page.evaluate("copied")
    assert copied[0] == f"{address}devices/device-{number}/"
    assert f"Device: {text}\n" in copied[1]
    assert f"We say: You should now see: S {text}\n" in copied[1]
    assert copied[1].endswith(f"What I see instead: {STRANGE[1]}")
    assert page.locator("h1").text_content() == f"Sign out of {SERVICE} on {text}"
    assert watched.seen == []


def test_the_guide_says_each_step_as_it_is(address: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{address}devices/device-1/")
    page.get_by_role("button", name="Guide me").or_(
        page.get_by_role("link", name="Guide me")
    ).first.click()
    guide = page.get_by_role("dialog")
    expect(guide).to_contain_text(STRANGE[1])
    assert guide.locator("img").count() == 0
    assert watched.seen == []


def test_from_files_it_is_the_same(unpacked: Path, watched: Watched) -> None:
    page = watched.page
    paths = ["all", "words", "sources", "devices", *(f"devices/device-{n}" for n in range(6))]
    for path in paths:
        page.goto((unpacked / path / "index.html").as_uri())
        leads = page.evaluate(
            "() => [...document.querySelectorAll('[href], [src]')].map(one => one.href ?? one.src)"
        )
        fine = ("file:", "https://", "mailto:")
        assert [at for at in leads if isinstance(at, str) and not at.startswith(fine)] == []
    page.goto((unpacked / "index.html").as_uri())
    find_each(page)
    assert watched.seen == []
