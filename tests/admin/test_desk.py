"""A draft shown, changed, judged and saved: the editor without a browser."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from generator.admin import disk
from generator.admin.desk import Desk, Draft, Refused
from generator.admin.shape import shape_of
from generator.model.specs import FOLDERS, SHARED
from generator.model.vocabulary import Service
from generator.publish.publication import Project
from generator.publish.saving import ChangedMeanwhile


@pytest.fixture
def desk(project: Project) -> Desk:
    return Desk(project)


def draft_of(desk: Desk, file: str, entry: str = "") -> Draft:
    parts = desk.edit_parts(file, entry, 0)
    return Draft(file, entry, str(parts["text"]), str(parts["stamp"]))


def after(draft: Draft, seen: dict[str, Any]) -> Draft:
    return Draft(draft.file, draft.entry, seen["text"], draft.was)


def form_in(seen: dict[str, Any]) -> BeautifulSoup:
    return BeautifulSoup(seen["form"], "html.parser")


def test_every_model_has_a_form() -> None:
    for model in (*FOLDERS.values(), *SHARED.values(), Service):
        assert shape_of(model).members


def test_every_spec_has_a_page_with_its_values(desk: Desk) -> None:
    groups: Any = desk.list_parts()["groups"]
    listed = [thing for group in groups for thing in group.things]
    assert {thing.collection for thing in listed} > {"devices", "labels", "service"}
    for thing in listed:
        seen = desk.edit_parts(thing.file, thing.entry, 0)
        assert "data-set" in str(seen["form"]), thing
        assert seen["says"] == "No problems."


def test_a_label_is_changed_in_its_place_and_saved(desk: Desk, spec_folder: Path) -> None:
    file = spec_folder / "labels.yml"
    before = file.read_text("utf-8")
    draft = draft_of(desk, "labels.yml", "sign-out")
    path = ["sign-out", "text", "fr", 1]
    seen = desk.change(draft, {"do": "set", "path": path, "value": "Quitter: non"})
    assert BeautifulSoup(seen["difference"], "html.parser").find_all("tr", class_="new")
    assert seen["changed"] and not seen["blocking"]
    desk.save(after(draft, seen), despite=False)
    assert file.read_text("utf-8") == before.replace("Déconnexion", '"Quitter: non"')


def test_a_misspelt_name_is_shown_at_its_field_and_not_saved_by_accident(
    desk: Desk, spec_folder: Path
) -> None:
    file = "devices/console/play-box.yml"
    before = (spec_folder / file).read_bytes()
    draft = draft_of(desk, file)
    asked = {"do": "set", "path": ["interfaces", "menu", "family"], "value": "tv-manu"}
    seen = desk.change(draft, asked)
    field = form_in(seen).find(attrs={"aria-invalid": "true"})
    assert field is not None and field["value"] == "tv-manu"
    assert "Did you mean <code>tv-menu</code>?" in seen["problems"]
    assert seen["marks"][0][:2] == [3, 18]
    with pytest.raises(Refused, match="There is 1 problem"):
        desk.save(after(draft, seen), despite=False)
    assert (spec_folder / file).read_bytes() == before
    desk.save(after(draft, seen), despite=True)
    assert b"tv-manu" in (spec_folder / file).read_bytes()


def test_what_a_change_breaks_elsewhere_is_said(desk: Desk) -> None:
    draft = draft_of(desk, "labels.yml", "leave")
    seen = desk.change(draft, {"do": "remove", "path": ["leave"]})
    assert "In other files" in seen["problems"] and "families/" in seen["problems"]
    assert seen["blocking"]


def test_what_a_change_breaks_in_the_prose_is_said(desk: Desk) -> None:
    text = "title: New\nfacts:\n  - {text: It is so., doubt: It may change.}\n"
    seen = desk.look(Draft("topics/new-topic.yml", "", text, ""))
    assert "No page shows this." in seen["problems"] and seen["blocking"] == 1


def test_the_file_of_a_page_is_known(desk: Desk) -> None:
    assert desk.file_of_page("devices/play-box") == "devices/console/play-box.yml"
    assert desk.file_of_page("words") == ""


def test_problems_that_were_there_before_do_not_block(desk: Desk, spec_folder: Path) -> None:
    (spec_folder / "keys.yml").write_text("up: {nam: Up}\n")
    draft = draft_of(desk, "devices/console/play-box.yml")
    seen = desk.change(draft, {"do": "set", "path": ["name"], "value": "Play Boxes"})
    assert not seen["blocking"] and "does not touch" in seen["problems"]


def test_a_problem_with_one_right_answer_is_mended_on_request(desk: Desk) -> None:
    draft = draft_of(desk, "devices/console/play-box.yml")
    wrong = Draft(draft.file, "", draft.text.replace("name: Play Box", "name: no"), draft.was)
    seen = desk.look(wrong)
    assert "Mend it" in seen["problems"]
    line, column, *_ = seen["marks"][0]
    asked = {"do": "mend", "line": line, "column": column, "code": "quote-text"}
    assert 'name: "no"' in desk.change(wrong, asked)["text"]


def test_text_that_cannot_be_read_has_its_place_and_no_form(desk: Desk) -> None:
    draft = draft_of(desk, "devices/console/play-box.yml")
    seen = desk.look(Draft(draft.file, "", "name: [Play\n", draft.was))
    assert "form is back" in seen["form"] and seen["marks"] and seen["blocking"]
    with pytest.raises(Refused, match="Mend its problems first"):
        asked = {"do": "set", "path": ["name"], "value": "x"}
        desk.change(Draft(draft.file, "", "name: [", draft.was), asked)


def test_entries_and_fields_are_added_where_they_belong(desk: Desk) -> None:
    draft = draft_of(desk, "devices/console/play-box.yml")
    asked = {"do": "add", "what": "field", "path": ["also"], "answers": {"": "Box\nPB 1"}}
    seen = desk.change(draft, asked)
    assert seen["text"].startswith("name: Play Box\nalso: [Box, PB 1]\ninterfaces:")
    answers = {".key": "gear", ".value.family": "tv-gear"}
    asked = {"do": "add", "what": "entry", "path": ["interfaces"], "answers": answers}
    seen = desk.change(after(draft, seen), asked)
    assert "  menu: {family: tv-menu}\n  gear: {family: tv-gear}\n" in seen["text"]
    asked = {"do": "move", "path": ["interfaces", "gear"], "by": -1}
    seen = desk.change(after(draft, seen), asked)
    assert "  gear: {family: tv-gear}\n  menu: {family: tv-menu}\n" in seen["text"]
    with pytest.raises(Refused, match="Say the name of it first"):
        desk.change(draft, {"do": "add", "what": "entry", "path": ["interfaces"], "answers": {}})


def test_a_new_device_of_a_known_family_is_right_at_once(desk: Desk, spec_folder: Path) -> None:
    asked = {".name": "Beam TV", "id": "beam-tv", "kind": "tv", "family": "tv-menu"}
    made = desk.begin("devices", asked)
    draft = Draft(made["file"], "", made["text"], made["stamp"])
    assert desk.look(draft)["says"] == "No problems."
    desk.save(draft, despite=False)
    assert (spec_folder / "devices/tv/beam-tv.yml").read_text() == made["text"]
    assert "interfaces:\n  menu: {family: tv-menu}\n" in made["text"]
    with pytest.raises(Refused, match="There is a `beam-tv` already"):
        desk.begin("devices", asked)


def test_a_new_entry_stands_in_the_file_of_its_kind(desk: Desk) -> None:
    answers = {"id": "howto-two", ".url": "https://howto.example/two", ".title": "Two"}
    answers |= {".publisher": "Howto", ".tier": "howto"}
    made = desk.begin("sources", answers)
    assert made["file"] == "sources.yml" and made["entry"] == "howto-two"
    assert "howto-two:" in made["text"]
    with pytest.raises(Refused, match="Title is needed"):
        desk.begin("sources", answers | {".title": " "})


def test_a_device_is_asked_for_its_kind_and_its_interface(desk: Desk) -> None:
    asked: Any = desk.new_parts("devices")["questions"]
    assert [one.title for one in asked] == [
        *("Name", "Short name for addresses", "Kind", "Interface"),
    ]
    with pytest.raises(disk.NotThere, match="There is nothing called `devcies`"):
        desk.new_parts("devcies")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"id": ""}, "The short name is needed."),
        ({"id": "Moon TV"}, "something else than lower-case letters"),
        ({"kind": ""}, "Say of which kind it is."),
        ({"kind": "radio"}, "Say of which kind it is."),
    ],
)
def test_what_a_new_device_lacks_is_said(desk: Desk, given: dict[str, str], says: str) -> None:
    with pytest.raises(Refused) as why:
        desk.begin("devices", {".name": "Moon TV", "id": "moon-tv", "kind": "tv"} | given)
    assert says in str(why.value)


def test_a_device_can_be_begun_before_anybody_knows_its_interface(desk: Desk) -> None:
    made = desk.begin("devices", {".name": "Moon TV", "id": "moon-tv", "kind": "tv"})
    assert made["text"].endswith("\nname: Moon TV\n")
    seen = desk.look(Draft(made["file"], "", made["text"], made["stamp"]))
    assert "interfaces" in seen["form"] and seen["blocking"]


def test_the_first_entry_begins_its_file(desk: Desk, spec_folder: Path) -> None:
    asked: Any = desk.new_parts("everyday")["questions"]
    names = {one.member: one.name for one in asked}
    made = desk.begin("everyday", {"id": "tv", names["people_say"]: "tele\ntelly"})
    assert not (spec_folder / "everyday.yml").exists()
    assert (made["file"], made["entry"]) == ("everyday.yml", "tv")
    assert made["text"] == (
        "# yaml-language-server: $schema=.schema/everyday.json\ntv: {people_say: [tele, telly]}\n"
    )


@pytest.mark.parametrize(
    ("collection", "answers", "file", "holds"),
    [
        (
            "topics",
            {".title": "Moon", ".facts.0.text": "It is round."},
            "topics/moon.yml",
            "title: Moon\nfacts:\n  - text: It is round.\n",
        ),
        (
            "checklists",
            {".title": "Moon", ".intro": "Go there.", ".items": "strong-password"},
            "checklists/moon.yml",
            "title: Moon\nintro: Go there.\nitems: [strong-password]\n",
        ),
        ("positions", {".text": "up there"}, "positions.yml", "moon: {text: up there}\n"),
        ("phrases", {".text": "It is round."}, "phrases.yml", "moon: {text: It is round.}\n"),
        (
            "packs",
            {".title": "Moon", ".intro": "Go there."},
            "packs.yml",
            "moon: {title: Moon, intro: Go there.}\n",
        ),
        (
            "kinds",
            {".name": "Moons", ".input": "touch"},
            "kinds.yml",
            "moon: {name: Moons, input: touch}\n",
        ),
    ],
)
def test_whatever_there_is_can_be_added(
    desk: Desk, collection: str, answers: dict[str, str], file: str, holds: str
) -> None:
    asked: Any = desk.new_parts(collection)["questions"]
    assert {*answers, "id"} == {one.name for one in asked}
    made = desk.begin(collection, answers | {"id": "moon"})
    assert (made["file"], made["text"].endswith(holds)) == (file, True)


def test_what_is_added_without_what_it_needs_is_refused(desk: Desk) -> None:
    draft = draft_of(desk, "devices/tv/glow-tv.yml")
    for asked, says in (
        (
            {"what": "entry", "path": ["interfaces"], "answers": {".key": "star"}},
            "Family is needed",
        ),
        ({"what": "entry", "path": ["keys"], "answers": {".key": "back"}}, "Say what `back` is to"),
        ({"what": "field", "path": ["input"], "answers": {"": " "}}, "Input is needed"),
        ({"what": "field", "path": ["nmae"], "answers": {"": "x"}}, "Nothing can be added there"),
        ({"what": "item", "path": ["name", "x"], "answers": {"": "x"}}, "can be added there"),
    ):
        with pytest.raises(Refused, match=says):
            desk.change(draft, {"do": "add", **asked})


def test_a_file_that_is_none_of_the_specs_is_not_there(desk: Desk) -> None:
    """Of a file with many entries, only one that is there; of a device, also a new one."""
    with pytest.raises(disk.NotThere, match=r"There is no spec file `everyday.yml`"):
        desk.edit_parts("everyday.yml", "tv", 0)
    assert desk.edit_parts("devices/tv/moon-tv.yml", "", 0)["text"] == ""


def test_a_folder_in_the_place_of_a_file_is_none(desk: Desk, spec_folder: Path) -> None:
    (spec_folder / "devices/tv/moon-tv.yml").mkdir()
    with pytest.raises(disk.NotThere):
        desk.edit_parts("devices/tv/moon-tv.yml", "", 0)


def test_of_what_may_be_left_out_only_what_was_said_is_written(desk: Desk) -> None:
    answers = {".mail": "help@lumen.example", ".form": " "}
    asked = {"do": "add", "what": "field", "path": ["reports"], "answers": answers}
    seen = desk.change(draft_of(desk, "service.yml"), asked)
    assert "\nreports: {mail: help@lumen.example}\n" in seen["text"]


def test_an_entry_does_not_show_what_is_wrong_with_its_neighbours(desk: Desk) -> None:
    saved = draft_of(desk, "labels.yml", "sign-out")
    wrong = saved.text.replace("means: sign-out", "means: sign-uot")
    here, there = (
        desk.look(Draft(saved.file, entry, wrong, saved.was))
        for entry in ("sign-out", "deactivate")
    )
    assert "sign-uot" in there["form"]
    assert "sign-uot" not in here["form"]
    assert here["blocking"]


def test_without_a_service_all_else_is_still_listed(desk: Desk, spec_folder: Path) -> None:
    (spec_folder / "service.yml").unlink()
    groups: Any = desk.list_parts()["groups"]
    listed = [thing for group in groups for thing in group.things]
    assert "service" not in {thing.collection for thing in listed}
    assert "Glow TV" in {thing.title for thing in listed}


def test_a_check_of_a_family_is_written_at_its_way(desk: Desk) -> None:
    draft = draft_of(desk, "families/phone-app.yml")
    asked = {"route": "phone-app/me", "sources": "lumen-help", "by": "Ada", "date": "2026-03-02"}
    seen = desk.change(draft, {"do": "check", "answers": asked})
    assert "checked: {date: 2026-03-02, by: Ada, covers: " in seen["text"]
    assert "Last checked on 2 March 2026 by Ada." in seen["form"]
    with pytest.raises(Refused, match="Say who checked it"):
        desk.change(draft, {"do": "check", "answers": {**asked, "by": " "}})
    broken = Draft(draft.file, "", draft.text.replace("opens: me", "opens: em"), draft.was)
    with pytest.raises(Refused, match="only what is right can be checked"):
        desk.change(broken, {"do": "check", "answers": asked})


def test_a_check_is_recorded_with_what_it_covers(desk: Desk) -> None:
    draft = draft_of(desk, "devices/console/play-box.yml")
    asked = {"route": "play-box/menu/menu", "on_device": "true", "by": "Ada", "date": "2026-03-02"}
    seen = desk.change(draft, {"do": "check", "answers": asked})
    assert "date: 2026-03-02, by: Ada, on_device: true, covers: " in seen["text"]
    assert seen["says"] == "No problems."
    assert "Last tried on a device on 2 March 2026 by Ada." in seen["form"]
    with pytest.raises(Refused, match="Say how you checked it"):
        asked = {"route": "play-box/menu/menu", "by": "Ada"}
        desk.change(draft, {"do": "check", "answers": asked})


def test_a_file_that_somebody_else_changed_is_not_overwritten(
    desk: Desk, spec_folder: Path
) -> None:
    draft = draft_of(desk, "keys.yml", "up")
    theirs = (spec_folder / "keys.yml").read_text("utf-8") + "# by somebody else\n"
    (spec_folder / "keys.yml").write_text(theirs, "utf-8")
    seen = desk.change(draft, {"do": "set", "path": ["up", "name"], "value": "Above"})
    assert seen["meanwhile"] and "by somebody else" in seen["difference"]
    with pytest.raises(ChangedMeanwhile):
        desk.save(after(draft, seen), despite=True)
    assert (spec_folder / "keys.yml").read_text("utf-8") == theirs


def test_the_mark_and_the_line_ends_of_a_file_stay(desk: Desk, spec_folder: Path) -> None:
    file = spec_folder / "devices/console/play-box.yml"
    data = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(data)
    file.chmod(0o640)
    draft = draft_of(desk, "devices/console/play-box.yml")
    seen = desk.change(draft, {"do": "set", "path": ["name"], "value": "Play Cube"})
    desk.save(after(draft, seen), despite=False)
    assert file.read_bytes() == data.replace(b"Box", b"Cube")
    assert file.stat().st_mode & 0o777 == 0o640
    assert not list(file.parent.glob(".*"))


@pytest.mark.parametrize(
    "name",
    ["../keys.yml", "devices/../keys.yml", "keys.yaml", "x.yml", "devices/tv/con.yml", "/keys.yml"],
)
def test_no_other_file_can_be_opened_or_written(desk: Desk, name: str) -> None:
    with pytest.raises(disk.NotThere):
        desk.edit_parts(name, "", 0)
    with pytest.raises(disk.NotThere):
        desk.save(Draft(name, "", "name: x\n", ""), despite=True)


def test_a_link_is_not_followed(desk: Desk, spec_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yml").write_text("name: Outside\n")
    (spec_folder / "devices/tv/linked.yml").symlink_to(tmp_path / "outside.yml")
    with pytest.raises(disk.NotThere):
        desk.edit_parts("devices/tv/linked.yml", "", 0)


def test_what_a_file_holds_is_text_on_the_page(desk: Desk) -> None:
    draft = draft_of(desk, "devices/console/play-box.yml")
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    seen = desk.change(draft, {"do": "set", "path": ["name"], "value": evil})
    for part in ("form", "difference", "problems"):
        html = BeautifulSoup(seen[part], "html.parser")
        assert not html.find_all(["script", "img"])
    field = form_in(seen).find("input")
    assert field is not None and field["value"] == evil
