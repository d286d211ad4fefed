"""What is taken over from earlier builds is what a build from nothing makes, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.knowledge.load import SpecProblems
from generator.publish.publication import Project, publish
from generator.read.kept import Kept
from generator.site import device_lists
from generator.site.engine import EngineError
from generator.site.frames import FrameError
from tests.site_fixtures import ROOT, copy_second_service, tree

EDITS = 10  # in a row, after which it begins anew


class Place:
    """A project that is edited and built again and again, with what is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.original = folder, copy_second_service(folder / "original")
        shutil.copy(ROOT / "content" / "frames" / "kind.md", self.original / "content" / "frames")
        self.project, self.kept = folder / "project", folder / "kept"
        self.made: list[str] = []  # pages, by the last build

    def begin(self) -> None:
        shutil.rmtree(self.project, ignore_errors=True)
        shutil.copytree(self.original, self.project)

    def built(self, out: str, kept: Kept, pages_only: bool = True) -> str | dict[str, bytes]:
        """The site, or what is wrong."""
        project = Project(
            *(self.project / name for name in ("device_specs", "content", "mkdocs.yml"))
        )
        self.made = []
        try:
            publish(project, self.folder / out, self.made.append, pages_only=pages_only, kept=kept)
        except (SpecProblems, EngineError, FrameError) as error:
            return f"{type(error).__name__}: {error}"
        return tree(self.folder / out)

    def again(self, pages_only: bool = True) -> str | dict[str, bytes]:
        return self.built("again", Kept(self.kept), pages_only)

    def from_nothing(self, pages_only: bool = True) -> str | dict[str, bytes]:
        return self.built("from-nothing", Kept(), pages_only)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("place")
        patch.chdir(folder)
        # One device more, and kinds have pages of their own, to which pages of devices link.
        patch.setattr(device_lists, "MOST_LISTED", 7)
        yield Place(folder)


def sources(place: Place) -> list[Path]:
    return sorted(file for file in place.project.rglob("*") if file.is_file())


def one_letter(place: Place, dice: random.Random) -> None:
    """In any file: often in a text, sometimes in a name, and then the specs are wrong."""
    file = dice.choice(sources(place))
    text = file.read_text("utf-8")
    places = [number for number, letter in enumerate(text) if letter in "aeiou"]
    if places:
        at = dice.choice(places)
        file.write_text(text[:at] + dice.choice("aeiou") + text[at + 1 :], "utf-8")


def a_word(place: Place, dice: random.Random) -> None:
    """At the end of a sentence of a spec, where one more is sound."""
    file = dice.choice([file for file in sources(place) if file.suffix == ".yml"])
    lines = file.read_text("utf-8").splitlines(keepends=True)
    ends = [number for number, line in enumerate(lines) if line.endswith(".\n")]
    if ends:
        at = dice.choice(ends)
        lines[at] = f"{lines[at][:-2]} {dice.choice(['now', 'here', 'too'])}.\n"
        file.write_text("".join(lines), "utf-8")


def another_name(place: Place, dice: random.Random) -> None:
    file = dice.choice(sorted((place.project / "device_specs").rglob("*.yml")))
    text = file.read_text("utf-8")
    file.write_text(text.replace("name: ", f"name: {dice.choice('ABC')}", 1), "utf-8")


def one_device_more(place: Place, dice: random.Random) -> None:
    file = dice.choice(sorted((place.project / "device_specs" / "devices").rglob("*.yml")))
    text = file.read_text("utf-8").replace("name: ", f"name: New {dice.randrange(1000)} ", 1)
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("also:")]
    file.with_stem(f"{file.stem}-{dice.randrange(9)}").write_text("".join(kept), "utf-8")


def one_file_less(place: Place, dice: random.Random) -> None:
    dice.choice(sources(place)).unlink()


def prose(place: Place, dice: random.Random) -> None:
    file = dice.choice([file for file in sources(place) if file.suffix == ".md"])
    file.write_text(f"{file.read_text('utf-8')}\nSaid {dice.randrange(9)} times.\n", "utf-8")


def the_address(place: Place, dice: random.Random) -> None:
    file = place.project / "mkdocs.yml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("site_url:")]
    file.write_text("".join([*kept, f"site_url: https://{dice.randrange(9)}.example/\n"]), "utf-8")


