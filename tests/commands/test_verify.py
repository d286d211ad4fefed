"""`signout verify`: what it says of a published site, in a folder and at an address."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import main
from tests.site_fixtures import Once, copy_second_service, served, tree

HASH = re.compile(r"SHA-256 of all its files: ([0-9a-f]{64})")


def signout(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def built(once: Once) -> Path:
    """A project with its site, and a list of all files beside it."""

    def make(folder: Path) -> None:
        copy_second_service(folder)
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(folder)
            said = signout("build", "--manifest", "site.json")
        (folder / "said.txt").write_text(said, "utf-8")

    return once("verified", make)


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it."""
    project = shutil.copytree(built, tmp_path / "project")
    monkeypatch.chdir(project)
    return project


def test_what_was_built_is_the_same(project: Path) -> None:
    """It is built once more, in a temporary folder of which nothing is left."""
    before = tree(project)
    temporary = project.parent / "temporary"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(temporary))
        said = signout("verify", "site")
    files = len(tree(project / "site"))
    [whole] = HASH.findall((project / "said.txt").read_text("utf-8"))
    assert said.splitlines()[-2:] == [
        f"The same: {files} files at site, byte for byte.",
        f"SHA-256 of all its files: {whole}",
    ]
    assert tree(project) == before
    assert list(temporary.iterdir()) == []


def test_other_specs(project: Path) -> None:
    """The site is as it was published; the specs went on."""
    spec = project / "device_specs" / "devices" / "phone" / "pebble.yml"
    spec.write_text(spec.read_text("utf-8").replace("Pebble phone", "Pebble two"), "utf-8")
    meta = project / "site" / "api" / "v1" / "meta.json"
    of_then = json.loads(meta.read_bytes())
    changed = {**of_then, "generator": "0.0.1\x1b[31m", "site": "https://old.example/"}
    meta.write_text(json.dumps(changed), "utf-8")
    (project / "site" / "old page.html").touch()
    (project / "site" / "words" / "index.html").unlink()
    said = signout("verify", "site", "--all", code=1).splitlines()
    assert re.fullmatch(
        r"Not the same: \d+ missing, \d+ too many, \d+ changed; \d+ files are as expected at .+",
        said[0],
    )
    rows = [row for row in said if row.startswith("  ")]
    assert [row.split()[0] for row in rows] == sorted(
        (row.split()[0] for row in rows), key=["missing", "extra", "changed"].index
    )
    assert "  missing    words/index.html" in rows
    assert "  extra      old page.html" in rows
    assert "  changed    devices/pebble/index.html: differs from line" in "\n".join(rows)
    assert said[len(rows) + 1 :] == [
        "It was built for https://old.example/, and this build is for https://tonewerk.example/. "
        "Set SITE_URL as then.",
        "It was made of other specs than yours.",
        f"It was made by version 0.0.1\\u001b[31m of this program; this is {of_then['generator']}.",
    ]


def test_specs_with_problems(project: Path) -> None:
    (project / "device_specs" / "labels.yml").write_text("a: [", "utf-8")
    assert "device_specs/labels.yml:1:" in signout("verify", "site", code=1)


def test_a_list_takes_the_place_of_a_build(project: Path) -> None:
    """It says the same without the specs, on the host for example."""
    shutil.rmtree("device_specs")
    said = signout("verify", "site", "--manifest", "site.json")
    [whole] = HASH.findall((project / "said.txt").read_text("utf-8"))
    assert HASH.findall(said) == [whole]
    for number in range(30):
        (project / "site" / f"{number:02}.html").touch()
    (project / "site" / "sw.js").unlink()
    short = signout("verify", "site", "--manifest", "site.json", code=1).splitlines()
    assert short[1] == "  missing    sw.js"
    assert short[2] == "  extra      00.html"
    assert short[-1] == "  and 11 more; --all names them"
    long = signout("verify", "site", "--manifest", "site.json", "--all", code=1).splitlines()
    assert long[-1] == "  extra      29.html"
    assert len(long) == 1 + 1 + 30


def test_another_program_made_all_of_it(project: Path) -> None:
    for file in (project / "site").rglob("*.*"):
        if file.is_file() and file.name != "meta.json":
            file.write_bytes(file.read_bytes() + b" ")
    said = signout("verify", "site", "--manifest", "site.json", code=1).splitlines()
    assert said[-1].startswith("Most files differ. If the specs are the same, then another version")


def test_an_address(project: Path) -> None:
    hidden = {".htaccess", ".nginx.conf", "_headers"}
    files = len(tree(project / "site").keys() - hidden)
    beyond = "What else is there cannot be seen from outside, nor what hosts keep to themselves."
    with served(project / "site") as address:
        said = signout("verify", address)
        assert said.splitlines()[-2:] == [
            f"The same: {files} files at {address}, byte for byte.",
            beyond,
        ]
        page = project / "site" / "index.html"
        script = '<script src="https://x.example/a.js"></script></body>'
        page.write_text(page.read_text("utf-8").replace("</body>", script), "utf-8")
        (project / "site" / "sw.js").unlink()
        (project / "site" / "extra").touch()
        said = signout("verify", address, "--manifest", "site.json", code=1)
        size = len(tree(project / "site")["index.html"])
        listed = json.loads(Path("site.json").read_bytes())["files"]
        [due] = [file["size"] for file in listed if file["path"] == "index.html"]
        assert said.splitlines() == [
            f"Not the same: 1 missing, 1 changed; {files - 2} files are as expected at {address}.",
            "  missing    sw.js",
            f"  changed    index.html: has {size:,} bytes, not {due:,}",
            beyond,
        ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing argument 'WHERE'"),
        (["nowhere"], "There is no folder `nowhere`. Name the folder of a site, or its address"),
        (["mkdocs.yml"], "There is no folder `mkdocs.yml`."),
        (["help.example.org"], "its address, which begins with https://"),
        (["http://help.example.org"], "Only https:// tells who answers"),
        (["https://me:secret@help.example.org"], "A name and a password have no place in it."),
        (["ftp://help.example.org"], "Only https://"),
        (["site", "--manifest", "nowhere"], "There is no file `nowhere`."),
        (["site", "--manifest", "mkdocs.yml"], "is no list that `signout build --manifest` wrote."),
        (["site", "--specs", "nowhere"], "There is no `nowhere`."),
        (["site", "--jobs", "0"], "Invalid value for '--jobs'"),
        (["nowhere\x1b[31m"], "There is no folder `nowhere\\u001b[31m`."),
    ],
    ids=range(12),
)
def test_wrong_calls(
    built: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """Told before anything is built, and before anybody is asked."""
    monkeypatch.chdir(built)
    said = signout("verify", *arguments, code=2)
    assert says in " ".join(said.split())


def test_a_folder_that_cannot_be_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def no_scandir(path: Path) -> object:
        if Path(path).name == "words":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    # The tests may run as a user whom no permission stops.
    monkeypatch.setattr("generator.publish.verifying.os.scandir", no_scandir)
    said = signout("verify", "site", "--manifest", "site.json", code=1)
    assert "`site/words` cannot be read: permission denied." in said
