"""What `check --fix` mends, what it leaves alone, and that it never makes anything worse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.check.proof import check
from generator.edit.comments import comments_of
from generator.edit.fixing import opened
from generator.edit.mend import Mended, mend
from generator.model.specs import load
from generator.read.document import parse
from generator.read.problem import Fix, Place, Problem
from generator.read.tree import SpecFile, spec_files

ROOT = Path(__file__).parents[2]

LABELS, KEYS, KINDS, SERVICE = "labels.yml", "keys.yml", "kinds.yml", "service.yml"
MENU, GEAR = "families/tv-menu.yml", "families/tv-gear.yml"
GLOW, STICK, BOX = (
    "devices/tv/glow-tv.yml",
    "devices/tv/glow-stick.yml",
    "devices/console/play-box.yml",
)
TROUBLE = "problems/menu-does-not-open.yml"

Files = Mapping[str, bytes]


def specs(files: Files) -> list[SpecFile | Problem]:
    return [SpecFile(f"specs/{n}", tuple(n.split("/")), files[n]) for n in sorted(files)]


def after(mended: Mended) -> dict[str, bytes]:
    return {
        name.removeprefix("specs/"): file.data
        for name, file in mended.files.items()
        if isinstance(file, SpecFile)
    }


@pytest.fixture(scope="module")
def tidy_files(base_files: Files) -> Files:
    """The files of tests/good/base with their fields in the usual order."""
    return after(mend(specs(base_files), "specs"))


def spoilt(files: Files, name: str, old: str, new: str) -> dict[str, bytes]:
    text = files[name].decode()
    assert old in text, f"{name} has no {old!r}"
    return {**files, name: text.replace(old, new, 1).encode()}


# What somebody wrote instead of what stands there: mended, it is as it was, but for what is said
# in the last column.
SLIPS = {
    # Names with one near valid name.
    "field": (MENU, "looks_like:", "look_like:", None),
    "field of a device": (GLOW, "also:", "alos:", None),
    "choice": (KINDS, "input: gamepad", "input: gamepadd", None),
    "label": (MENU, "to: sign-out", "to: sign-uot", None),
    "label with a capital": (MENU, "select: get-help", "select: Get_Help", None),
    "key": (MENU, "or: [left]", "or: [leff]", None),
    "key of a device": (STICK, "{back: Menu}", "{bakc: Menu}", None),
    "family": (BOX, "family: tv-menu", "family: tv-mneu", None),
    "word in braces": (GLOW, "Press {home} first", "Press {hoem} first", None),
    "word with a capital": (GLOW, "Press {home} first", "Press {Home} first", None),
    "screen of a step": (
        MENU,
        "confirm.accept]\n    sources: [lumen",
        "confrim.accept]\n    sources: [lumen",
        None,
    ),
    "control of a step": (MENU, "menu.get-help", "menu.get-hlep", None),
    "screen that opens": (MENU, "opens: confirm", "opens: confrim", None),
    "start": (MENU, "start: home", "start: hoem", None),
    "drop": (GEAR, "[menu.get-help]", "[menu.gethelp]", None),
    "place of a note": (GLOW, "at: menu/menu/2", "at: menu/mennu/2", None),
    # Quotes, and values that YAML takes for something else.
    "yes": (LABELS, '"Yes"', "Yes", None),
    "number": (GLOW, '"2024"', "2024", None),
    "decimals": (GLOW, '"1.10"', "1.10", None),
    "time": (GLOW, "name: Glow TV", "name: 12:30", ("name: 12:30", 'name: "12:30"')),
    "name that is a truth": (
        SERVICE,
        "nb: Norsk",
        "no: Norsk, nb: Nynorsk",
        (
            "{en: English, fr: Français, no: Norsk, nb: Nynorsk}",
            '{en: English, fr: Français, "no": Norsk, nb: Nynorsk}',
        ),
    ),
    "truth": (MENU, "goal: true", "goal: yes", None),
    "quoted truth": (MENU, "dialog: true", 'dialog: "true"', None),
    "date": (STICK, "2026-03-01", "2026/3/1", None),
    "second colon": (
        GLOW,
        "It takes a minute.",
        "Note: it takes a minute.",
        ("note: Note: it takes a minute.", 'note: "Note: it takes a minute."'),
    ),
    "second colon with a remark": (
        GLOW,
        "note: It takes a minute.",
        "note: A: b. # why",
        ("note: A: b. # why", 'note: "A: b." # why'),
    ),
    "at": (GLOW, "name: Glow TV", "name: @Glow", ("name: @Glow", 'name: "@Glow"')),
    "at in brackets": (GLOW, "Glow set]", "@glow]", ("[Glow, @glow]", '[Glow, "@glow"]')),
    "backtick": (GLOW, "name: Glow TV", "name: `Glow`", ("name: `Glow`", 'name: "`Glow`"')),
    "star": (GLOW, "name: Glow TV", "name: * Glow", ("name: * Glow", 'name: "* Glow"')),
    "list of one": (TROUBLE, "also: [no menu]", "also: no menu", None),
    "indent": (GLOW, "    family: tv-menu", "   family: tv-menu", None),
    "bracket": (GLOW, "Glow set]", "Glow set", None),
    "field of three letters": (TROUBLE, "text: It works", "txt: It works", None),
    "colon": (GLOW, "does: reset-device", "does reset-device", None),
    "space after a colon": (GLOW, "does: reset-device", "does:reset-device", None),
    "zero width": (GLOW, "name: Glow TV", "name: Glow\u200b TV", None),
    "turned text": (GLOW, "name: Glow TV", "name: \u202eGlow TV", None),
    "tabs": (STICK, "  menu: {family", "\tmenu: {family", None),
    "space at an end": (GLOW, "name: Glow TV", 'name: "Glow TV "', None),
    # What is said already.
    "twice in a list": (GLOW, "[Glow, Glow set]", "[Glow, Glow set, glow]", None),
    "own name": (GLOW, "[Glow, Glow set]", "[Glow TV, Glow, Glow set]", None),
    "own name and nothing else": (
        GLOW,
        "[Glow, Glow set]",
        "[Glow TV, glow tv]",
        ("also: [Glow TV, glow tv]\n", ""),
    ),
    "formerly": (LABELS, "[Log Off]", "[Sign Out, Log Off]", None),
    "alternative": (MENU, "or: [left]", "or: [back, left]", None),
    "as its kind": (GLOW, "interfaces:", "input: remote\ninterfaces:", None),
    "as the key": (STICK, "{back: Menu}", "{back: Menu, home: Home}", None),
    "tell": (
        BOX,
        "menu: {family: tv-menu}",
        "menu: {family: tv-menu, tell: A menu runs down the left side of the screen.}",
        None,
    ),
    "screen": (
        GEAR,
        "screens:\n",
        "screens:\n  help:\n    looks_like: A page with {sign-out} on it.\n",
        None,
    ),
    "control": (
        GEAR,
        "      settings:",
        "      leave: {select: leave, opens: home}\n      settings:",
        None,
    ),
    "entry": (GLOW, "models:", "name: Glow TV\nmodels:", None),
    # Spacing.
    "trailing space": (GLOW, "Glow TV\n", "Glow TV  \n", None),
    "no line break at the end": (BOX, "{family: tv-menu}\n", "{family: tv-menu}", None),
    "lines at the end": (BOX, "{family: tv-menu}\n", "{family: tv-menu}\n\n\n", None),
    "order": (
        TROUBLE,
        "title: The menu does not open\nalso: [no menu]\n",
        "also: [no menu]\ntitle: The menu does not open\n",
        None,
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_mended_it_is_as_it_was(
    tidy_files: Files, slip: tuple[str, str, str, tuple[str, str] | None]
) -> None:
    name, old, new, result = slip
    files = spoilt(tidy_files, name, old, new)
    expected = dict(tidy_files)
    if result is not None:
        expected = spoilt(files, name, *result)
    mended = mend(specs(files), "specs")
    assert after(mended)[name].decode() == expected[name].decode()
    assert after(mended) == expected
    assert mended.made
    assert [change.was.parts for change in mended.changes] == [tuple(name.split("/"))]


# Wrong, but only a person knows what is right.
DOUBTS = {
    "two names are near": (
        MENU,
        "to: sign-out",
        "to: remov",
        [("labels.yml", "remove-all:", "remova:")],
    ),
    "no name is near": (BOX, "family: tv-menu", "family: television", []),
    "another digit": (GLOW, "at: menu/menu/2", "at: menu/menu/9", []),
    "null or text": (GLOW, "name: Glow TV", "name: ~", []),
    "http": ("sources.yml", "https://", "http://", []),
    "field is there already": (GLOW, "also: [", "nmae: Glow\nalso: [", []),
    "two values of one name": (GLOW, "models:", "name: Glimmer\nmodels:", []),
    "tab that may be two things": (GLOW, "    tell: A gear", "\ttell: A gear", []),
    "a colon and no value": (GLOW, "  reset:\n", "  reset: : \n", []),
    "two fields on a line": (GLOW, "Glow TV\nalso:", "Glow TV also:", []),
    "day or month": (STICK, "2026-03-01", "3/4/2026", []),
}


@pytest.mark.parametrize("doubt", DOUBTS.values(), ids=DOUBTS)
def test_what_has_two_answers_is_left_alone(
    tidy_files: Files, doubt: tuple[str, str, str, list[tuple[str, str, str]]]
) -> None:
    name, old, new, more = doubt
    files = spoilt(tidy_files, name, old, new)
    for change in more:
        files = spoilt(files, *change)
    mended = mend(specs(files), "specs")
    assert after(mended)[name] == files[name]
    assert mended.checked.problems


def test_comments_stay(tidy_files: Files) -> None:
    files = spoilt(
        tidy_files,
        GLOW,
        "models:",
        "# above\ninput: remote # beside\n# below\nmodels:",
    )
    text = after(mend(specs(files), "specs"))[GLOW].decode()
    assert "# above\n# beside\n# below\nmodels:" in text
    assert "input" not in text


def test_a_comment_in_brackets_keeps_its_place(tidy_files: Files) -> None:
    files = spoilt(
        tidy_files,
        GLOW,
        "[Glow, Glow set]",
        "[\n  Glow, # first\n  Glow set, # second\n  glow, # third\n]",
    )
    text = after(mend(specs(files), "specs"))[GLOW].decode()
    assert comments_of(text) == ["# first", "# second", "# third"]
    assert "glow," not in text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_at_the_begin_stay(tidy_files: Files, ends: str, mark: str) -> None:
    files = spoilt(tidy_files, GLOW, "interfaces:", "input: remote\ninterfaces:")
    original = mark + tidy_files[GLOW].decode().replace("\n", ends)
    files[GLOW] = (mark + files[GLOW].decode().replace("\n", ends)).encode()
    assert after(mend(specs(files), "specs"))[GLOW].decode() == original


def test_a_fix_that_would_do_harm_is_not_made(tidy_files: Files) -> None:
    """The last source of a route stands twice; without the name of the other, it is still cited.
    But the alternative that looks misspelt is what the control has anyway."""
    files = spoilt(tidy_files, MENU, "or: [left]", "or: [bcak]")
    mended = mend(specs(files), "specs")
    text = after(mended)[MENU].decode()
    # `bcak` can only be `back`, which would be said twice then, and is removed after that; `left`
    # is used nowhere else, so a new problem comes up: nothing is done.
    assert "[bcak]" in text
    assert [problem.code for problem in mended.checked.problems] == [
        p.code for p in check(*load(specs(files), "specs")).problems
    ]


def test_only_what_is_wanted_is_changed(tidy_files: Files) -> None:
    files = spoilt(tidy_files, GLOW, "also:", "alos:")
    files = spoilt(files, STICK, "interfaces:", "interfacse:")
    mended = mend(specs(files), "specs", lambda file: file.endswith("glow-tv.yml"))
    assert after(mended) == {**files, GLOW: tidy_files[GLOW]}


def test_a_file_is_renamed(tidy_files: Files) -> None:
    files = {name: data for name, data in tidy_files.items() if name != STICK}
    stray = SpecFile(
        "specs/devices/tv/Glow_Stick.YAML", ("devices", "tv", "Glow_Stick.YAML"), tidy_files[STICK]
    )
    problem = Problem(Place(stray.file), "stray-file", "…", "…", Fix("move", "glow-stick.yml"))
    mended = mend([*specs(files), problem], "specs", strays={stray.file: stray})
    assert after(mended) == tidy_files
    assert mended.checked.problems == []
    (change,) = mended.changes
    assert change.was == stray
    assert change.now.parts == ("devices", "tv", "glow-stick.yml")
    taken = mend([*specs(tidy_files), problem], "specs", strays={stray.file: stray})
    assert taken.changes == []
    assert taken.made == []


def test_a_misspelt_file_of_shared_names_is_renamed(tidy_files: Files) -> None:
    files = {name if name != LABELS else "label.yml": data for name, data in tidy_files.items()}
    mended = mend(specs(files), "specs")
    assert after(mended) == tidy_files


def test_bytes_that_are_no_text_are_never_written(tidy_files: Files) -> None:
    files = {**tidy_files, GLOW: tidy_files[GLOW].replace(b"Glow set", b"Gl\xf6w set  ")}
    mended = mend(specs(files), "specs")
    assert mended.changes == []


def test_nothing_is_to_be_mended_in_the_shipped_specs() -> None:
    files = [*spec_files(ROOT / "device_specs", "device_specs")]
    assert mend(files, "device_specs").made == []


def test_what_one_mistake_hid_is_mended_too(tidy_files: Files) -> None:
    """The first stops the reader at two places, so the second is seen only after it."""
    files = spoilt(tidy_files, GLOW, "name: Glow TV", "name: @Glow")
    files = spoilt(files, GLOW, "It takes a minute.", "Note: it takes a minute.")
    files = spoilt(files, GLOW, "also:", "alos:")
    mended = mend(specs(files), "specs")
    assert mended.checked.problems == []
    assert [one.code for one in mended.made] == ["yaml-syntax", "yaml-syntax", "unknown-field"]


# --- whatever is wrong ------------------------------------------------------------------------

_MISTAKES = [(name, old, new) for name, old, new, *_ in [*SLIPS.values(), *DOUBTS.values()]]
_REMARKS = st.sampled_from(["", "# why", "# said: twice", "#"])


@given(st.lists(st.sampled_from(_MISTAKES), min_size=1, max_size=4, unique=True), _REMARKS)
@settings(max_examples=20)
@example([_MISTAKES[0], _MISTAKES[1]], "# why")
def test_several_mistakes_at_once(
    tidy_files: Files, mistakes: list[tuple[str, str, str]], remark: str
) -> None:
    files = dict(tidy_files)
    for name, old, new in mistakes:
        text = files[name].decode()
        files[name] = (text.replace(old, new, 1) + (f"{remark}\n" if remark else "")).encode()
    before = check(*load(specs(files), "specs"))
    mended = mend(specs(files), "specs")
    assert_no_worse(files, before.problems, mended)
    again = mend(specs(after(mended)), "specs")
    assert again.made == []
    assert after(again) == after(mended)


def assert_no_worse(files: Files, problems: list[Problem], mended: Mended) -> None:
    """No problem is new, unless it was hidden in what could not be read; comments stay; what was
    valid holds the same data."""
    was = {(p.place.file, p.code, p.message) for p in problems}
    unread = {
        p.place.file for p in problems if not _readable(files[p.place.file.removeprefix("specs/")])
    }
    if not unread and not any(p.code in ("unknown-field", "quote-text") for p in problems):
        assert {(p.place.file, p.code, p.message) for p in mended.checked.problems} <= was
    blamed = {p.place.file.removeprefix("specs/") for p in problems}
    for name, data in after(mended).items():
        had = comments_of(opened(files[name])[0])
        if had is not None:
            assert comments_of(opened(data)[0]) == had
        if name not in blamed:
            assert _value(data) == _value(files[name])


def _readable(data: bytes) -> bool:
    return not parse("", data)[1]


def _value(data: bytes) -> object:
    document, _ = parse("", data)
    return document.value if document is not None else data


@given(data=st.data())
@settings(max_examples=20)
def test_any_text_in_a_file(tidy_files: Files, data: st.DataObject) -> None:
    """Characters typed anywhere: no crash, nothing worse, and the second time nothing is left."""
    name = data.draw(st.sampled_from([GLOW, MENU, KEYS]))
    text = tidy_files[name].decode()
    at = data.draw(st.integers(0, len(text)))
    typed = data.draw(
        st.sampled_from(
            [" ", "\n", "\t", ":", "#", '"', "[", "- ", "x", "x: y\n", " # z", "\u200b", "{", "é"]
        )
    )
    files = {**tidy_files, name: (text[:at] + typed + text[at:]).encode()}
    before = check(*load(specs(files), "specs")).problems
    mended = mend(specs(files), "specs")
    assert_no_worse(files, before, mended)
    assert mend(specs(after(mended)), "specs").changes == []