def a_touched_page(place: Place, dice: random.Random) -> None:
    """In the site itself: somebody changed it, and did not say so."""
    pages = sorted((place.folder / "again" / "devices").rglob("index.html"))
    if pages:
        page = dice.choice(pages)
        page.write_bytes(page.read_bytes()[:-1])


def a_page_touched_in_secret(place: Place, dice: random.Random) -> None:
    """So that neither its size nor its time stamp tells."""
    pages = sorted((place.folder / "again" / "devices").rglob("index.html"))
    if pages:
        page = dice.choice(pages)
        status = page.stat()
        page.write_bytes(page.read_bytes()[::-1])
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def a_page_in_the_place_of_another(place: Place, dice: random.Random) -> None:
    pages = sorted((place.folder / "again" / "devices").glob("*/index.html"))
    if pages:
        one, other = dice.choice(pages), dice.choice(pages)
        if one != other:
            shutil.copy2(one, other)


def damage(place: Place, dice: random.Random) -> None:
    files = sorted(file for file in place.kept.iterdir() if file.is_file())
    if files:
        file = dice.choice(files)
        data = file.read_bytes()
        at = dice.randrange(len(data))
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def nothing_kept(place: Place, dice: random.Random) -> None:
    shutil.rmtree(place.kept)


CHANGES: list[Callable[[Place, random.Random], None]] = [
    *[a_word] * 6,
    *[one_letter] * 6,
    *[another_name, one_device_more, prose] * 2,
    *[
        one_file_less,
        the_address,
        a_touched_page,
        a_page_touched_in_secret,
        a_page_in_the_place_of_another,
    ],
    *[damage, nothing_kept],
]


SEEDS = st.lists(st.integers(0, 2**32), min_size=EDITS, max_size=EDITS)


@settings(max_examples=6)
@given(SEEDS)
def test_building_again_comes_to_the_same(place: Place, seeds: list[int]) -> None:
    """After each of sixty edits."""
    edited_at_random(place, seeds)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=40)
@given(SEEDS)
def test_building_again_comes_to_the_same_after_hundreds_of_edits(
    place: Place, seeds: list[int]
) -> None:
    edited_at_random(place, seeds)


def edited_at_random(
    place: Place,
    seeds: list[int],
    changes: Sequence[Callable[[Place, random.Random], None]] = CHANGES,
) -> None:
    """Builds after each edit, and from nothing. Edits that leave the specs wrong are told alike,
    and taken back."""
    place.begin()
    place.again()
    for seed in seeds:
        dice = random.Random(seed)
        before = {file: file.read_bytes() for file in sources(place)}
        change = dice.choice(changes)
        change(place, dice)
        found, expected = place.again(), place.from_nothing()
        if isinstance(found, str) or isinstance(expected, str):
            assert found == expected, change.__name__
            for file in sources(place):
                if file not in before:
                    file.unlink()
            for file, data in before.items():
                file.write_bytes(data)
            continue
        assert sorted(found) == sorted(expected), change.__name__
        differing = [path for path in expected if found[path] != expected[path]]
        assert differing == [], change.__name__


def test_a_whole_site_comes_to_the_same(place: Place) -> None:
    """With all that is made of its pages, and what is printed."""
    place.begin()
    place.again(pages_only=False)
    for path, was, now in (
        ("devices/phone/pebble.yml", "Pebble phone", "Pebble phone 2"),
        ("labels.yml", "en: ", "en: My "),
        ("families/tv-app.yml", "looks_like: ", "looks_like: Once more, "),
    ):
        spec = place.project / "device_specs" / path
        text = spec.read_text("utf-8")
        assert was in text, path
        spec.write_text(text.replace(was, now, 1), "utf-8")
        found = place.again(pages_only=False)
        assert isinstance(found, dict), found
        expected = place.from_nothing(pages_only=False)
        assert [name for name in expected if found.get(name) != expected[name]] == [], path
        assert sorted(found) == sorted(expected)


