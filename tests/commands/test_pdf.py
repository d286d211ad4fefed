"""`signout pdf` as one types it: which files it makes, what it says, how it ends.

0 is well, 1 is problems, 2 is a wrong call.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands import main
from tests.pdf.reading import read_pdf, squeezed
from tests.site_fixtures import ROOT

LETTER = (612.0, 792.0)
PLACES = {"specs": "device_specs", "content": "content", "config": "mkdocs.yml"}


class Pdfs:
    """The command, run in the project's folder, and the folder it writes into."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def run(self, *arguments: str | Path) -> Result:
        done = CliRunner().invoke(main, ["pdf", "--out", str(self.out), *map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.out.rglob("*"))


@pytest.fixture
def pdfs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pdfs:
    monkeypatch.chdir(ROOT)
    return Pdfs(tmp_path / "pdf")


# --- what it makes ----------------------------------------------------------------------------


def test_chosen_cards(pdfs: Pdfs) -> None:
    done = pdfs.run("--cards", "roku-tv, lg-tv,roku-tv", "--size", "letter", "--labels", "es-419")
    assert done.exit_code == 0, done.output
    assert pdfs.files == ["card-lg-tv.pdf", "card-roku-tv.pdf"]
    for line, name in zip(done.stdout.splitlines(), ("roku-tv", "lg-tv"), strict=True):
        assert re.fullmatch(rf"{re.escape(str(pdfs.out))}/card-{name}\.pdf  \(\d+ kB\)", line)
    pdf = read_pdf(pdfs.out / "card-roku-tv.pdf")
    assert pdf.sizes == [LETTER]
    assert squeezed("Obtener ayuda (Get Help)") in squeezed(pdf.text)


def test_all_cards(pdfs: Pdfs) -> None:
    second = ROOT / "tests" / "end_to_end" / "second-service"
    where = [f"--{name}={second / file}" for name, file in PLACES.items()]
    assert pdfs.run("--all-cards", *where).exit_code == 0
    devices = {path.stem for path in (second / "device_specs" / "devices").rglob("*.yml")}
    assert pdfs.files == sorted(f"card-{name}.pdf" for name in devices)


def test_a_pack_with_devices_of_ones_own(pdfs: Pdfs) -> None:
    done = pdfs.run("--pack", "hotel", "--cards", "samsung-tv,lg-tv")
    assert done.exit_code == 0, done.output
    assert pdfs.files == ["pack-hotel.pdf"]
    text = read_pdf(pdfs.out / "pack-hotel.pdf").text
    assert text.index("Samsung TV") < text.index("LG TV")
    assert "A hotel or rental TV" not in text


def test_a_pack_as_it_is(pdfs: Pdfs) -> None:
    assert pdfs.run("--pack", "hotel").exit_code == 0
    assert "A hotel or rental TV" in read_pdf(pdfs.out / "pack-hotel.pdf").text


def test_the_handbook_beside_cards(pdfs: Pdfs) -> None:
    done = pdfs.run("--handbook", "--cards", "roku")
    assert done.exit_code == 0, done.output
    assert pdfs.files == ["card-roku.pdf", "handbook.pdf"]


def test_the_same_call_gives_the_same_bytes(pdfs: Pdfs) -> None:
    made = []
    for _ in range(2):
        assert pdfs.run("--cards", "roku", "--labels", "ja").exit_code == 0
        made.append((pdfs.out / "card-roku.pdf").read_bytes())
    assert made[0] == made[1]


# --- wrong calls, and problems ----------------------------------------------------------------


def test_every_unknown_name_is_told_with_the_nearest(pdfs: Pdfs) -> None:
    done = pdfs.run("--cards", "roku-tv,lgtv", "--pack", "hotl", "--labels", "es-41")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "There is no device `lgtv`. Did you mean `lg-tv`?",
        "There is no pack `hotl`. Did you mean `hotel`?",
        "There is no language `es-41`. Did you mean `es-419`?",
    ]
    assert pdfs.files == []


def test_a_name_is_printed_without_what_does_not_print(pdfs: Pdfs) -> None:
    done = pdfs.run("--cards", "\x1b[31mroku")
    assert done.exit_code == 2
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Say what to make: --cards, --all-cards, --pack or --handbook."),
        (["--cards", " , "], "Say what to make"),
        (["--handbook", "--labels", "fr"], "--labels is for cards and packs"),
        (["--cards", "roku", "--size", "a5"], "'a4', 'letter'"),
        (["--cards", "roku", "--labels", "klingon"], "no language `klingon`. There are `da`, `de`"),
        (["--cards", "roku", "--specs", "nowhere"], "There is no `nowhere`."),
    ],
)
def test_wrong_calls(pdfs: Pdfs, arguments: list[str], says: str) -> None:
    done = pdfs.run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert pdfs.files == []


def test_problems_of_specs_are_told_as_by_check(pdfs: Pdfs, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(ROOT / "device_specs", specs)
    packs = specs / "packs.yml"
    packs.write_text(packs.read_text("utf-8").replace("kinds: [shared-tv]", "kinds: [shard-tv]"))
    done = pdfs.run("--pack", "hotel", "--specs", specs)
    assert done.exit_code == 1
    assert "packs.yml:7:11: There is no kind `shard-tv`." in done.output
    assert "Did you mean `shared-tv`?" in done.output
    assert pdfs.files == []


def test_a_folder_that_cannot_be_written(pdfs: Pdfs) -> None:
    pdfs.out.parent.mkdir(exist_ok=True)
    pdfs.out.write_text("a file")
    done = pdfs.run("--cards", "roku")
    assert done.exit_code in (1, 2)
    assert "Traceback" not in done.output
    assert pdfs.out.read_text() == "a file"


def test_a_file_is_never_half_there(pdfs: Pdfs) -> None:
    (pdfs.out / "card-roku.pdf").mkdir(parents=True)  # in the way
    done = pdfs.run("--cards", "roku")
    assert done.exit_code == 1
    assert "card-roku.pdf` cannot be written" in done.stderr
    assert pdfs.files == ["card-roku.pdf"]


def test_help_gives_an_example_that_works(pdfs: Pdfs) -> None:
    said = pdfs.run("--help").output
    example = re.search(r"signout pdf (--pack .*)", said)
    assert example is not None
    assert pdfs.run(*example[1].split()).exit_code == 0
    assert pdfs.files == ["pack-hotel.pdf"]
