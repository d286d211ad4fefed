"""Routes proven by hand and by chance: what the check lets pass, a reader can walk."""

import random
from collections.abc import Callable, Mapping

import pytest

from generator.check.proof import Checked
from generator.knowledge.resolve import resolve

Lumen = Callable[..., Checked]
MENU = "families/tv-menu.yml"


def codes(checked: Checked) -> list[str]:
    return [problem.code for problem in checked.problems]


def test_every_route_of_the_base_leads_from_the_start_to_the_goal(lumen: Lumen) -> None:
    for family in lumen().families.values():
        for route in family.routes.values():
            assert family.start is not None
            at = family.start.value
            for step in route.value.steps:
                control = family.control(step)
                assert control is not None
                assert step.startswith(f"{at}.")
                at = control.value.opens
            assert family.screens[at].goal


@pytest.mark.parametrize("missing", range(4))
def test_no_step_can_be_left_out(lumen: Lumen, missing: int) -> None:
    steps = ["home.open-menu", "menu.get-help", "help.sign-out", "confirm.accept"]
    left = [step for number, step in enumerate(steps) if number != missing]
    checked = lumen({MENU: (", ".join(steps), ", ".join(left))})
    assert codes(checked) == ["route-ends-early" if missing == 3 else "route-breaks"]
    assert f"`{steps[missing]}`" in checked.problems[0].hint


def test_steps_in_another_order_are_refused(lumen: Lumen) -> None:
    steps = ["home.open-menu", "menu.get-help", "help.sign-out", "confirm.accept"]
    shuffle = random.Random(1).shuffle
    for _ in range(10):
        other = list(steps)
        shuffle(other)
        if other != steps:
            checked = lumen({MENU: (", ".join(steps), ", ".join(other))})
            assert codes(checked) == ["route-breaks"]


def test_a_fault_of_a_family_is_reported_once_however_many_devices_show_it(lumen: Lumen) -> None:
    more = {
        f"devices/tv/set-{n}.yml": f"name: Set {n}\ninterfaces: {{menu: {{family: tv-menu}}}}\n"
        for n in range(20)
    }
    assert codes(lumen(more)) == []
    checked = lumen({**more, MENU: ("code-page.sign-out, confirm.accept", "code-page.sign-out")})
    assert [str(problem.place) for problem in checked.problems] == [f"specs/{MENU}:42:28"]


def test_a_change_that_breaks_an_inherited_route_is_the_fault_of_who_changed(lumen: Lumen) -> None:
    checked = lumen(
        {"families/tv-gear.yml": ("drop: [menu.get", "drop: [confirm.accept, menu.get")}
    )
    assert {problem.place.file for problem in checked.problems} == {"specs/families/tv-gear.yml"}


@pytest.mark.parametrize("seed", range(40))
def test_whatever_editors_do_to_lines(
    lumen: Lumen, base_files: Mapping[str, bytes], seed: int
) -> None:
    """Lines left out, doubled, swapped or moved into another file: the check never fails, and
    whatever it lets pass can be resolved."""
    dice = random.Random(seed)
    names = sorted(base_files)
    for _ in range(25):
        changes: dict[str, str] = {}
        for name in dice.sample(names, dice.choice([1, 1, 2])):
            lines = base_files[name].decode().splitlines(keepends=True)
            at = dice.randrange(len(lines))
            other = dice.choice(base_files[dice.choice(names)].decode().splitlines(keepends=True))
            match dice.randrange(5):
                case 0:
                    del lines[at]
                case 1:
                    lines.insert(at, lines[at])
                case 2:
                    lines[at], lines[at - 1] = lines[at - 1], lines[at]
                case 3:
                    lines.insert(at, other)
                case 4:
                    words = lines[at].split(" ")
                    del words[dice.randrange(len(words))]
                    lines[at] = " ".join(words)
            changes[name] = "".join(lines)
        checked = lumen(changes)
        for problem in checked.problems:
            assert str(problem).isprintable()
        if not checked.problems:
            resolve(checked)


@pytest.mark.parametrize("place", ["families", "devices", "shared"])
def test_no_broken_file_is_blamed_on_others(
    lumen: Lumen, base_files: Mapping[str, bytes], place: str
) -> None:
    """Each file of the base in turn cannot be read: that is the only problem there is."""
    for name in base_files:
        here = name.split("/")[0] if "/" in name else "shared"
        if here == place or (place == "devices" and here in ("problems", "checklists", "topics")):
            checked = lumen({name: "a: [\n"})
            assert [problem.place.file for problem in checked.problems] == [f"specs/{name}"]
