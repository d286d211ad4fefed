"""Turns device specs into a proven knowledge base, and that into a help website.

The packages are the stages of the way of the data, in order; each imports only earlier ones:

- ``read``: files to plain values, with the line and column of each
- ``model``: plain values to typed specs
- ``check``: the proof that every device has a complete sign-out path
- ``knowledge``: the checked specs, resolved to what each reader meets
- ``changes``: what changed for readers between two of them
- ``edit``: specs changed as text, with all comments
- ``drawing``: what pages and paper both show, such as codes for phones
- ``pdf``: the knowledge on paper
- ``data``: the knowledge as a contract for other programs
- ``site``: the knowledge as web pages
- ``publish``: the whole publication, in place at once or not at all
- ``admin``: forms for editors in the browser
- ``commands``: the command line

Programs in Python read what is known by `load_knowledge_base`: docs/reading-api.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.data.bundle import Bundle
    from generator.data.load import KnowledgeBaseError, load_knowledge_base

__all__ = ["Bundle", "KnowledgeBaseError", "load_knowledge_base"]


def __getattr__(name: str) -> Any:
    """Loads what programs read by when they ask for it: no command should wait for that."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from generator.data import bundle, load

    return getattr(bundle if name == "Bundle" else load, name)
