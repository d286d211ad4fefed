"""`extends` worked out: what is inherited, changed and dropped, and where each part is written."""

from collections.abc import Callable, Mapping

from generator.check.proof import Checked

Lumen = Callable[..., Checked]


def test_what_is_not_written_is_inherited(lumen: Lumen) -> None:
    families = lumen().families
    base, gear = families["tv-menu"], families["tv-gear"]
    assert base.base is None
    assert gear.base is base
    assert gear.start is not None
    assert gear.start.value == "home"
    assert gear.start.place().file == "specs/families/tv-menu.yml"
    assert gear.screens["home"].looks_like == base.screens["home"].looks_like
    assert gear.routes["key-code"].value is base.routes["key-code"].value
    assert gear.impostors == base.impostors


def test_what_is_written_stands_in_its_place(lumen: Lumen) -> None:
    gear = lumen().families["tv-gear"]
    assert gear.tell == "A gear stands at the end of the menu."
    assert gear.screens["menu"].looks_like == "A list with a gear at its end."
    assert set(gear.screens["menu"].controls) == {"leave", "settings"}
    assert str(gear.routes["menu"].place(key=True)) == "specs/families/tv-gear.yml:11:3"
    settings = gear.control("menu.settings")
    assert settings is not None
    assert settings.place(key=True).file == "specs/families/tv-gear.yml"
    assert gear.control("menu.get-help") is None
    assert gear.control("nowhere.settings") is None


def test_the_base_stays_as_it_is(lumen: Lumen) -> None:
    base = lumen().families["tv-menu"]
    assert set(base.screens["menu"].controls) == {"get-help", "leave"}
    assert base.screens["menu"].looks_like == "A list down the left side."


def test_the_order_of_files_does_not_matter(lumen: Lumen, base_files: Mapping[str, bytes]) -> None:
    """A family may come before the one it extends."""
    changes: dict[str, str | None] = {
        name: data.decode().replace("tv-menu", "zz-menu") for name, data in base_files.items()
    }
    changes["families/zz-menu.yml"] = changes["families/tv-menu.yml"]
    changes["families/tv-menu.yml"] = None
    checked = lumen(changes)
    assert checked.problems == []
    assert set(checked.families["tv-gear"].screens) == set(lumen().families["tv-gear"].screens)


def test_of_a_broken_base_nothing_is_said_to_be_missing(lumen: Lumen) -> None:
    checked = lumen({"families/tv-menu.yml": "name: [\n"})
    assert [problem.place.file for problem in checked.problems] == ["specs/families/tv-menu.yml"]
    assert not checked.families["tv-gear"].complete
