"""One slip of the keyboard is one problem, at the slip, with a hint that mends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.slips import slip
from generator.model.specs import load
from generator.model.ways_to_slip import quoted
from generator.read.document import parse
from generator.read.limits import MAX_BROKEN, MAX_SLIP_ROW
from generator.read.problem import Problem
from generator.read.tree import SpecFile

DEVICE = """\
name: Glow TV
also: [Glow, Glow set]
interfaces:
  menu:
    family: tv-menu
    sources: [help]
notes:
  - text: Press it.
    sources: [help]
"""


def found(text: str, files: int = 1) -> list[Problem]:
    """The problems of the file itself, and of copies of it."""
    names = [("devices", "tv", f"glow-{number}.yml") for number in range(files)]
    read = [SpecFile("/".join(parts), parts, text.encode()) for parts in names]
    return [problem for problem in load(read, "specs")[1] if problem.code != "missing-file"]


def test_the_device_is_sound() -> None:
    assert found(DEVICE) == []


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("    family", "   family", "5:4: This line begins in column 4"),
        ("    family", "     family", "5:6: This line begins in column 6"),
        ("  menu:\n", "  menu\n", "4:3: The colon after `menu` is missing. Write `menu:`."),
        ("name: Glow", "name:Glow", "1:1: A space is missing after the colon of `name`."),
        ("name: Glow", "name = Glow", "1:1: A `=` stands after `name` where a colon is expected."),
        ("also: [", "also; [", "2:1: A `;` stands after `also` where a colon is expected."),
        ("interfaces:", "interfaces\uff1a", "3:1: A `\uff1a` stands after `interfaces` where a"),
        ("text: Press it.", 'text: "Press it.', "8:11: A quoted value has no closing quote."),
        ("text: Press it.", "text: 'Press it.", "8:11: A quoted value has no closing quote."),
        ("Glow set]", "Glow set", "2:7: The list that begins here with `[` is not closed."),
        ("Glow set]", "Glow set]]", "2:23: The `]` closes nothing. Remove it."),
        ("- text", "-text", "8:3: A space is missing after the dash."),
        ("family: tv", "family:\u00a0tv", "5:12: A space of another kind (U+00A0)"),
        ("text: Press it.", "text: Press: it.", 'Quote it: "Press: it.".'),
        ("text: Press it.", "text: @home.", 'Quote it: "@home.".'),
        ("text: Press it.", 'text: "Press" it.', "Quote it: '\"Press\" it.'."),
        ("[Glow, Glow set]", "Glow", "Write it as a list: [Glow]."),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_one_slip_is_one_problem(was: str, now: str, says: str, ending: str, mark: str) -> None:
    assert DEVICE.count(was) == 1
    text = mark + DEVICE.replace(was, now).replace("\n", ending)
    (problem,) = found(text)
    assert says in str(problem)


def test_two_slips_are_told_as_they_are() -> None:
    text = DEVICE.replace("    family", "   family").replace("- text", "-text")
    assert [problem.code for problem in found(text)] == ["yaml-syntax"]


@pytest.mark.parametrize("was", ["name: Glow TV\n", "    sources: [help]\nnotes:\n"])
def test_two_versions_left_by_git_are_one_problem(was: str) -> None:
    both = f"<<<<<<< HEAD\n{was}=======\nname: Glow\n>>>>>>> mine\n"
    (problem,) = found(DEVICE.replace(was, both))
    assert problem.message.startswith("Two versions of the same lines stand here, up to line ")
    assert problem.place.line == DEVICE[: DEVICE.index(was)].count("\n") + 1
    assert problem.fix is None


def test_files_with_slips_without_end_are_no_slips() -> None:
    problems = found(DEVICE.replace("  menu:\n", "  menu\n"), MAX_BROKEN + 5)
    helped = [problem for problem in problems if "Write `menu:`." in problem.hint]
    assert (len(problems), len(helped)) == (MAX_BROKEN + 5, MAX_BROKEN)


@pytest.mark.parametrize(
    "row", ["name: " + "a: " * 20000, "name: {" + "a: b, " * 9000, "name: {" + "a: b" * 15000]
)
def test_endless_lines_are_not_looked_through(row: str) -> None:
    assert len(row) > MAX_SLIP_ROW
    trials: list[bytes] = []
    problems = parse("f.yml", row.encode())[1]
    slip(row.encode(), problems[:1], lambda data: bool(trials.append(data)))
    assert trials == []


WORDS = ["name", "also:", "- ", "  ", "[", "]", "{", "}", ": ", '"', "'", "#", "\t", "a", "\u00a0"]
LINES = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map("".join), max_size=6)


@given(LINES.map("\n".join))
def test_whatever_is_typed_has_a_place_in_the_file(text: str) -> None:
    lines = text.split("\n")
    for problem in found(text):
        assert 1 <= problem.place.line <= len(lines)
        assert str(problem).isprintable()


@given(st.text(max_size=20))
def test_quoted_text_is_read_as_it_was(text: str) -> None:
    if text.isprintable():
        document, problems = parse("f.yml", f"name: {quoted(text)}".encode())
        assert problems == []
        assert document is not None
        assert document.value == {"name": text}


def test_a_file_in_the_wrong_place_need_not_be_text() -> None:
    file = SpecFile("specs/devices/glow.yml", ("devices", "glow.yml"), b"name: \xf4\n")
    _, problems = load([file], "specs")
    assert [problem.code for problem in problems] == ["stray-file", "missing-file"]