def test_cards_and_the_search_are_taken_over_too(place: Place) -> None:
    def index() -> dict[str, int]:
        files = (place.folder / "again" / "pagefind").rglob("*.pf_*")
        return {file.name: file.stat().st_ino for file in files}

    def cards() -> dict[str, int]:
        files = (place.folder / "again" / "downloads").rglob("*.pdf")
        return {file.name + file.parent.name: file.stat().st_ino for file in files}

    place.begin()
    place.again(pages_only=False)
    before, searched = cards(), index()
    assert len(before) == 2 * 7 + 1
    with (place.project / "device_specs/devices/tv/vista.yml").open("a", encoding="utf-8") as file:
        file.write("\n# Looked through.\n")
    place.again(pages_only=False)
    after = cards()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"vista.pdfcards", "vista.pdfletter", "handbook.pdfdownloads"}
    assert index() == searched


def test_only_what_hangs_on_an_edit_is_made_again(place: Place) -> None:
    """The rest are the same files as before; so are those that are made with the same bytes."""

    def files() -> dict[str, int]:
        pages = (place.folder / "again").rglob("index.html")
        return {page.parent.as_posix(): page.stat().st_ino for page in pages}

    place.begin()
    place.again()
    before = files()
    devices = {page for page in place.made if page.startswith("devices/") and page.endswith("/")}
    specs = place.project / "device_specs"
    for path, hang, is_all in (
        ("devices/speaker/hornsby.yml", {"devices/hornsby/"}, True),
        ("families/phone-app.yml", {"devices/hornsby/", "devices/pebble/"}, False),
        ("service.yml", devices, False),
    ):
        with (specs / path).open("a", encoding="utf-8") as file:
            file.write("\n# Looked through.\n")
        place.again()
        assert devices.intersection(place.made) == hang, path
        assert (set(place.made) == hang) == is_all, path  # or pages that are of all devices too
        assert files() == before
    place.again()
    assert place.made == []
    assert files() == before


def test_one_page_that_changed_takes_the_place_of_the_old_one_alone(place: Place) -> None:
    """No other file of a site is touched: none has another stamp of any kind."""

    def stamps() -> dict[Path, tuple[int, int]]:
        found = {file: file.lstat() for file in (place.folder / "again").rglob("*")}
        return {file: (status.st_ino, status.st_ctime_ns) for file, status in found.items()}

    place.begin()
    place.again()
    spec = place.project / "device_specs" / "devices" / "tv" / "vista.yml"
    text = spec.read_text("utf-8")
    for note in ("It has a stand.", "It has a short stand.", "It has no stand."):
        before = stamps()
        spec.write_text(f"{text}notes:\n  - {{text: {note}, sources: [ear]}}\n", "utf-8")
        found = place.again()
        assert isinstance(found, dict), found
        assert place.made == ["devices/vista/"]
        assert found == place.from_nothing()
        page = place.folder / "again" / "devices" / "vista"
        after = stamps()
        assert {file for file in before if before[file] != after[file]} == {
            page,
            page / "index.html",
        }
        assert (place.folder / "again").parent / ".again.new" not in place.folder.iterdir()


def test_a_file_that_is_none_of_the_site_goes_even_if_nothing_changed(place: Place) -> None:
    place.begin()
    place.again()
    (place.folder / "again" / "devices" / "vista" / "notes.txt").write_text("mine")
    assert place.again() == place.from_nothing()
    (place.folder / "again" / "words" / "index.html").unlink()
    assert place.again() == place.from_nothing()
    (place.folder / "again" / "empty").mkdir()
    place.again()
    assert not (place.folder / "again" / "empty").exists()


def test_a_build_elsewhere_is_not_taken_for_this_one(place: Place) -> None:
    """Though all that is kept says what is in the folder."""
    place.begin()
    place.again()
    shutil.rmtree(place.folder / "again")
    shutil.copytree(place.folder / "from-nothing", place.folder / "again")
    assert place.again() == place.from_nothing()


def test_a_page_that_cannot_be_taken_leaves_the_old_one_alone(place: Place) -> None:
    """It is made anew beside the old one, which is published until all is done."""
    place.begin()
    place.again()
    page = place.folder / "again" / "devices" / "pebble" / "index.html"
    page.write_bytes(b"something else")
    held = place.folder / "held"
    held.unlink(missing_ok=True)
    held.hardlink_to(page)
    assert place.again() == place.from_nothing()
    assert held.read_bytes() == b"something else"
