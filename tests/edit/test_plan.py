"""What somebody answers to `signout new`, read as it is meant, and asked for where it lacks."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.edit.form import Refused
from generator.edit.naming import interface_name
from generator.edit.plan import Folder, Plan
from tests.edit.test_scaffold import folder_of, made, planned

SOURCE = ["url=https://a.example/b", "title=A", "publisher=Moon", "tier=press"]
STAR = [
    *("name=TV app with a star", "tell=A star stands at the top of it."),
    *("screens.menu.controls.get-help.select=settings",),
    *("screens.menu.controls.get-help.opens=help",),
]


@pytest.fixture(scope="module")
def lumen_folder(base_files: Mapping[str, bytes]) -> Folder:
    """The example specs of tests/good/base."""
    return folder_of(base_files)


def test_words_that_some_devices_have_instead_are_given_one_by_one(lumen_folder: Folder) -> None:
    plan = planned(
        lumen_folder, "labels", "text.en=Out", "text.en=Leave now", at=["tv-menu/help/sign-out"]
    )
    assert "out: {text: {en: [Out, Leave now]}}\n" in made(plan)["labels.yml"]


@pytest.mark.parametrize(
    ("collection", "answer", "says"),
    [
        ("problems", "solutions=Wait", "`solutions` has parts."),
        ("devices", "retired=yes", "Give them one by one, as in `retired.since=…`."),
        ("labels", "text=Out", "Give them one by one, as in `text.en=…`."),
    ],
)
def test_what_has_parts_is_given_by_its_parts(
    lumen_folder: Folder, collection: str, answer: str, says: str
) -> None:
    with pytest.raises(Refused) as why:
        planned(lumen_folder, collection, answer)
    assert says in str(why.value)


def test_an_answer_is_judged_though_others_are_still_missing(lumen_folder: Folder) -> None:
    """A day, a yes or no, a path that nobody has given yet is nothing that is wrong with it."""
    for at, value in (
        (("retired", "says"), "It ended."),
        (("actions", "reset", "when"), "2024"),
    ):
        plan = planned(lumen_folder, "devices", "name=Moon TV", "kind=tv")
        assert plan.answer(at, value) == []
    plan = planned(lumen_folder, "devices", "name=Moon TV", "kind=tv")
    assert plan.answer(("retired", "says"), "It has {no-such-word}.") != []
    assert "says" not in plan.filled["retired"]


def test_an_answer_that_makes_another_file_wrong_is_told(lumen_folder: Folder) -> None:
    plan = planned(lumen_folder, "devices", "kind=tv", "interfaces.menu.family=tv-menu")
    (problem,) = plan.answer(("name",), "Glow")
    assert problem.place.file == "specs/devices/tv/glow-tv.yml"
    assert "`Glow` is the name of the device" in problem.message


def test_the_first_of_its_kind_begins_a_file(lumen_folder: Folder) -> None:
    """With the line by which an editor of YAML knows what may stand in it."""
    plan = planned(lumen_folder, "everyday", "people_say=tele, telly", id="tv")
    assert made(plan) == {
        "everyday.yml": "# yaml-language-server: $schema=.schema/everyday.json\n"
        "tv: {people_say: [tele, telly]}\n"
    }


def test_a_word_can_stand_at_several_places_of_a_file(lumen_folder: Folder) -> None:
    at = ["tv-menu/menu/get-help", "tv-menu/help/sign-out", "tv-menu/menu/get-help/"]
    family = made(planned(lumen_folder, "labels", "text.en=Out", at=at))["families/tv-menu.yml"]
    assert "get-help: {select: get-help, or: [out], where: at-bottom, opens: help}\n" in family
    assert "sign-out: {select: sign-out, or: [deactivate, out], opens: confirm}\n" in family


def test_a_device_that_had_no_way_out_gets_one(lumen_folder: Folder) -> None:
    """That it has none is then wrong, and said to be."""
    plan = planned(lumen_folder, "families", *STAR, like="tv-menu", at=["cast-dongle"])
    files, checked = plan.checked(plan.draft())
    assert files["devices/tv/cast-dongle.yml"].startswith(
        b"name: Cast Dongle\ninterfaces: {app-with-a-star: {family: tv-app-with-a-star}}\n"
    )
    assert [problem.code for problem in checked.problems] == ["way-out-after-all"]


def test_a_family_that_no_device_has_yet_names_the_interface(
    base_files: Mapping[str, bytes],
) -> None:
    unused = {"families/tv-star.yml": base_files["families/tv-gear.yml"]}
    assert interface_name(folder_of({**base_files, **unused}).specs, "tv-star", {}) == "star"


def test_a_device_that_is_not_there_shows_nothing(lumen_folder: Folder) -> None:
    plan = planned(lumen_folder, "families", *STAR, like="tv-menu", at=["play-bx"])
    with pytest.raises(Refused, match=r"no device `play-bx`\. Did you mean `play-box`"):
        plan.draft()


def test_of_a_spec_with_one_place_its_name_will_do(lumen_folder: Folder) -> None:
    device = made(planned(lumen_folder, "sources", *SOURCE, at=["handy"]))[
        "devices/phone/handy.yml"
    ]
    assert "app: {family: phone-app, sources: [lumen-help, moon]}" in device


def test_a_name_that_two_things_have_is_to_be_said_in_full(base_files: Mapping[str, bytes]) -> None:
    both = base_files["labels.yml"] + b"strong-password: {text: {en: Strong}}\n"
    folder = folder_of({**base_files, "labels.yml": both})
    with pytest.raises(Refused) as why:
        planned(folder, "sources", *SOURCE, at=["strong-password"]).draft()
    assert str(why.value) == (
        "`strong-password` can be `labels/strong-password`, `items/strong-password`. Say which."
    )
    plan = planned(folder, "sources", *SOURCE, at=["items/strong-password"])
    assert b"sources: [lumen-help, moon]" in plan.checked(plan.draft())[0]["items.yml"]


def test_what_nothing_needs_to_name_has_no_place(lumen_folder: Folder) -> None:
    plan = planned(lumen_folder, "concepts", "name=moon", "means=It rises.", at=["glow-tv"])
    with pytest.raises(Refused, match=r"--for is not for a concept: nothing needs to name it\."):
        plan.draft()


@pytest.mark.parametrize(
    ("collection", "like", "filled"),
    [
        (
            "sources",
            "copied-page",
            {
                "publisher": "The Archive",
                "tier": "official-mirror",
                "origin": "Lumen Help",
                "language": "fr",
            },
        ),
        (
            "problems",
            "menu-does-not-open",
            {"kinds": ["console"], "families": ["tv-menu"], "devices": ["glow-tv"]},
        ),
        ("keys", "home", {"inputs": ["remote"]}),
    ],
)
def test_what_is_like_another_takes_over_its_names_and_choices(
    lumen_folder: Folder, collection: str, like: str, filled: Mapping[str, object]
) -> None:
    assert planned(lumen_folder, collection, like=like).filled == filled


def test_a_reason_that_is_a_phrase_is_taken_over(base_files: Mapping[str, bytes]) -> None:
    """It stands in one place all the same; a reason of its own would stand in two."""
    phrase = b"no-screen: {text: It has no screen.}\n"
    reason = b'name: Cast Dongle\nno_sign_out: {because: "{no-screen}", sources: [gazette]}\n'
    files = {
        **base_files,
        "phrases.yml": base_files["phrases.yml"] + phrase,
        "devices/tv/cast-dongle.yml": reason,
    }
    plan = planned(folder_of(files), "devices", like="cast-dongle")
    assert plan.filled == {"kind": "tv", "no_sign_out": {"because": "{no-screen}"}}


def test_the_call_names_the_place_the_name_and_what_else_is_new(lumen_folder: Folder) -> None:
    plan = planned(
        lumen_folder,
        "labels",
        *("text.en=Out", "icon=no", "labels/moon.text.en=Moon", "means=sign-out"),
        at=["tv-menu/menu/leave"],
        instead=True,
        id="out",
    )
    assert plan.command() == (
        "signout new label --for tv-menu/menu/leave --instead --id out "
        "--set labels/moon.text.en=Moon --set text.en=Out --set icon=no --set means=sign-out"
    )
    assert Plan(lumen_folder, "keys").command() == "signout new key"
