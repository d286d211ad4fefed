"""What tests in the browser watch: requests, complaints, and what axe finds.

No rule of axe is switched off; the one for the size of targets, which axe leaves off unless asked,
is on, as WCAG 2.2 wants.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@dataclass
class Seen:
    """A page of the browser, and what it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def watch(page: Page) -> Seen:
    seen = Seen(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda said: seen.errors.append(said.text) if said.type in ("error", "warning") else None,
    )
    return seen


def violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
