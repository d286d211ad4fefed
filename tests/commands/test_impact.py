"""`signout impact` as one types it: what it names, and that no other page changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.changes.marked import with_marked
from generator.commands import main
from generator.knowledge.resolve import resolve
from generator.publish.effects import Effects, effects
from generator.site.blocks import slot_names
from tests.changes.spec_mutations import mutants, mutated
from tests.commands.test_diff import commit, edit, git
from tests.conftest import BASE, Lumen, LumenKnown
from tests.site_fixtures import ROOT, SIGNOUT, run

Impact = Callable[..., Result]
SECOND = ROOT / "tests" / "end_to_end" / "second-service"
FILES = {
    file.relative_to(BASE).as_posix(): file.read_bytes()
    for file in sorted(BASE.rglob("*"))
    if file.is_file()
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example of a second service, with pages, as a repository."""
    folder = tmp_path / "project"
    shutil.copytree(SECOND, folder)
    git(folder, "init", "-q", ".")
    commit(folder, "The second service")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same where it is; only to be read."""
    monkeypatch.chdir(SECOND)
    return SECOND


@pytest.fixture
def impact() -> Impact:
    def called(*arguments: str) -> Result:
        done = CliRunner().invoke(main, ["impact", *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return called


def test_a_topic_that_no_page_tells(project: Path, impact: Impact) -> None:
    """Such as one whose page is still to be written, or is gone with it."""
    slot = "<!-- slot: topic-why -->"
    for page in (project / "content").rglob("*.md"):
        page.write_text(page.read_text("utf-8").replace(slot, ""), "utf-8")
    assert impact("topic:why").exit_code == 0
    assert impact().exit_code == 0
    (project / "device_specs/topics/why.yml").unlink()
    assert impact().exit_code in (0, 1)  # others may refer to it


# --- of a name --------------------------------------------------------------------------------


def test_a_label(second: Path, impact: Impact) -> None:
    done = impact("label:unlink")
    assert done.exit_code == 0
    for line in (
        "label:unlink  device_specs/labels.yml:",
        "Routes that change",
        "To print",
        "  the handbook",
    ):
        assert line in done.stdout
    assert "device_specs/families/" in done.stdout


@pytest.mark.parametrize(
    "name",
    ["family:tv-app", "device:aurora", "source:ear", "key:menu", "item:keep-your-word", "kind:tv"],
)
def test_of_every_kind(second: Path, impact: Impact, name: str) -> None:
    kind, _, one = name.partition(":")
    data = json.loads(impact(name, "--format", "json").stdout)
    assert (data["kind"], data["id"]) == (kind, one)
    assert data["pages"]
    for use in data["uses"]:
        line = (second / use["file"]).read_text("utf-8").splitlines()[use["line"] - 1]
        assert use["through"] or one in line


def test_a_screen(second: Path, impact: Impact) -> None:
    done = impact("screen:tv-app/record")
    assert "start" in done.stdout
    assert "Routes that change" in done.stdout


@pytest.fixture
def lumen_project(spec_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example specs, which have packs and a family that extends another, in ./specs."""
    monkeypatch.chdir(spec_folder.parent)
    return spec_folder


def in_lumen(*arguments: str) -> Result:
    places = ("--content", str(ROOT / "content"), "--config", str(ROOT / "mkdocs.yml"))
    done = CliRunner().invoke(main, ["impact", *arguments, "--specs", "specs", *places])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.usefixtures("lumen_project")
def test_a_screen_of_the_family_it_extends() -> None:
    done = in_lumen("screen:tv-gear/help")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "The family `tv-gear` takes this screen from `tv-menu`: see screen:tv-menu/help." in (
        done.stderr
    )


@pytest.mark.usefixtures("lumen_project")
def test_a_pack_is_on_no_page_and_in_no_handbook() -> None:
    done = in_lumen("pack:guests")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("Pages that change: 0\n\nTo print\n  the pack guests\n")


