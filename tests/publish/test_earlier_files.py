"""What of the site before is taken over: only what is there as the last build left it, and was made
of the same. Where one file has changed, only that one changes places."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.publish.differences import Differences
from generator.publish.earlier import EarlierFiles
from generator.publish.staging import staged
from generator.read.kept import Kept
from tests.publish.test_differences import stamps
from tests.site_fixtures import tree

# Files that are made together, what they are made of, and their bytes.
Parts = Mapping[tuple[str, ...], tuple[str, bytes]]
SITE: Parts = {
    ("sitemap.xml",): ("map", b"<map>"),
    ("index.html",): ("home", b"home"),
    ("devices/a/index.html",): ("a", b"page of a"),
    ("assets/js/maps/menu.js",): ("script", b"map()"),
    ("devices/b/index.html", "devices/b/card.pdf"): ("b", b"of b"),
}
B = ("devices/b/index.html", "devices/b/card.pdf")
EVERY = sorted(file for files in SITE for file in files)


class Place:
    """A folder for a site that is built again and again."""

    def __init__(self, folder: Path) -> None:
        self.out, self.kept = folder / "site", folder / "kept"
        self.made: list[str] = []  # by the last build
        self.told: list[Differences] = []

    def build(self, parts: Parts, *, wait: bool = True, hashed: bool = False) -> None:
        """As a build does it: whatever cannot be taken over is made."""
        earlier = EarlierFiles(Kept(self.kept), self.out, wait=wait)

        def tell(differences: Differences) -> None:
            self.told = [differences]
            earlier.remember(differences)

        self.made = []
        with staged(self.out, tell, hashed=hashed, earlier=earlier) as site:
            for files, (made_of, data) in parts.items():
                if earlier.take(files, made_of, site):
                    continue
                for file in files:
                    (site / file).parent.mkdir(parents=True, exist_ok=True)
                    (site / file).write_bytes(data)
                earlier.made(files, made_of)
                self.made += files
        assert tree(self.out) == {
            file: data for files, (_, data) in parts.items() for file in files
        }

    def one_took_its_place(self, parts: Parts, *, wait: bool = True) -> bool:
        """Whether a build left the folder of the site where it was."""
        before = self.out.stat().st_ino
        self.build(parts, wait=wait)
        return self.out.stat().st_ino == before

    def inodes(self) -> dict[str, int]:
        return {name: (self.out / name).stat().st_ino for name in tree(self.out)}


@pytest.fixture(params=[True, False], ids=["pages alone", "all"])
def wait(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def built(place: Place, wait: bool) -> Place:
    """One that was built before."""
    place.build(SITE, wait=wait)
    assert place.made == [file for files in SITE for file in files]
    return place


def changed(*files: str, made_of: str = "new", data: bytes = b"another text") -> Parts:
    """The site with these parts made of something else."""
    key = tuple(files)
    return {part: (made_of, data) if part == key else said for part, said in SITE.items()}


# --- what is taken over -----------------------------------------------------------------------


def test_what_was_made_of_the_same_is_the_same_file(built: Place, wait: bool) -> None:
    before = built.inodes()
    for _ in range(2):
        built.build(SITE, wait=wait)
        assert built.made == []
        assert built.inodes() == before
        assert built.told[0].unchanged == tuple(EVERY)


def test_what_is_made_of_something_else_is_made_anew(built: Place, wait: bool) -> None:
    before = built.inodes()
    built.build(changed(*B), wait=wait)
    assert built.made == list(B)
    after = built.inodes()
    assert {name for name in after if after[name] != before[name]} == set(B)
    assert built.told[0].changed == tuple(sorted(B))
    built.build(changed(*B), wait=wait)
    assert built.made == []


def test_what_is_made_with_other_files_is_made_anew(built: Place, wait: bool) -> None:
    parts = dict(SITE)
    parts[(*B, "devices/b/menu.svg")] = parts.pop(B)
    built.build(parts, wait=wait)
    assert built.made == [*B, "devices/b/menu.svg"]


@pytest.mark.parametrize("file", B)
@pytest.mark.parametrize("what", ["gone", "written", "written in secret", "another file"])
def test_what_somebody_touched_is_made_anew_with_all_of_its_part(
    built: Place, wait: bool, file: str, what: str
) -> None:
    """Even if neither its size nor its time stamp tells."""
    path = built.out / file
    status = path.stat()
    if what == "gone":
        path.unlink()
    elif what == "another file":
        shutil.copy2(path, path.with_suffix(".copy"))
        path.with_suffix(".copy").replace(path)
    else:
        path.write_bytes(b"of B")
        if what == "written in secret":
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    built.build(SITE, wait=wait)
    assert built.made == list(B)


def test_what_it_was_made_of_can_be_asked(built: Place) -> None:
    earlier = EarlierFiles(Kept(built.kept), built.out, wait=False)
    made_of, files = earlier.was(B[0])
    assert (made_of, list(files)) == ("b", list(B))
    for unknown in (B[1], "nowhere.html"):
        made_of, files = earlier.was(unknown)
        assert (made_of, list(files)) == ("", [])


def test_another_process_may_look_what_was_touched(built: Place, wait: bool) -> None:
    """What it tells is believed, so nothing is looked at again."""

    def touched() -> set[str]:
        return set(EarlierFiles(Kept(built.kept), built.out, wait=wait).touched())

    assert touched() == set()
    (built.out / B[1]).write_bytes(b"of B")
    (built.out / "index.html").unlink()
    assert touched() == {B[1], "index.html"} | ({"/"} if wait else set())
    earlier = EarlierFiles(Kept(built.kept), built.out, wait=wait)
    earlier.is_told(["sitemap.xml"])
    with staged(built.out) as site:
        assert not earlier.take(["sitemap.xml"], "map", site)
        assert earlier.take(["devices/a/index.html"], "a", site)
        assert not earlier.take(["more.html"], "", site)
        (site / "sitemap.xml").touch()


def remembered_without(place: Place, file: str, wait: bool) -> None:
    """A site of which a file goes between its build and what is remembered of that."""
    earlier = EarlierFiles(Kept(place.kept), place.out, wait=wait)
    place.build(SITE, wait=wait)
    for files, (made_of, _) in SITE.items():
        earlier.made(files, made_of)
    (place.out / file).unlink()
    earlier.remember(place.told[0])


def test_what_no_stamp_is_known_of_is_made_anew_whatever_is_told(place: Place, wait: bool) -> None:
    remembered_without(place, "index.html", wait)
    again = EarlierFiles(Kept(place.kept), place.out, wait=wait)
    again.is_told([])
    assert not again.take(["index.html"], "home", place.out.with_name("new"))


def test_another_program_makes_all_anew(
    built: Place, wait: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.publish.earlier.program", lambda: "another one")
    built.build(SITE, wait=wait)
    assert len(built.made) == len(EVERY)


def test_two_sites_are_built_in_turns(built: Place, wait: bool) -> None:
    for name in ("other", "site") * 2:
        built.out = built.out.with_name(name)
        built.build(SITE, wait=wait)
    assert built.made == []


def test_a_part_may_be_made_of_nothing_and_its_files_be_unknown(place: Place, wait: bool) -> None:
    place.build({**SITE, ("empty.txt",): ("", b"")}, wait=wait)
    assert "empty.txt" in place.made
    place.build({**SITE, ("empty.txt",): ("", b"")}, wait=wait)
    assert place.made == []


def test_another_folder_is_another_site(built: Place, wait: bool) -> None:
    shutil.copytree(built.out, built.out.with_name("other"))
    built.out = built.out.with_name("other")
    built.build(SITE, wait=wait)
    assert built.made == [file for files in SITE for file in files]


def test_the_folder_may_be_named_in_two_ways(
    built: Place, wait: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.out.parent)
    built.out = Path("site")
    built.build(SITE, wait=wait)
    assert built.made == []


def test_if_nothing_is_kept_everything_is_made(built: Place, wait: bool) -> None:
    shutil.rmtree(built.kept)
    built.build(SITE, wait=wait)
    assert len(built.made) == len(EVERY)


def test_a_build_that_fails_does_not_forget(built: Place, wait: bool) -> None:
    earlier = EarlierFiles(Kept(built.kept), built.out, wait=wait)
    with pytest.raises(ZeroDivisionError), staged(built.out, earlier=earlier) as site:
        assert earlier.take(["index.html"], "home", site)
        raise ZeroDivisionError
    built.build(SITE, wait=wait)
    # A file that had two names for a while has another stamp, which nobody can set back.
    assert built.made == ([] if wait else ["index.html"])


def test_a_build_that_knows_nothing_of_its_files_forgets_nothing(built: Place, wait: bool) -> None:
    EarlierFiles(Kept(built.kept), built.out, wait=wait).remember(
        Differences((), (), (), (), {}, {})
    )
    built.build(SITE, wait=wait)
    assert built.made == []


def test_what_goes_before_it_is_remembered_is_made_anew(place: Place, wait: bool) -> None:
    remembered_without(place, "index.html", wait)
    place.build(SITE, wait=wait)
    assert place.made == ["index.html"]


# --- disks that cannot do everything ----------------------------------------------------------


def no_links(monkeypatch: pytest.MonkeyPatch, but: Sequence[str] = ()) -> None:
    link = os.link

    def refuse(old: str, new: str, **how: bool) -> None:
        if not any(new.endswith(name) for name in but):
            Path(new).parent.stat()  # which is missed first, as the system does it
            raise PermissionError(1, "Operation not permitted")
        link(old, new, **how)

    monkeypatch.setattr(os, "link", refuse)


def test_on_a_disk_without_links_it_is_made_anew_and_the_old_stays(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was linked before another of its part could not be is not written into."""
    place.build(SITE, wait=False)
    no_links(monkeypatch, but=[B[0]])
    with (place.out / B[0]).open("rb") as held:
        place.build({**SITE, B: ("b", b"other bytes of the same")}, wait=False)
        assert len(place.made) == len(EVERY)
        assert held.read() == b"of b"


