"""`signout pdf`: the handbook, cards and packs, as files to print."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from generator.commands.options import project_of, project_options, said_plainly
from generator.commands.terminal import safe
from generator.knowledge.base import KnowledgeBase
from generator.pdf.cards import Cards
from generator.pdf.handbook import handbook
from generator.pdf.packs import pack_pdf
from generator.publish.publication import load_project
from generator.publish.saving import write_file
from generator.read.problem import there_is_no
from generator.site.engine import site_settings

PAPERS = {"a4": "a4", "letter": "us-letter"}
_LISTED = 20  # names that are told to whoever gives one that is like none of them
File = tuple[str, bytes]  # its name and what is in it


@click.command()
@click.option("--cards", metavar="ID[,ID…]", help="Cards of these devices, one page each.")
@click.option("--all-cards", is_flag=True, help="Cards of all devices.")
@click.option(
    "--pack",
    metavar="NAME",
    help="A pack of packs.yml as one file. With --cards, its devices are those.",
)
@click.option("--handbook", "book", is_flag=True, help="Everything, as one book.")
@click.option(
    "--size",
    type=click.Choice(list(PAPERS)),
    default="a4",
    show_default=True,
    help="The size of the paper.",
)
@click.option(
    "--labels",
    metavar="LANGUAGE",
    default="en",
    show_default=True,
    help="The language on the screens: cards and packs give labels in it where it is known, with "
    "the English words behind them.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="build/pdf",
    show_default=True,
    help="The folder for the files.",
)
@project_options
def pdf(
    cards: str | None,
    all_cards: bool,
    pack: str | None,
    book: bool,
    size: str,
    labels: str,
    out: Path,
    specs: Path,
    content: Path,
    config: Path,
) -> None:
    """Make PDFs to print: the handbook, cards, or a pack for a place.

    A device's ID is the name of its file, without `.yml`. For a hotel with two kinds of TV, whose
    screens are in Spanish:

    \b
    signout pdf --pack hotel --cards lg-tv,samsung-tv --labels es-419
    """
    chosen = _ids(cards)
    if not (chosen or all_cards or pack or book):
        raise click.UsageError("Say what to make: --cards, --all-cards, --pack or --handbook.")
    if book and labels != "en":
        raise click.UsageError("--labels is for cards and packs; the handbook is in English.")
    project = project_of(specs, content, config)
    with said_plainly():
        kb = load_project(project)
        wrong = [
            *_unknown("device", chosen, kb.devices),
            *_unknown("pack", [pack] if pack else [], kb.packs),
            *_unknown("language", [labels], kb.languages),
        ]
        if wrong:
            click.echo("\n".join(wrong), err=True)
            sys.exit(2)
        url = site_settings(config).url
        maker = Cards(kb, url, labels)
        wanted = list(kb.devices) if all_cards else [] if pack else chosen
        made = _made(kb, maker, url, wanted, pack, chosen, book, PAPERS[size])
        for path, data in _written(out, made):
            click.echo(f"{safe(path)}  ({max(1, round(len(data) / 1000))} kB)")


def _ids(cards: str | None) -> list[str]:
    names = (name.strip() for name in (cards or "").split(","))
    return list(dict.fromkeys(name for name in names if name))


def _unknown(what: str, names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """What is wrong with those of `names` that are not known."""
    return (there_is_no(what, name, known, _LISTED) for name in names if name not in known)


def _made(
    kb: KnowledgeBase,
    maker: Cards,
    url: str,
    cards: Iterable[str],
    pack: str | None,
    devices: list[str],
    book: bool,
    paper: str,
) -> Iterator[File]:
    """What is asked for, one file after the other."""
    if book:
        yield "handbook.pdf", handbook(kb, url, paper=paper)
    if pack:
        yield f"pack-{pack}.pdf", pack_pdf(maker, kb.packs[pack], devices or None, paper)
    for name in cards:
        yield f"card-{name}.pdf", maker.pdf(name, paper)


def _written(out: Path, files: Iterable[File]) -> Iterator[tuple[Path, bytes]]:
    """Writes each file at once: it is never half there. Raises PublishError."""
    for name, data in files:
        # A folder that cannot be made is told as a file that cannot be written to it.
        with suppress(OSError):
            out.mkdir(parents=True, exist_ok=True)
        write_file(out / name, data)
        yield out / name, data