def test_markdown(second: Path, impact: Impact) -> None:
    done = impact("family:tv-app", "--format", "markdown")
    assert done.stdout.startswith("**family:tv-app**, ")
    assert "### Pages that change: " in done.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("label:unlnk", "There is no label `unlnk`. Did you mean `unlink`?"),
        ("family:sure", "There is no family `sure`. Did you mean `label:sure`?"),
        ("lable:preferences", "There is nothing of the kind `lable`. Did you mean `label:"),
        ("sure", "`sure` does not say what it is. Did you mean `label:sure`?"),
        ("screen:tv-app", "Name the family and the screen: screen:FAMILY/SCREEN."),
        (
            "screen:tv-app/recrd",
            "The family `tv-app` has no screen `recrd`. Did you mean `record`?",
        ),
        ("label:a/b", "only screens have a slash"),
        ("label:\x1b[31m", "There is no label `\\u001b[31m`."),
        (":", "There is nothing of the kind ``."),
        ("label:", "There is no label ``."),
    ],
)
def test_a_name_that_is_none(second: Path, impact: Impact, name: str, says: str) -> None:
    done = impact(name)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stdout == ""


# --- of the files as they are -----------------------------------------------------------------


def test_the_files_as_they_are(project: Path, impact: Impact) -> None:
    assert impact().stdout == "Nothing changes for readers.\n"
    edit(project, "device_specs/devices/tv/aurora.yml", "name: Aurora", "name: Boreas")
    done = impact()
    assert done.exit_code == 0
    assert "is now called “Boreas" in done.stdout
    assert "Pages that change: " in done.stdout
    data = json.loads(impact("--format", "json").stdout)
    assert "devices/aurora/" in data["pages"]
    assert data["finder"]
    assert data["changes"][0]["part"] == "renamed"
    assert "### To print" in impact("--format", "markdown").stdout


def test_problems_are_told_as_by_check(project: Path, impact: Impact) -> None:
    edit(project, "device_specs/devices/tv/aurora.yml", "name: ", "nmae: ")
    for arguments in ([], ["label:unlink"]):
        done = impact(*arguments)
        assert done.exit_code == 1
        assert "device_specs/devices/tv/aurora.yml:1:1" in done.output


def test_as_a_program_of_its_own(project: Path) -> None:
    done = run(*SIGNOUT, "impact", "device:aurora", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")


# --- the truth --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(lumen_known: LumenKnown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prose pages with a slot each, so that each block is a page of its own."""
    folder = tmp_path_factory.mktemp("content")
    for slot in slot_names(lumen_known()):
        (folder / f"{slot}.md").write_text(f"# A page\n\n<!-- slot: {slot} -->\n")
    return folder


SHARED = [one for one in mutants(FILES) if one[0] != "service.yml" and len(one[2]) > 1]


@settings(max_examples=14)
@given(mutant=st.sampled_from(SHARED))
def test_no_page_changes_that_it_does_not_name(
    lumen: Lumen, pages: Path, mutant: tuple[str, str, tuple[str | int, ...]]
) -> None:
    """Whatever is edited in an entry, the pages that change are among those told for the entry."""
    name, _, path = mutant
    checked = lumen(dict([mutated(FILES, mutant)]))
    if checked.problems:
        return
    *folders, last = name.removesuffix(".yml").split("/")
    collection, entry = (folders[0], last) if folders else (last, str(path[0]))
    base = lumen()
    known = resolve(base)
    told = (effects(known, resolve(one), pages) for one in with_marked(base, collection, entry))
    assert everything(effects(known, resolve(checked), pages)) <= everything(reduce(or_, told))


def everything(found: Effects) -> set[tuple[str, object]]:
    return {
        *(("page", page) for page in found.pages),
        *(("card", card) for card in found.cards),
        *(("pack", pack) for pack in found.packs),
        *(("handbook", True) for _ in range(found.handbook)),
        *(("finder", True) for _ in range(found.finder)),
    }