def test_on_a_disk_without_links_pages_are_copied_with_their_time_stamps(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.build(SITE)
    before, inodes = stamps(place.out), place.inodes()
    no_links(monkeypatch)
    more = changed("index.html") | {("more.html",): ("more", b"more")}
    place.build(more)
    assert place.made == ["index.html", "more.html"]
    after = stamps(place.out)
    taken = set(EVERY) - {"index.html"}
    assert {name: after[name] for name in taken} == {name: before[name] for name in taken}
    assert place.inodes()["sitemap.xml"] != inodes["sitemap.xml"]


# --- one file in the place of another ---------------------------------------------------------


def test_one_file_that_changed_takes_the_place_of_the_old_one(place: Place) -> None:
    """Again and again; of the others, nothing changes, and the folder stays."""
    place.build(SITE)
    for number in range(3):
        before, inodes = stamps(place.out), place.inodes()
        parts = changed("devices/a/index.html", made_of=f"{number}", data=b"text" * (number + 1))
        assert place.one_took_its_place(parts)
        [found] = place.told
        assert place.made == ["devices/a/index.html"]
        assert found.changed == ("devices/a/index.html",)
        assert (found.added, found.removed, found.hashes) == ((), (), {})
        assert found.unchanged == tuple(one for one in EVERY if one != "devices/a/index.html")
        assert list(found.sizes) == EVERY
        assert found.sizes == {name: len(data) for name, data in tree(place.out).items()}
        after = place.inodes()
        assert {n for n in after if after[n] != inodes[n]} == {"devices/a/index.html"}
        now = stamps(place.out)
        second = 1_000_000_000
        assert (
            now.pop("devices/a/index.html") // second > before.pop("devices/a/index.html") // second
        )
        assert now == before
        assert sorted(path.name for path in place.out.parent.iterdir()) == ["kept", "site"]


def test_a_file_that_came_out_the_same_changes_nothing(place: Place) -> None:
    place.build(SITE)
    inodes = place.inodes()
    assert place.one_took_its_place(changed("index.html", data=b"home"))
    assert place.made == ["index.html"]
    assert place.told[0].changed == ()
    assert place.inodes() == inodes
    place.build(changed("index.html", data=b"home"))
    assert place.made == []


def test_two_files_that_changed_are_a_new_site(place: Place) -> None:
    place.build(SITE)
    two = changed("index.html") | {("sitemap.xml",): ("new", b"<new map>")}
    assert not place.one_took_its_place(two)
    assert place.told[0].changed == ("index.html", "sitemap.xml")
    # And after it, one alone again.
    assert place.one_took_its_place({**two, ("index.html",): ("home", b"home")})


@pytest.mark.parametrize(
    "what",
    [
        *("a file more", "a file less", "a file gone"),
        *("", "devices", "devices/b", "assets", "assets/js", "assets/js/maps"),
    ],
)
def test_whatever_else_differs_is_a_new_site(place: Place, what: str) -> None:
    place.build(SITE)
    parts = dict(changed("index.html"))
    if what == "a file more":
        parts[("more.html",)] = ("more", b"more")
    elif what == "a file less":
        del parts[("devices/a/index.html",)]
    elif what != "a file gone":  # somebody put something into this folder
        (place.out / what / "mine").mkdir()
    else:
        (place.out / "sitemap.xml").write_bytes(b"<MAP>")
        (place.out / "index.html").unlink()
        (place.out / "sitemap.xml").touch()
    assert not place.one_took_its_place(parts)
    # And after it, one alone again.
    assert place.one_took_its_place({**parts, ("index.html",): ("other", b"other home")})


def test_a_file_that_somebody_touched_and_that_is_made_anew_is_a_new_site(place: Place) -> None:
    """For what is there is not what the last build left."""
    place.build(SITE)
    (place.out / "index.html").write_bytes(b"touched")
    assert not place.one_took_its_place(changed("index.html"))


def test_only_pages_alone_after_pages_alone(place: Place) -> None:
    """Of a whole site not all files are known, so it may hold more than is taken over."""
    parts = changed("index.html")
    place.build(SITE, wait=False)
    assert not place.one_took_its_place(parts, wait=True)
    assert place.one_took_its_place(SITE, wait=True)
    assert not place.one_took_its_place(parts, wait=False)
    assert not place.one_took_its_place(SITE, wait=True)


def test_if_hashes_are_asked_for_every_file_is_looked_at(place: Place) -> None:
    place.build(SITE)
    before = place.out.stat().st_ino
    place.build(changed("index.html"), hashed=True)
    assert place.out.stat().st_ino != before
    assert sorted(place.told[0].hashes) == EVERY


@pytest.mark.parametrize(("number", "one"), [(999, True), (1000, True), (1001, False)])
def test_not_more_than_a_thousand_files_are_compared_for_it(
    place: Place, number: int, one: bool
) -> None:
    """However many of them are in folders."""
    many = {(f"{n % 7}/{n}",): (str(n), b"") for n in range(number)} | {
        ("sitemap.xml",): SITE["sitemap.xml",]
    }
    place.build(many)
    again = {part: (f"{made_of} again", data) for part, (made_of, data) in many.items()}
    again["sitemap.xml",] = SITE["sitemap.xml",]
    assert place.one_took_its_place(again) == one
    assert len(place.made) == number
