"""What the page of a problem says of itself to whoever has not opened it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from generator.knowledge.text import plain
from generator.pdf.data import Facts
from generator.site.device_page import MAX_DESCRIPTION
from generator.site.problem_page import ProblemPages
from tests.conftest import LumenKnown

SHOWS = "You press {back}, and no menu shows."
TITLE = "The menu does not open: "
ROOM = MAX_DESCRIPTION - len(TITLE) - 1  # beside the dots


@pytest.mark.parametrize(
    ("symptom", "described"),
    [
        ("Nothing moves.", "Nothing moves."),
        # cut between two words, without what stands between two sentences
        (f"{'a' * (ROOM - 9)} and. {'b' * 20}", f"{'a' * (ROOM - 9)} and…"),
        # Japanese has no spaces: as much is shown as there is room for
        ("画面が動かない" * 30, ("画面が動かない" * 30)[:ROOM] + "…"),
        (f"Nothing {'x' * 200}", f"Nothing {'x' * (ROOM - 8)}…"),
    ],
)
def test_a_long_symptom_is_cut_where_a_word_ends_or_there_is_no_end(
    lumen_known: LumenKnown, symptom: str, described: str
) -> None:
    kb = lumen_known({"problems/menu-does-not-open.yml": (SHOWS, f'"{symptom}"')})
    problem = kb.problems["menu-does-not-open"]
    assert plain(problem.intro) == symptom
    page = ProblemPages(kb, {"key-code": "good-to-know/#topic-key-code"}).page(problem)
    assert page.description == TITLE + described
    assert len(page.description) <= MAX_DESCRIPTION


def test_a_kind_and_its_only_device_are_named_once(lumen_known: LumenKnown) -> None:
    named = ("devices: [glow-tv]", "devices: [handy, lumen-account]")
    kb = lumen_known({"problems/menu-does-not-open.yml": named})
    problem = kb.problems["menu-does-not-open"]
    page = ProblemPages(kb, {"key-code": "good-to-know/#topic-key-code"}).page(problem)
    said = BeautifulSoup(page.content, "html.parser").select_one(".so-concerns")
    assert said is not None
    kinds = [kind for kind in kb.kinds if kind.id in ("tv", "console")]
    assert " ".join(said.get_text().split()) == "This happens on: " + ", ".join(
        [*(kind.name for kind in kinds), "Handy phone", "your account page"]
    )
    told = Facts(kb).guidance(problem)
    assert told["kinds"] == [kind.name for kind in kinds]
