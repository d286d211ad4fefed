"""What `signout build` says of the site it made, and the list of files it writes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from generator.commands.build_report import report
from generator.publish.differences import Differences
from tests.site_fixtures import ROOT, copy_second_service, tree

DEVICE = "device_specs/devices/phone/pebble.yml"
PROBLEM = "device_specs/problems/wont-stop.yml"


def said(
    *,
    added: Iterable[str] = (),
    changed: Iterable[str] = (),
    removed: Iterable[str] = (),
    unchanged: Iterable[str] = (),
) -> list[str]:
    """What is said of such a site."""
    parts = [tuple(sorted(paths)) for paths in (added, changed, removed, unchanged)]
    here = sorted({*parts[0], *parts[1], *parts[3]})
    lines = report(Path("site"), Differences(*parts, dict.fromkeys(here, 1), {}))
    return [click.unstyle(line) for line in lines]


def pages(number: int) -> list[str]:
    return [f"devices/{letter}/index.html" for letter in "abcdefghijklmnopqrstuvwxyz"[:number]]


# --- a few lines ------------------------------------------------------------------------------


def test_a_first_build() -> None:
    assert said(added=[*pages(3), "sw.js"]) == ["3 pages in site/, all new."]
    assert said(added=["index.html", "sw.js"]) == ["1 page in site/, all new."]


def test_a_build_without_changes() -> None:
    assert said(unchanged=[*pages(3), "sw.js"]) == [
        "3 pages in site/: nothing changed since the last build."
    ]


def test_pages_are_named_by_their_addresses() -> None:
    assert said(
        added=["devices/new/index.html"],
        changed=["index.html", "devices/roku/index.html", "404.html"],
        removed=["devices/gone/index.html"],
        unchanged=pages(3),
    ) == [
        "7 pages in site/: 3 changed, 1 new, 1 removed.",
        "  new      devices/new/",
        "  removed  devices/gone/",
        "  changed  404.html",
        "  changed  devices/roku/",
        "  changed  the home page",
    ]


def test_at_most_ten_pages_are_named() -> None:
    lines = said(changed=pages(20), added=["z.html", "sw.js"], unchanged=["more.html"])
    assert lines[0] == "22 pages in site/: 20 changed, 1 new."
    assert lines[1] == "  new      z.html"
    assert lines[10] == "  changed  devices/i/"
    assert lines[11:] == ["  and 11 more, and 1 file beside them"]


def test_other_files_are_counted() -> None:
    beside = {"added": ["a.1.js"], "removed": ["a.2.js"], "unchanged": pages(3)}
    assert said(changed=["sitemap.xml"], **beside) == [
        "3 pages in site/: no page changed, only 3 files beside them."
    ]
    lines = said(changed=["devices/roku/index.html", "devices/roku/index.md"], **beside)
    assert lines[1:] == ["  changed  devices/roku/", "  and 3 files beside them"]


def test_pages_that_all_changed_are_not_named() -> None:
    assert said(changed=[*pages(11), "sw.js"]) == ["11 pages in site/, all changed."]
    assert len(said(changed=pages(10))) == 11


def test_names_that_somebody_put_there_cannot_garble_the_screen() -> None:
    lines = said(removed=["\x1b]0;\n.html", f"{'x' * 300}.html", "\udce9.html"])
    assert lines[1] == "  removed  \\u001b]0;\\u000a.html"
    assert lines[3] == "  removed  \\udce9.html"
    assert all(line.isprintable() and len(line) < 120 for line in lines)
    nothing = Differences((), (), (), (), {}, {})
    [line] = report(Path("caf\udce9"), nothing)
    assert "0 pages in caf\\udce9/" in line


def test_the_example_in_the_guide_is_what_is_said() -> None:
    guide = (ROOT / "docs" / "publishing-changes.md").read_text("utf-8")
    [example] = re.findall(r"```text\n(.*?)```", guide, re.DOTALL)
    assert example.splitlines() == said(
        added=["devices/roku-express/index.html", *(f"{number}.js" for number in range(58))],
        changed=["devices/roku/index.html", "devices/index.html"],
        unchanged=(f"{number}.html" for number in range(120)),
    )


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = copy_second_service(tmp_path / "project")
    monkeypatch.chdir(project)
    return project


def build(*arguments: str | Path, code: int = 0) -> Result:
    typed = ["build", "--pages-only", *map(str, arguments)]
    done = CliRunner().invoke(main, typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output
    return done


def test_one_edit_after_another(project: Path) -> None:
    """As an editor builds, with a list for the program that uploads."""
    listed = project / "build" / "site.json"

    def manifest() -> dict[str, list[str]]:
        found = json.loads(listed.read_bytes())
        site = tree(project / "site")
        assert found["files"] == [
            {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for path, data in sorted(site.items())
        ]
        return {name: found[name] for name in ("added", "changed", "removed")}

    first = build("--manifest", listed).stdout
    assert re.fullmatch(r"(\d+) pages in site/, all new\.\nIts files are listed in .+\.\n", first)
    count = int(first.split()[0])
    assert count == len(list((project / "site").rglob("*.html")))
    assert manifest()["added"] == sorted(tree(project / "site"))

    stamp = (project / "site" / "index.html").stat().st_mtime_ns
    again = build("--manifest", listed).stdout
    assert again.startswith(f"{count} pages in site/: nothing changed since the last build.\n")
    assert manifest() == {"added": [], "changed": [], "removed": []}
    assert (project / "site" / "index.html").stat().st_mtime_ns == stamp

    spec = project / PROBLEM
    spec.write_text(spec.read_text("utf-8").replace("and it plays on", "and it goes on"), "utf-8")
    lines = build("--manifest", listed).stdout.splitlines()
    assert lines[:-1] == [
        f"{count} pages in site/: 2 changed.",
        "  changed  troubleshooting/",
        "  changed  troubleshooting/wont-stop/",
    ]
    assert "troubleshooting/wont-stop/index.html" in manifest()["changed"]
    assert (project / "site" / "index.html").stat().st_mtime_ns == stamp

    other = project / DEVICE.replace("pebble", "pebble-mini")
    text = (project / DEVICE).read_text("utf-8")
    other.write_text(text.replace("Pebble phone", "Pebble mini"), "utf-8")
    lines = build("--manifest", listed).stdout.splitlines()
    assert lines[0].startswith(f"{count + 1} pages in site/: ")
    assert lines[1] == "  new      devices/pebble-mini/"
    assert "devices/pebble-mini/index.html" in manifest()["added"]

    other.unlink()
    lines = build("--manifest", listed).stdout.splitlines()
    assert lines[1] == "  removed  devices/pebble-mini/"
    assert "devices/pebble-mini/index.html" in manifest()["removed"]


def test_a_list_within_the_site_is_refused_before_anything_is_built(project: Path) -> None:
    (project / "link").symlink_to(project / "site")
    for file in ("site/files.json", "site/deep/../files.json", "link/files.json"):
        done = build("--manifest", file, code=2)
        assert f"`{file}` is within `site`, which is replaced as a whole" in done.stderr
    assert not (project / "site").exists()
    (project / "site").mkdir()
    build("--manifest", project / "link" / "files.json", code=2)
    build("--manifest", "files.json", "--out", ".", code=2)
    assert list((project / "site").iterdir()) == []


def test_a_list_in_the_place_of_anything_but_a_file_is_refused(project: Path) -> None:
    (project / "link.json").symlink_to("/dev/null")
    (project / "loop").symlink_to("loop")
    for file in ("content", "link.json", "loop", "/dev/null", ""):
        done = build("--manifest", file, code=2)
        assert f"`{file or '.'}` is no plain file" in done.stderr
    assert (project / "link.json").is_symlink()
    assert not (project / "site").exists()


def test_a_list_that_cannot_be_written_leaves_the_new_site(project: Path) -> None:
    (project / "file").write_bytes(b"")
    (project / "loop").symlink_to("loop")
    for file in (Path("file") / ("x" * 300), Path("loop/site.json")):
        done = build("--manifest", file, code=1)
        assert "cannot be written: " in done.stderr
        assert "The new site is in site/ all the same, without a list of its files." in done.stderr
        assert "Nothing was changed" not in done.stderr
        assert (project / "site" / "index.html").is_file()
