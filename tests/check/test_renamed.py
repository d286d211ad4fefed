"""A name that is changed where it is defined is one problem there, not one for each use."""

from collections.abc import Callable, Mapping

import pytest

from generator.check.proof import Checked
from generator.read.limits import MAX_RENAMED

Lumen = Callable[..., Checked]
MENU = "families/tv-menu.yml"


@pytest.mark.parametrize(
    ("file", "was", "now", "place"),
    [
        ("labels.yml", "sign-out:\n", "signing-off:\n", "labels.yml:1:1"),
        ("labels.yml", "\nyes-button:", "\nbutton-yes:", None),  # named once: either may be wrong
        ("sources.yml", "\ngazette:", "\nthe-gazette:", "sources.yml:11:1"),
        (
            "families/tv-menu.yml",
            "  menu:\n    looks",
            "  menus:\n    looks",
            "families/tv-menu.yml:11:3",
        ),
        ("families/tv-menu.yml", "      accept:", "      accepts:", "families/tv-menu.yml:28:7"),
    ],
)
def test_the_definition_is_the_only_problem(
    lumen: Lumen, base_files: Mapping[str, bytes], file: str, was: str, now: str, place: str | None
) -> None:
    text = base_files[file].decode()
    assert text.count(was) == 1
    problems = lumen({file: text.replace(was, now)}).problems
    if place is None:
        assert [problem.code for problem in problems] == ["unknown-label"]
        return
    assert [(str(p.place), p.code) for p in problems] == [(f"specs/{place}", "renamed")]
    assert f"`{was.strip().split(':')[0]}`." in problems[0].hint


def test_a_file_is_named_by_its_file(lumen: Lumen, base_files: Mapping[str, bytes]) -> None:
    data = base_files["families/tv-menu.yml"]
    problems = lumen({"families/tv-menu.yml": None, "families/tv-menus.yml": data}).problems
    assert [str(problem) for problem in problems] == [
        "specs/families/tv-menus.yml:1:1: Nothing names `tv-menus`, and 5 places name `tv-menu`, "
        "which does not exist. Call the file `tv-menu.yml`. [renamed]"
    ]


def test_many_names_that_lead_nowhere_are_no_slip(lumen: Lumen) -> None:
    names = [f"source-{number}" for number in range(MAX_RENAMED + 5)]
    facts = "".join(f"- {{text: {text}, sources: [{', '.join(names)}]}}\n" for text in "bc")
    problems = lumen({"topics/key-code.yml": f"title: a\nfacts:\n{facts}"}).problems
    assert sum(problem.code == "unknown-source" for problem in problems) == 2 * len(names)
