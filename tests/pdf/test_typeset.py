"""Setting data: words stay words, failures are one sentence, and the same data is the same file."""

from __future__ import annotations

import datetime
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.pdf import typeset as module
from generator.pdf.fonts import FontMissing
from generator.pdf.typeset import PAPERS, About, TypesetError, typeset
from tests.hostile import STRANGE
from tests.pdf.reading import read_pdf, squeezed
from tests.pdf.validity import failures
from tests.site_fixtures import ROOT

ABOUT = About("A & <b> #title $x$", "What it is about", datetime.date(2026, 3, 29))
# Every function of `common.typ` that sets words.
TEMPLATE = """#import "common.typ": *
#show: document
= #text(data.about.title)
#for one in data.texts {
  let spanish = (label: one, lang: "es-419", english: one)
  said((one, (key: one, sign: ""), (label: one), spanish), english: true)
  numbered((text(one), said((one,))))
  note(text(one))
  see((one,))
  done((one,))
  path(((one,), ((label: one),)))
  parbreak()
}
"""
# Drawn from right to left, or with marks that are drawn apart: text is read back in another order.
REORDERED = (
    "مرحبا بالعالم",
    "שלום עולם",
    "नमस्ते दुनिया",
    *(one for one in STRANGE if one.startswith("Z\u0351")),
)

Set = Callable[..., bytes]


@pytest.fixture
def set_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets data by a template of the test's own, which finds `common.typ` beside it."""
    common = (ROOT / "generator" / "pdf" / "templates" / "common.typ").read_text("utf-8")
    (tmp_path / "common.typ").write_text(common, "utf-8")
    monkeypatch.setattr(module, "_TEMPLATES", tmp_path)

    def made(template: str, data: dict[str, Any], **options: Any) -> bytes:
        (tmp_path / "own.typ").write_text(template, "utf-8")
        return typeset("own", data, ABOUT, **options)

    return made


def test_strange_texts_are_literal_and_nothing_of_them_runs(set_with: Set) -> None:
    code = ['#eval("1")', "#panic()", "$x^2$", "*b* _i_ `c`", "@ref <label>", "= H", "\\", "//"]
    made = set_with(TEMPLATE, {"texts": [*STRANGE, *code]})
    assert failures(made) == []
    text = squeezed(read_pdf(made).text)
    for one in [*STRANGE, *code]:
        if one not in REORDERED:
            assert text.count(squeezed(one)) >= 10, one
    assert not [link for link in read_pdf(made).links if link.uri]


def test_a_missing_glyph_is_named_with_its_place(set_with: Set) -> None:
    data = {"devices": [{"name": "Good TV"}, {"name": "Old TV", "notes": ["See \U00012000 here"]}]}
    with pytest.raises(TypesetError) as raised:
        set_with("", data)
    said = str(raised.value)
    for part in ("U+12000", "CUNEIFORM SIGN A", "“See \U00012000 here”", "(Old TV)", ABOUT.title):
        assert part in said
    assert "Good TV" not in said


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ('#panic("no way")', "no way"),
        ('#import "common.typ": *\n#show: document\n#link(<nowhere>)[a]', "does not exist"),
        ('#import "common.typ": *\n#show: document\n#heading(level: 2)[a]', "heading"),
        ('#import "common.typ": *\n#show: document\n#image("none.png")', "not found"),
        ("#{", "unclosed"),
    ],
)
def test_a_failure_is_one_sentence(set_with: Set, template: str, says: str) -> None:
    with pytest.raises(TypesetError) as raised:
        set_with(template, {})
    said = str(raised.value)
    assert says in said
    assert said.startswith(f"The PDF “{ABOUT.title}” cannot be set: ")
    assert said.endswith(".")
    assert "\n" not in said
    assert "Traceback" not in said


