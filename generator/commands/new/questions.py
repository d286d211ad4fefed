"""Questions on a terminal, asked and answered one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from generator.edit.form import Form, Names, Refused
from generator.edit.plan import NAMELESS, Plan
from generator.read.problem import Problem

# Longer lists of choices are shown to those who ask for them.
FEW = 14
NEEDED = "This is needed. ? explains; Ctrl C stops, and nothing is written."
_WIDTH = 76


def say(text: str = "", **style: Any) -> None:
    """Says something to whoever answers; what is written goes elsewhere, so it can be piped."""
    click.secho(text, err=True, **style)


def ask(label: str) -> str:
    """What somebody types after `label`, without space around it. Raises click.Abort."""
    typed: str = click.prompt(
        click.style(label, bold=True), default="", show_default=False, err=True
    )
    return typed.strip()


def agreed(question: str, *, default: bool) -> bool:
    """Whether somebody says yes. Raises click.Abort."""
    return click.confirm(click.style(question, bold=True), default=default, err=True)


def refuse(why: str) -> None:
    """Says why an answer cannot be taken."""
    say(f"  {why}", fg="red")


def list_choices(choices: Mapping[str, str]) -> None:
    """Shows names with what they stand for."""
    wide = min(max(map(len, choices), default=0), 36)
    for name, says in choices.items():
        cut = says if len(says) <= _WIDTH - wide else f"{says[: _WIDTH - wide - 1]}…"
        say(f"    {name:<{wide}}  {click.style(cut, dim=True)}".rstrip())


class Questions:
    """Asks for single values of a plan, each until it can be taken."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def value(self, form: Form, at: Names, *, needed: bool, says: str = "") -> Any:
        """Asks for the field at `at` and fills it in; None if somebody leaves it out."""
        self.intro(form, says)
        while True:
            typed = ask(self.label(form, at[-1], needed=needed))
            if typed.startswith("?"):
                self.explain(form, typed[1:].strip())
            elif not typed and needed:
                refuse(NEEDED)
            elif not typed:
                return None
            else:
                try:
                    return self.read(form, typed, at)
                except Refused as why:
                    refuse(str(why))

    def read(self, form: Form, typed: str, at: Names) -> Any:
        """The value that `typed` means at `at`. Raises Refused."""
        typed = self.made(form, typed)
        value = form.read(typed, at[-1])
        if problems := self.plan.answer(at, value):
            raise Refused("\n  ".join(self.told(problem) for problem in problems))
        return value

    def told(self, problem: Problem) -> str:
        """What is wrong with an answer, in the words of the check."""
        says = f"{problem.message} {problem.hint}".rstrip().replace(f"`{NAMELESS}`", "the new one")
        known = self.plan.folder.files
        elsewhere = problem.place.file.removeprefix(f"{self.plan.folder.shown_as}/")
        if elsewhere in known and not elsewhere.startswith(f"{self.plan.collection}.yml"):
            return f"{says} ({problem.place.file}:{problem.place.line})"
        return says

    def made(self, form: Form, typed: str) -> str:
        """What an answer stands for, where it can name something that is not there yet."""
        return typed

    def intro(self, form: Form, says: str = "") -> None:
        """What is asked for, and the choices if they are few."""
        say()
        shown = form.item if form.is_words else form
        choices = shown.choices if len(shown.choices) <= FEW else {}
        # What the choices mean stands beside them.
        meanings = next((f"{name}: " for name in choices if choices[name]), "")
        text = (says or form.says).partition(meanings)[0] if meanings else says or form.says
        if text.strip():
            say(f"  {text.strip()}", dim=True)
        list_choices(choices)

    def explain(self, form: Form, word: str = "") -> None:
        """All that is known of a field, and all choices, or those that have a word in them."""
        shown = form.item if form.is_words else form
        if not word:
            say(f"  {form.says}")
        fits = {
            name: says
            for name, says in shown.choices.items()
            if word.casefold() in f"{name} {says}".casefold()
        }
        list_choices(fits)
        if word and not fits:
            say(f"    None has “{word}” in it.")
        if form.is_words:
            say("  Several stand on a line, with commas between.")

    def label(self, form: Form, name: str, *, needed: bool) -> str:
        """What stands before the answer."""
        many = len((form.item if form.is_words else form).choices) > FEW
        hints = ["? lists them, ?word some"] if many else []
        hints += [] if needed else ["Enter: none"]
        if form.sort == "flag":
            hints.insert(0, "yes or no")
        elif form.is_words:
            hints.insert(0, "commas between")
        return f"{name} ({'; '.join(hints)})" if hints else name
