"""`signout check --explain CODE` tells what a code means."""

import pytest
from click.testing import CliRunner

from generator.check.catalogue import CATALOGUE
from generator.commands.check import check


@pytest.mark.parametrize("code", ["unknown-label", "[unknown-label]", " unknown-label "])
def test_a_code_is_explained_as_check_prints_it_or_without_brackets(code: str) -> None:
    done = CliRunner().invoke(check, ["--explain", code])
    assert done.exit_code == 0
    cause = CATALOGUE["Names that lead nowhere"]["unknown-label"]
    assert done.output == (
        f"unknown-label: {cause}\nWith an example in docs/problems.md#unknown-label\n"
    )


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("unknown-lable", "`unknown-lable`. Did you mean `unknown-label`?"),
        ("", "All of them stand in docs/problems.md."),
        ("\x1b[31m", "`\\u001b[31m`. All of them"),
    ],
)
def test_an_unknown_code_is_a_wrong_call(code: str, says: str) -> None:
    done = CliRunner().invoke(check, ["--explain", code])
    assert done.exit_code == 2
    assert says in " ".join(done.output.split())