def test_a_missing_font_is_said_too(set_with: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise FontMissing("The fonts of no-such-fonts are not installed.")

    monkeypatch.setattr(module, "fonts", missing)
    with pytest.raises(TypesetError, match="no-such-fonts are not installed"):
        set_with(TEMPLATE, {"texts": []})


def test_metadata(set_with: Set) -> None:
    pdf = read_pdf(set_with(TEMPLATE, {"texts": ["x"]}))
    assert pdf.title == ABOUT.title
    assert pdf.language == "en"
    assert pdf.metadata.get("dc:description") == ABOUT.description
    for field in ("xmp:CreateDate", "xmp:ModifyDate"):
        assert pdf.metadata.get(field, "2026-03-29").startswith("2026-03-29")
    assert "2026-03-29" in pdf.metadata.get("dc:date", "2026-03-29")
    assert b"/root" not in set_with(TEMPLATE, {"texts": []})


def test_papers(set_with: Set) -> None:
    sizes = {
        paper: read_pdf(set_with(TEMPLATE, {"texts": []}, paper=paper)).sizes[0] for paper in PAPERS
    }
    assert sizes["a4"] == pytest.approx((595.28, 841.89), abs=0.01)
    assert sizes["us-letter"] == (612, 792)


def test_steps_never_part_over_pages(set_with: Set) -> None:
    template = '#import "common.typ": *\n#show: document\n= A\n#steps(data.route, linked: false)'
    step = {"do": ["Select this. " * 20], "notes": [], "see": ["That. " * 30]}
    pdf = read_pdf(set_with(template, {"route": {"steps": [step] * 40}}))
    items = pdf.all("LI")
    assert len(items) == 40
    assert pdf.page_count > 3
    assert all(len(item.pages) == 1 for item in items)


def test_even_a_step_longer_than_a_page_is_whole(set_with: Set) -> None:
    template = '#import "common.typ": *\n#show: document\n= A\n#steps(data.route, linked: false)'
    step = {"do": [" ".join(f"word{n}" for n in range(3000))], "notes": [], "see": ["The end."]}
    made = set_with(template, {"route": {"steps": [step]}})
    text = squeezed(read_pdf(made).text)
    assert squeezed(step["do"][0]) in text
    bottom = min(run.y for run in read_pdf(made).runs)
    assert bottom > 0, "text runs off the page"


PROGRAM = """
import datetime, hashlib, sys
from generator.pdf.handbook import handbook
from generator.publish.publication import Project, load_project
from pathlib import Path
folder = Path(sys.argv[1])
kb = load_project(Project(folder / "device_specs", folder / "content", folder / "mkdocs.yml"))
print(hashlib.sha256(handbook(kb)).hexdigest())
"""


def test_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    folder = ROOT / "tests" / "end_to_end" / "second-service"
    digests = set()
    for number, (zone, locale, seed) in enumerate(
        [("UTC", "C.UTF-8", "0"), ("Asia/Kolkata", "tr_TR.UTF-8", "1"), ("", "C", "2")]
    ):
        there = tmp_path / f"folder {number}"
        there.mkdir()
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(folder)],
            cwd=there,
            env=os.environ
            | {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
            | {"HOME": str(there), "USER": f"user{number}", "SOURCE_DATE_EPOCH": str(number)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        digests.add(ran.stdout.strip())
    assert len(digests) == 1
    assert len(digests.pop()) == len(hashlib.sha256().hexdigest())


def test_a_word_longer_than_a_line_stays_on_the_page(set_with: Set) -> None:
    words = ["w" * 300, "https://source.example/" + "é" * 200, "字" * 200, "e\u0301" * 200]
    template = """#import "common.typ": *
#show: document
= A
#for one in data.texts { said((one, " ", (label: one))); parbreak() }
"""
    pdf = read_pdf(set_with(template, {"texts": words}))
    text = squeezed(pdf.text)
    for word in words:
        assert squeezed(word) in text
    lines = {(run.page, round(run.y)): 0.0 for run in pdf.runs}
    for run in pdf.runs:
        lines[run.page, round(run.y)] += len(squeezed(run.text)) * run.size
    # No letter here is narrower than half of its height.
    assert max(lines.values()) / 2 < pdf.sizes[0][0]
    assert len(lines) > 20
