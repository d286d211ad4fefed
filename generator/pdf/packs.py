"""Packs: what a place hands out together, as one PDF: checklists, the remote sign-out, cards."""

from __future__ import annotations

from collections.abc import Sequence

from generator.knowledge.base import Pack
from generator.knowledge.wording import day
from generator.pdf.cards import Cards, breakable, printed
from generator.pdf.data import Data
from generator.pdf.typeset import About, typeset


def pack_pdf(
    cards: Cards, pack: Pack, devices: Sequence[str] | None = None, paper: str = "a4"
) -> bytes:
    """The PDF of `pack` on `paper` (of `PAPERS`), with the cards of `devices`, or else of those it
    names itself. Raises TypesetError."""
    kb = cards.kb
    about = About(
        pack.title,
        f"How to sign out of {kb.service}: pages to print and hand out. "
        f"Edition of {day(kb.edition)}.",
        kb.edition,
    )
    return typeset("pack", pack_data(cards, pack, devices), about, paper=paper)


def pack_data(cards: Cards, pack: Pack, devices: Sequence[str] | None = None) -> Data:
    """What the pack says, for its template."""
    kb, facts = cards.kb, cards.facts
    chosen = pack.devices if devices is None else tuple(dict.fromkeys(devices))
    remote = facts.remote()
    return {
        "pack": breakable(
            {
                "title": pack.title,
                "intro": facts.text(pack.intro),
                "checklists": [facts.guidance(kb.checklists[name]) for name in pack.checklists],
                "remote": [remote["one_device"], remote["all_devices"]] if pack.remote else [],
                "delay": remote["delay"] if pack.remote else [],
                "foot": f"Edition of {day(kb.edition)}. Not run or endorsed by {kb.service}.",
            }
        ),
        "web": printed(remote["address"]),
        "cards": [{"id": name, **cards.data(name)} for name in chosen],
    }
