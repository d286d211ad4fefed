"""What `signout new` can make, and what its help says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import click

from generator.edit.plan import Folder, Plan
from generator.model.specs import Specs


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A kind of thing: where it stands, what its help says."""

    collection: str
    short: str
    says: str
    examples: tuple[str, ...]


SCAFFOLDS: Mapping[str, Scaffold] = {
    "device": Scaffold(
        "devices",
        "A thing someone owns.",
        "A device: a file in devices/, in the folder of its kind. With --from it takes over the "
        "kind, the interfaces and the names of keys of another.",
        (
            'signout new device --set name="Glow Mini" --from glow',
            'signout new device --set name="Glow Mini" --set kind=smart-tv \\\n'
            "    --set interfaces.menu.family=tv-menu",
        ),
    ),
    "family": Scaffold(
        "families",
        "An interface that devices show.",
        "A family: an interface that devices show, with its screens and routes. With --from, only "
        "what differs from another family; else you are asked for a way from screen to screen. "
        "Something must show it: --for names the device.",
        (
            'signout new family --from tv-menu --set name="TV app with a star" \\\n'
            "    --set screens.menu.controls.get-help.select=settings \\\n"
            "    --set screens.menu.controls.get-help.opens=help --for glow/star",
        ),
    ),
    "problem": Scaffold(
        "problems",
        "A symptom, with what to try.",
        "A problem: a symptom of the troubleshooting index, with what to try.",
        (
            'signout new problem --set title="The remote is lost" --set symptom="…" \\\n'
            '    --set solutions.1.title="Use the app" --set solutions.1.text="…" \\\n'
            '    --set solutions.1.doubt="…" --set worked="…"',
        ),
    ),
    "source": Scaffold(
        "sources",
        "A page that backs what we say.",
        "A source: a page that backs something, in sources.yml. --for names what it backs.",
        (
            'signout new source --set url=https://… --set title="…" --set publisher="…" \\\n'
            "    --set tier=howto --for glow/menu",
        ),
    ),
    "label": Scaffold(
        "labels",
        "Words or an icon on a screen.",
        "A label: words or an icon on a screen, in labels.yml. --for names the control that shows "
        "them on some devices; with --instead, on all that have the family. If the words changed "
        "everywhere, you need no new label: change them in labels.yml, and keep the old ones under "
        "`formerly`.",
        ('signout new label --set text.en="Log out" --set means=sign-out --for tv-menu/help/exit',),
    ),
    "item": Scaffold(
        "items",
        "A line of checklists.",
        "An item: a line of checklists, in items.yml. --for names a checklist.",
        ('signout new item --set title="…" --set text="…" --set how="…" --for security',),
    ),
    "key": Scaffold(
        "keys",
        "A button on remotes.",
        "A key: a button on remotes, in keys.yml. --for names a control that some devices have it "
        "for.",
        ("signout new key --set name=Menu --set inputs=remote --for tv-menu/home/open-menu",),
    ),
    "concept": Scaffold(
        "concepts",
        "A word of ours, explained.",
        "A concept: a word of ours that needs explaining, in concepts.yml.",
        ('signout new concept --set name=profile --set means="…"',),
    ),
    "topic": Scaffold(
        "topics",
        "Facts on one question.",
        "A topic: facts on one question, a file in topics/. --for names the page of prose that "
        "tells it: its title and its slot are put at the end of that page, from where you may move "
        "them. You may write the slot first instead.",
        (
            'signout new topic --set title="Two screens" --set facts.1.text="…" \\\n'
            '    --set facts.1.doubt="…" --for tv-app',
        ),
    ),
    "checklist": Scaffold(
        "checklists",
        "Things to do, in order.",
        "A checklist: things to do in order, a file in checklists/. Its lines are items of "
        "items.yml. --for names the page of prose that shows it: its title and its slot are put at "
        "the end of that page, from where you may move them. You may write the slot first instead.",
        (
            'signout new checklist --set title="Before a move" --set intro="…" \\\n'
            "    --set items=strong-password,look-at-devices --for security",
        ),
    ),
    "position": Scaffold(
        "positions",
        "A place on a screen.",
        "A position: words for a place on a screen, in positions.yml. --for names the control that "
        "stands there, whatever was said of it before.",
        ('signout new position --set text="at the left edge" --for tv-menu/menu/get-help',),
    ),
    "phrase": Scaffold(
        "phrases",
        "What several specs say.",
        "A phrase: a sentence that several specs say, in phrases.yml. Every text that says it "
        "already names the phrase from then on, so the sentence stands in one place.",
        ('signout new phrase --id menu-opens --set text="The menu opens on the left."',),
    ),
    "pack": Scaffold(
        "packs",
        "What is printed as one PDF.",
        "A pack: what is printed together as one PDF, in packs.yml.",
        ('signout new pack --set title="For our guests" --set intro="…" --set kinds=tv',),
    ),
    "kind": Scaffold(
        "kinds",
        "A kind of device.",
        "A kind of device: a heading of the catalogue, in kinds.yml, after all others. It comes "
        "before its first device.",
        ("signout new kind --id watch --set name=Watches --set input=touch --set icon=watch",),
    ),
    "everyday": Scaffold(
        "everyday",
        "What people say for our word.",
        "An everyday word: what people say for a word of ours, in everyday.yml. --id is our word, "
        "with hyphens for spaces.",
        ('signout new everyday --id tv --set people_say="tele, telly"',),
    ),
}

# What is known, but is not made in this way.
ELSEWHERE: Mapping[str, str] = {
    "service": "There is one service. Change it in service.yml.",
    "language": "A language stands under `languages` in service.yml. Add it there.",
    **dict.fromkeys(
        ("edition", "changelog", "change"), "`signout changelog` writes down what changed."
    ),
}


class WithFields(click.Command):
    """A command whose help lists the fields there are, as the models describe them."""

    collection = ""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the fields below the options."""
        form = Plan(Folder("", (), Specs()), self.collection).form
        needed = {name for names in form.required({}) if len(names) == 1 for name in names}
        with formatter.section("Fields, for --set"):
            formatter.write_dl(
                [
                    (f"{name} *" if name in needed else name, field.says)
                    for name, field in form.fields.items()
                ]
            )
            formatter.write_paragraph()
            formatter.write_text("* is needed.")
