"""New specs from answers: whatever comes out passes the check, and all else stays as it was."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.commands.serve.preview import KeptDocuments
from generator.edit.filling import allow
from generator.edit.form import Refused
from generator.edit.insertion import with_entry, with_field, with_item
from generator.edit.layout import Layout, edited
from generator.edit.naming import interface_name
from generator.edit.plan import Folder, Plan
from generator.edit.scaffold import tried
from generator.knowledge.resolve import resolve
from generator.model.schema import modeline
from generator.model.specs import FOLDERS, SHARED
from generator.read.document import parse
from generator.read.tree import SpecFile, spec_files
from generator.site.device_page import DevicePages

ROOT = Path(__file__).parents[2]
Answers = list[str]
# Of the prose, a page that tells nothing yet.
PAGE = SpecFile("content/more.md", ("more.md",), b"# More\n")


def folder_of(files: Mapping[str, bytes], shown_as: str = "specs") -> Folder:
    found = [SpecFile(f"{shown_as}/{n}", tuple(n.split("/")), files[n]) for n in sorted(files)]
    read = KeptDocuments().read
    checked = tried(found, {}, shown_as, read)
    return Folder(shown_as, found, checked.specs, checked.problems, read, [PAGE])


@pytest.fixture(scope="module")
def example_specs(base_files: Mapping[str, bytes]) -> Folder:
    """The example specs of tests/good/base."""
    return folder_of(base_files)


@pytest.fixture(scope="module")
def specs(example_specs: Folder) -> Callable[[], Folder]:
    """The same where hypothesis would print all of it."""
    return lambda: example_specs


@pytest.fixture(scope="module")
def shipped() -> Folder:
    """The specs that are shipped."""
    found = list(spec_files(ROOT / "device_specs", "device_specs"))
    read = KeptDocuments().read
    checked = tried(found, {}, "device_specs", read)
    assert checked.problems == []
    return Folder("device_specs", found, checked.specs, read=read, pages=[PAGE])


def planned(folder: Folder, collection: str, *answers: str, like: str = "", **more: object) -> Plan:
    """A plan filled in as the command does."""
    plan = Plan(folder, collection, **more)  # type: ignore[arg-type]
    for answer in answers:
        plan.expect(answer)
    if like:
        plan.start_from(like)
    for answer in answers:
        plan.set(answer)
    return plan


def made(plan: Plan) -> dict[str, str]:
    """The files that change; there must be no problem, and nothing else may change in them."""
    assert list(plan.missing()) == []
    files, checked = plan.checked(plan.draft())
    assert checked.problems == []
    for name, data in files.items():
        old = plan.folder.files.get(name)
        if old is not None:
            assert_only_added(old.decode(), data.decode())
    return {name: data.decode() for name, data in files.items()}


def assert_only_added(old: str, new: str) -> None:
    """All that was there is there, in its order: characters came in, none went."""
    rest = iter(new)
    assert all(character in rest for character in old)


# Each kind of scaffold with answers that suit both collections of specs: `{…}` differs in them.
DOUBT = "solutions.1.doubt=Nobody has tried it with this one."
SCAFFOLDS: dict[str, tuple[str, str, Answers, list[str]]] = {
    "a device like another": ("devices", "{device}", ["name=Pocket Player"], []),
    "a device of a family": (
        "devices",
        "",
        ["name=Pocket Player", "kind={kind}", "interfaces.menu.family={family}", "also=PP, pee"],
        [],
    ),
    "a device without a way": (
        "devices",
        "",
        ["name=Pocket Player", "kind={kind}", "no_sign_out.because=It shows no page of its own."],
        [],
    ),
    "a device with a new page": (
        "devices",
        "",
        [
            "name=Pocket Player",
            "kind={kind}",
            "interfaces.menu.family={family}",
            "interfaces.menu.sources=pocket-page",
            "sources/pocket-page.url=https://pocket.example/out",
            "sources/pocket-page.title=Out: how",
            "sources/pocket-page.publisher=Pocket",
            "sources/pocket-page.tier=official",
        ],
        [],
    ),
    "a family like another": (
        "families",
        "{family}",
        [
            "name=TV app with a star",
            "tell=A star stands at the top of it.",
            "screens.menu.controls.get-help.select=settings",
            "screens.menu.controls.get-help.opens=help",
        ],
        ["{device}/star"],
    ),
    "a family of its own, with a new label": (
        "families",
        "",
        [
            "name=TV app with a moon",
            "tell=A moon stands at the top of it.",
            "start=home",
            "screens.home.looks_like=A moon and some titles.",
            "screens.home.reach=Open {service} and wait for the moon.",
            "screens.home.controls.moon.select=moon-icon",
            "screens.home.controls.moon.opens=out",
            "screens.out.looks_like=The moon is gone from it.",
            "screens.out.goal=yes",
            "routes.moon.role=main",
            "routes.moon.title=Use the moon",
            "routes.moon.steps=home.moon",
            "routes.moon.sources={source}",
            "no_fallback.because=There is no other way past the moon.",
            "labels/moon-icon.text.en=moon",
            "labels/moon-icon.icon=yes",
        ],
        ["{device}"],
    ),
    "a problem": (
        "problems",
        "",
        [
            "title=The moon does not rise",
            "symptom=You wait for it, and all stays dark.",
            "solutions.1.title=Wait for it",
            "solutions.1.text=It takes a night or two.",
            DOUBT,
            "solutions.2.title=Look elsewhere",
            "solutions.2.text=It may be behind a tree.",
            "solutions.2.sources={source}",
            "worked=You see the moon in full.",
            "kinds={kind}",
        ],
        [],
    ),
    "a source": (
        "sources",
        "",
        [
            "url=https://moon.example/a?b=c#d",
            "title=Out: a guide, # 1",
            "publisher=The Moon",
            "tier=press",
        ],
        ["{device}/{interface}"],
    ),
    "a label": ("labels", "", ["text.en=Log Out", "text.fr=Sortir"], ["{family}/help/sign-out"]),
    "an item": (
        "items",
        "",
        [
            "title=Look at the moon",
            "text=It is worth it, and it costs nothing.",
            "how=Go out and look up at it.",
            "priority=good",
            "see=key-code",
            "doubt=It may be cloudy where you are.",
        ],
        ["security"],
    ),
    "a key": ("keys", "", ["name=Moon", "inputs=remote, gamepad"], ["{family}/home/open-menu"]),
    "a concept": ("concepts", "", ["name=moon", "means=What rises at night, now and then."], []),
    "a topic": (
        "topics",
        "",
        [
            "title=The moon",
            "facts.1.text=It rises at night, now and then.",
            "facts.1.sources={source}",
            "facts.2.text=It is round.",
            "facts.2.doubt=Nobody has been behind it.",
            "claims.1.you_may_read=It is square.",
            "claims.1.in_fact=It is round.",
            "claims.1.sources={source}",
        ],
        ["more"],
    ),
    "a checklist": (
        "checklists",
        "",
        ["title=Before a move", "intro=Go through this list twice.", "items=strong-password"],
        ["more"],
    ),
    "a position": ("positions", "", ["text=behind the moon"], ["{family}/help/sign-out"]),
    "a pack": (
        "packs",
        "",
        ["title=Far away", "intro=These pages are for {service}.", "kinds={kind}", "remote=yes"],
        [],
    ),
    "a pack like another": ("packs", "{pack}", ["title=Far away", "intro=It is for us."], []),
    "a kind": ("kinds", "{kind}", ["name=Watches"], []),
    "everyday words": ("everyday", "", ["people_say=tellybox, goggler"], []),
}
NAMES = {
    "example_specs": {
        "device": "glow-tv",
        "interface": "menu",
        "kind": "tv",
        "family": "tv-menu",
        "source": "gazette",
        "pack": "guests",
    },
    "shipped": {
        "device": "roku",
        "interface": "gear",
        "kind": "streaming-player",
        "family": "netflix-tv-left-menu",
        "source": "bi-roku",
        "pack": "hotel",
    },
}


def test_each_kind_of_thing_has_a_scaffold() -> None:
    """But for what changed, which `signout changelog` writes; a phrase has tests of its own."""
    known = {collection for collection, *_ in SCAFFOLDS.values()}
    assert {*FOLDERS, *SHARED} - known == {"changelog", "phrases"}


@pytest.mark.parametrize("collection_of_specs", NAMES)
@pytest.mark.parametrize("scaffold", SCAFFOLDS)
def test_whatever_is_made_passes_the_check(
    collection_of_specs: str, scaffold: str, request: pytest.FixtureRequest
) -> None:
    folder: Folder = request.getfixturevalue(collection_of_specs)

    def put(text: str) -> str:
        return re.sub(
            r"\{(\w+)\}", lambda found: NAMES[collection_of_specs].get(found[1], found[0]), text
        )

    collection, like, answers, at = SCAFFOLDS[scaffold]
    own = "moon" if collection == "everyday" else ""
    plan = planned(
        folder, collection, *map(put, answers), like=put(like), at=[*map(put, at)], id=own
    )
    files = made(plan)
    new = plan.draft().main
    assert new.file in files
    if collection in FOLDERS:
        assert files[new.file].startswith(modeline(new.file.split("/")) + "\n")
        assert set(files).isdisjoint(folder.files) or at or len(plan.others)
    if collection == "devices":
        assert len(files[new.file].splitlines()) <= 20


def test_a_new_device_has_its_page(example_specs: Folder) -> None:
    plan = planned(example_specs, "devices", "name=Pocket Player", like="glow-tv")
    _, checked = plan.checked(plan.draft())
    kb = resolve(checked)
    page = DevicePages(kb).page(kb.devices["pocket-player"])
    assert page.title == "Sign out of Lumen on Pocket Player"
    assert "inferred" in page.content.lower()


def test_a_device_looks_as_one_written_by_hand(shipped: Folder) -> None:
    plan = planned(shipped, "devices", "name=Roku Pocket", "also=pocket, Roku Mini", like="roku")
    assert made(plan) == {
        "devices/streaming-player/roku-pocket.yml": (
            "# yaml-language-server: $schema=../../.schema/device.json\n"
            "name: Roku Pocket\n"
            "also: [pocket, Roku Mini]\n"
            "keys: {options: star (*)}\n"
            "interfaces:\n"
            "  top-menu: {family: netflix-tv-top-menu}\n"
            "  left-menu: {family: netflix-tv-left-menu}\n"
            "  gear: {family: netflix-tv-gear}\n"
        )
    }


def test_an_entry_stands_in_its_section(shipped: Folder) -> None:
    label = planned(shipped, "labels", "text.en=Log Out", at=["netflix-tv-left-menu/help/sign-out"])
    text = made(label)["labels.yml"]
    names = list(Layout(text).names(()))
    assert names.index("log-out") == names.index("sign-out") + 1
    source = planned(
        shipped,
        "sources",
        *("url=https://help.netflix.com/x", "title=X", "publisher=Netflix Help Center"),
        "tier=official",
        at=["roku/gear"],
    )
    text = made(source)["sources.yml"]
    names = list(Layout(text).names(()))
    before = names[names.index("netflix-help-center") - 1]
    assert shipped.specs.sources[str(before)].spec.publisher == "Netflix Help Center"
    # As all others there: with a blank line before it, each field on its own line.
    assert "\n\nnetflix-help-center:\n  url: https" in text


def test_a_label_can_take_the_place_of_another(example_specs: Folder) -> None:
    at = ["tv-menu/code-page/sign-out"]
    plan = planned(example_specs, "labels", "text.en=Out", at=["tv-menu/menu/leave"], instead=True)
    files, checked = plan.checked(plan.draft())
    assert "leave: {select: out, opens: home}" in files["families/tv-menu.yml"].decode()
    assert checked.problems == []
    with pytest.raises(Refused, match="no `tv-menu/code-page/sign-out` to use it at"):
        planned(example_specs, "labels", "text.en=Out", at=at).draft()  # one moves to that


def test_a_family_can_replace_that_of_an_interface(example_specs: Folder) -> None:
    plan = planned(
        example_specs,
        "families",
        *("name=TV app with a star", "tell=A star stands at the top of it."),
        *("screens.menu.controls.get-help.select=settings",),
        *("screens.menu.controls.get-help.opens=help",),
        like="tv-menu",
        at=["play-box/menu"],
    )
    files, checked = plan.checked(plan.draft())
    assert checked.problems == []
    device = files["devices/console/play-box.yml"].decode()
    assert device == "name: Play Box\ninterfaces:\n  menu: {family: tv-app-with-a-star}\n"


# --- what cannot be taken -------------------------------------------------------------------------


def test_all_that_is_missing_is_told_at_once(example_specs: Folder) -> None:
    def missing(collection: str, *answers: str) -> list[str]:
        return [name for name, _ in planned(example_specs, collection, *answers).missing()]

    assert missing("devices") == [
        "--set name=…",
        "--set kind=…",
        "--set interfaces.NAME.family=… or no_sign_out.because=… or retired.since=…",
    ]
    assert missing("problems", "solutions.1.title=Wait") == [
        "--set title=…",
        "--set symptom=…",
        "--set worked=…",
        "--set solutions.1.text=…",
        "--set solutions.1.sources=… or solutions.1.doubt=…",
    ]
    assert missing("labels") == ["--set text.en=…", "--for …"]
    assert missing("sources", "tier=press")[-1] == "--for …"
    assert missing("topics", "facts.1.text=A") == [
        "--set title=…",
        "--set facts.1.sources=… or facts.1.doubt=…",
        "--for …",
    ]
    assert missing("packs") == [
        "--set title=…",
        "--set intro=…",
        "--set checklists=… or kinds=… or devices=… or remote=…",
    ]
    assert missing("everyday") == ["--set people_say=…", "--id …"]
    assert missing("positions") == ["--set text=…", "--for …"]
    assert "--set start=…" in missing("families", "name=A")
    same = missing("families", "name=A", "extends=tv-menu")  # no need for another family
    assert same == ["--set screens.SCREEN.controls.CONTROL.select=… or drop=…", "--for …"]
    other = "sources/new-page.url=https://a.example/b"
    assert "--set sources/new-page.title=…" in missing("devices", other)


@pytest.mark.parametrize(
    ("collection", "answer", "says"),
    [
        ("devices", "nmae=Glow", "There is no field `nmae`. Did you mean `name`?"),
        ("devices", "kind=consle", "Did you mean `console`?"),
        ("devices", "interfaces.menu.family=tv-meun", "no family `tv-meun`. Did you mean `tv-m"),
        ("devices", "keys.bakc=Menu", "Did you mean `back`?"),
        ("devices", "interfaces=tv-menu", "has parts. Give them one by one, as in `interfaces.n"),
        ("devices", "name.first=Glow", "`name.first` has no parts."),
        ("devices", "name", "write it as NAME=VALUE"),
        ("devices", "name=Glow\x07", "U+0007"),
        ("devices", "name=Glow\u202etv", "U+202E"),
        ("devices", "name=Glow\nTV", "has a line break or a tab"),
        ("devices", "name=Glow\udc80", "not written in UTF-8"),
        ("devices", f"name={'a' * 121}", "has 121 characters; at most 120 are allowed"),
        ("devices", "retired.since=yesterday", "Write the date as 2026-11-22."),
        ("problems", "common=maybe", "Say yes or no."),
        ("problems", "solutions.first.title=Wait", "a list has numbers, from 1"),
        ("sources", "url=javascript:alert(1)", "beginning with https://"),
        ("devices", "interfaces.a.sources=https://a.b/c", "sources/NAME.url=…"),
        ("sources", "tier=offical", "Did you mean `official`?"),
        ("labels", "text.nn=Ut", "is not one of the choices"),
        ("checklists", "items=strong-pasword", "no item `strong-pasword`. Did you mean `strong-p"),
        ("packs", "kinds=tvv", "there is no kind of device `tvv`. Did you mean `tv`?"),
        ("packs", "checklists=securty", "Did you mean `security`?"),
        ("kinds", "input=tuch", "Did you mean `touch`?"),
        ("topics", "facts.1.sources=gazete", "Did you mean `gazette`?"),
        ("everyday", "people_sya=tele", "There is no field `people_sya`. Did you mean `people_s"),
        ("labels", "devices/glow.name=Glow", "`devices/…` is none of"),
        ("labels", "labels/../x.text.en=Glow", "single hyphens"),
        ("labels", "labels/sign-out.text.en=Glow", "There is a label `sign-out` already."),
    ],
)
def test_a_wrong_answer_is_refused_in_words(
    example_specs: Folder, collection: str, answer: str, says: str
) -> None:
    plan = Plan(example_specs, collection)
    with pytest.raises(Refused) as why:
        plan.expect(answer)
        plan.set(answer)
    assert says in str(why.value)
    assert str(why.value).isprintable()


def test_what_is_not_expected_is_refused_when_it_is_set_too(example_specs: Folder) -> None:
    plan = Plan(example_specs, "labels")
    for answer in ('"></script x="', "devices/glow.name=Glow", "labels/../x.text.en=Glow"):
        with pytest.raises(Refused):
            plan.set(answer)


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("Glow TV", "", "There is a device `glow-tv` already (specs/devices/tv/glow-tv.yml:1)"),
        ("日本", "", "No short name can be made of `日本`. Give one (--id)"),
        ("CON", "", "No short name can be made"),
        ("Glow", "../../x", "has something else than lower-case letters"),
        ("Glow", "index", "is reserved"),
        ("Glow", "play-box", "there is a device `play-box` already"),
        ("Glow", "x" * 61, "at most 60 are allowed"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    example_specs: Folder, name: str, given: str, says: str
) -> None:
    with pytest.raises(Refused) as why:
        planned(example_specs, "devices", f"name={name}", like="glow-tv", id=given).draft()
    assert says in str(why.value)


def test_a_name_of_a_key_is_not_that_of_a_label(example_specs: Folder) -> None:
    """`{back}` in a text means one thing only."""
    plan = planned(example_specs, "labels", "text.en=Back", at=["tv-menu/menu/leave"])
    assert plan.draft().main.id == "back-label"
    made(plan)


def test_what_is_missing_comes_with_its_choices_if_they_are_few(example_specs: Folder) -> None:
    missing = dict(Plan(example_specs, "keys").missing())
    assert re.search(r"There are `remote`, .+`\.$", missing["--set inputs=…"])
    missing = dict(Plan(example_specs, "sources").missing())
    assert "There are" not in missing["--set tier=…"]  # it explains each


def test_sources_of_one_publisher_are_numbered(example_specs: Folder) -> None:
    answers = ["url=https://a.example/b", "title=A", "publisher=Gazette", "tier=press"]
    plan = planned(example_specs, "sources", *answers, at=["glow-tv/menu"])
    assert plan.draft().main.id == "gazette-2"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("glow-tv", "`glow-tv` has several places: `glow-tv/menu`, `glow-tv/gear`, "),
        ("glow-tv/mneu", "Did you mean `glow-tv/menu`?"),
        ("glow-tv/x", "There is no `glow-tv/x` to use it at. Did you mean `glow-tv/menu`?"),
        ("moon", "There is no `moon` to use it at. Name a place such as `"),
        ("../../etc", "There is no `../../etc` to use it at."),
        ("\x1b[31m", "There is no `\\u001b[31m` to use it at."),
    ],
)
def test_a_place_that_is_none_is_refused(example_specs: Folder, given: str, says: str) -> None:
    plan = Plan(example_specs, "sources", at=[given])
    plan.set("publisher=Moon")
    with pytest.raises(Refused) as why:
        plan.draft()
    assert says in str(why.value)


@pytest.mark.parametrize(
    "given", ["glow-tv/menu", "devices/glow-tv/menu", "glow-tv/interfaces/menu", "glow-tv/menu/"]
)
def test_a_place_has_a_short_and_a_long_name(example_specs: Folder, given: str) -> None:
    answers = ["url=https://a.example/b", "title=A", "publisher=Moon", "tier=press"]
    text = made(planned(example_specs, "sources", *answers, at=[given]))["devices/tv/glow-tv.yml"]
    assert "sources: [lumen-help, moon]" in text


def test_nothing_like_it(example_specs: Folder) -> None:
    with pytest.raises(Refused, match=r"--from: there is no device `glow-tvv`. Did you mean"):
        Plan(example_specs, "devices").start_from("glow-tvv")
    with pytest.raises(Refused, match=r"Say --from tv-menu"):
        Plan(example_specs, "families").start_from("tv-gear")


def test_what_is_like_another_takes_over_no_sentence_and_no_source(example_specs: Folder) -> None:
    plan = planned(example_specs, "devices", "name=Moon TV", "interfaces.gear=", like="glow-tv")
    assert plan.form.arranged(plan.filled) == {
        "name": "Moon TV",
        "kind": "tv",
        "interfaces": {"menu": {"family": "tv-menu"}},
    }


def test_specs_with_problems_can_be_made_whole(base_files: Mapping[str, bytes]) -> None:
    """A device names a family that is not there yet; the new family is what was missing."""
    box = b"name: Play Box\ninterfaces:\n  menu: {family: tv-star}\n"
    folder = folder_of({**base_files, "devices/console/play-box.yml": box})
    assert [problem.code for problem in folder.problems] == ["unknown-family"]
    plan = planned(
        folder,
        "families",
        *("name=TV app with a star", "tell=A star stands at the top of it."),
        *("screens.menu.controls.get-help.select=settings",),
        *("screens.menu.controls.get-help.opens=help",),
        like="tv-menu",
        at=["play-box/menu"],
        id="tv-star",
    )
    assert plan.checked(plan.draft())[1].problems == []


def test_a_file_that_cannot_be_read_is_not_changed(base_files: Mapping[str, bytes]) -> None:
    folder = folder_of({**base_files, "labels.yml": b"{" * 30000})
    plan = planned(folder, "labels", "text.en=Out", at=["tv-menu/menu/leave"])
    with pytest.raises(Refused, match=r"labels.yml has to be changed, but cannot be read"):
        plan.checked(plan.draft())


# --- whatever somebody types ----------------------------------------------------------------------


def tried_name(folder: Folder, collection: str, *answers: str, **more: object) -> None:
    """Either a refusal in words, or files that pass, or problems that say what is wrong."""
    try:
        plan = planned(folder, collection, *answers, **more)  # type: ignore[arg-type]
        if list(plan.missing()):
            return
        files, checked = plan.checked(plan.draft())
    except Refused as why:
        assert str(why)
        return
    for problem in checked.problems:
        # Never that the file cannot be read: what somebody types is written as it is.
        assert problem.code in (
            "long-title",
            "title-twice",
            "alias-is-a-name",
            "braces-in-name",
            "said-twice",
            "long-sentence",
            "unknown-word",
            "repeated-sentence",
            "unprinted-character",
        )
    for name, data in files.items():
        document, problems = parse(name, data)
        assert document is not None and problems == []


NASTY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'\\:#{}[],&*!|>%@`-? \t\n~=<>", max_size=12),
    st.sampled_from(["no", "1.10", "12:30", "~", "2026-01-01", "null", "0x1f", "on", "=", "<<"]),
)


@given(NASTY)
@example("👩‍👩‍👧")
@example("a: b # c")
@example("../../x")
@example("-")
@example("'")
@example("a" * 200)
@settings(max_examples=20)
def test_any_text_as_a_name(specs: Callable[[], Folder], text: str) -> None:
    tried_name(specs(), "devices", f"name={text}", like="glow-tv", id="moon-tv")
    tried_name(specs(), "labels", f"text.en={text}", at=["tv-menu/menu/leave"])


@given(NASTY)
@example("The menu does not open.")
@example("{up} {sign-in-page}")
@settings(max_examples=12)
def test_any_text_as_what_another_kind_of_thing_is_called(
    specs: Callable[[], Folder], text: str
) -> None:
    said = f"{text} It stands here."
    tried_name(specs(), "positions", f"text={text}", at=["tv-menu/help/sign-out"], id="x")
    tried_name(specs(), "phrases", f"text={text}", id="x")
    tried_name(specs(), "kinds", f"name={text}", "input=touch", id="x")
    tried_name(specs(), "everyday", f"people_say={text}", id="x")
    tried_name(specs(), "packs", f"title={text}", f"intro={said}", "kinds=tv", id="x")
    tried_name(
        *(specs(), "checklists", f"title={text}", f"intro={said}", "items=strong-password"),
        id="x",
        at=["more"],
    )
    tried_name(
        *(specs(), "topics", f"title={text}", f"facts.1.text={said}", f"facts.1.doubt={text}"),
        id="x",
        at=["more"],
    )


@given(NASTY)
@settings(max_examples=20)
def test_any_text_anywhere(specs: Callable[[], Folder], text: str) -> None:
    answers = [f"also={text}", f"keys.up={text}", "name=Moon", f"models={text}"]
    notes = [f"notes.1.text={text}", f"actions.a.path={text}", f"actions.a.when={text}"]
    try:
        plan = planned(specs(), "devices", *answers, *notes, like="play-box")
    except Refused:
        return
    files, _ = plan.checked(plan.draft())
    document, problems = parse("x", files["devices/console/moon.yml"])
    assert document is not None and problems == []
    said = text.strip()
    if said:
        assert document.value["notes"] == [{"text": said}]


@given(NASTY)
@settings(max_examples=12)
def test_any_text_as_an_option(specs: Callable[[], Folder], text: str) -> None:
    for refused in (
        lambda: Plan(specs(), "devices").set(text),
        lambda: Plan(specs(), "devices").expect(text),
        lambda: Plan(specs(), "devices").start_from(text),
        lambda: planned(specs(), "labels", "text.en=Moon", at=[text]).draft(),
        lambda: planned(specs(), "topics", "title=Moon", at=[text]).draft(),
        lambda: planned(specs(), "devices", "name=Moon", like="glow-tv", id=text).draft(),
    ):
        try:
            refused()
        except Refused as why:
            assert str(why)


# --- files of all sorts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n# the end\n",
        lambda data: b"# the begin\n\n" + data,
    ],
    ids=["two-character-line-ends", "mark", "no-last-line-end", "comment-after", "comment-before"],
)
def test_files_keep_their_ways(
    base_files: Mapping[str, bytes], change: Callable[[bytes], bytes]
) -> None:
    files = {name: change(data) for name, data in base_files.items()}
    folder = folder_of(files)
    assert folder.problems == []
    plan = planned(folder, "labels", "text.en=Log Out", at=["tv-menu/help/sign-out"])
    result, checked = plan.checked(plan.draft())
    assert checked.problems == []
    for name, data in result.items():
        assert_only_added(files[name].decode(), data.decode())
        assert (b"\r\n" in data) == (b"\r\n" in files[name])
        assert data.count(b"\r\n") in (0, data.count(b"\n"))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a: {x: [b]}\n", "a: {x: [b, new]}\n"),
        ("a: {x: [b, c]}\n", "a: {x: [b, c, new]}\n"),
        ("a: {x: [b, c,]} # why\n", "a: {x: [b, c, new,]} # why\n"),
        ("a: {x: []}\n", "a: {x: [new]}\n"),
        ("a: {z: 1, w: 2}\n", "a: {z: 1, w: 2, x: [new]}\n"),
        ("a: {w: 2, z: 1}\n", "a: {w: 2, x: [new], z: 1}\n"),
        ("a:\n  x:\n    - b # one\n    # two\n    - c\nd: 1\n", None),
        ("a:\n  x:\n  - b", "a:\n  x:\n  - b\n  - new\n"),
        (
            "a:\n  w: 1 # why\n  # of z\n  z: 2\n",
            "a:\n  w: 1 # why\n  x: [new]\n  # of z\n  z: 2\n",
        ),
        ("a:\n  - w: 1\n    z: 2\n", None),
    ],
)
def test_an_item_comes_in(text: str, result: str | None) -> None:
    layout = Layout(text)
    path = ("a", 0, "x") if "- w" in text else ("a", "x")
    after = edited(text, [with_item(layout, path, "new", ["w", "x", "y", "z"])])
    if result is None:
        result = {True: "a:\n  - w: 1\n    x: [new]\n    z: 2\n"}.get(
            "- w" in text, "a:\n  x:\n    - b # one\n    # two\n    - c\n    - new\nd: 1\n"
        )
    assert after.rstrip("\n") == result.rstrip("\n")


def test_a_field_comes_in_where_it_belongs() -> None:
    layout = Layout("name: A\nnotes: [b]\n")
    edit = with_field(layout, ("interfaces",), "{m: 1}", ["name", "interfaces", "notes"])
    assert edited(layout.text, [edit]) == "name: A\ninterfaces: {m: 1}\nnotes: [b]\n"


def test_entries_keep_their_distance() -> None:
    assert with_entry("a: 1\n\nb: 2\n\nc: 3\n", "d: 4\n", "b") == "a: 1\n\nb: 2\n\nd: 4\n\nc: 3\n"
    assert with_entry("a: 1\nb: 2\n# c\nc: 3", "d: 4\n", None) == "a: 1\nb: 2\n# c\nc: 3\nd: 4\n"


def test_interfaces_are_called_as_elsewhere(shipped: Folder) -> None:
    assert interface_name(shipped.specs, "netflix-tv-left-menu", {}) == "left-menu"
    assert interface_name(shipped.specs, "netflix-tv-left-menu", {"left-menu": 1}) == "left-menu-2"
    assert interface_name(shipped.specs, "netflix-tv-star", {}) == "star"
    assert interface_name(shipped.specs, "unlike-any", {}) == "unlike-any"


def test_names_of_new_things_can_be_chosen(example_specs: Folder) -> None:
    plan = Plan(example_specs, "families")
    allow(plan.forms, "labels", "moon", "new")
    plan.set("screens.a.controls.b.select=moon")
    with pytest.raises(Refused):
        Plan(example_specs, "families").set("screens.a.controls.b.select=moon")


def test_the_call_that_stands_for_all_answers(example_specs: Folder) -> None:
    plan = planned(
        example_specs,
        "problems",
        *("title=It's dark", "solutions.1.steps=Wait, then look.", "solutions.1.steps=Go."),
        *("common=yes", "kinds=tv, phone"),
    )
    assert plan.command() == (
        "signout new problem --set 'title=It'\"'\"'s dark' --set common=yes --set kinds=tv "
        "--set kinds=phone --set 'solutions.1.steps=Wait, then look.' --set solutions.1.steps=Go."
    )
