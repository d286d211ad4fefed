"""What tests in the browser watch: requests, complaints, what moves, and what axe finds.

Nothing here, nor in the tests, sleeps and then looks: what comes later is waited for.

No rule of axe is switched off; the one for the size of targets, which axe leaves off unless asked,
is on, as WCAG 2.2 wants.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

T = TypeVar("T")
MOST_LOOKS = 1200
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
# What slides or fades in does so at once.
COME_TO_REST = """() => new Promise(rested => requestAnimationFrame(() => {
    document.getAnimations().forEach(one => one.finish())
    requestAnimationFrame(rested)
}))"""
# Once scripts have nothing left to do, some frames later all that they did is laid out and told.
SETTLED = """() => new Promise(settled => {
    const frames = left => requestAnimationFrame(() => left ? frames(left - 1) : settled())
    const begin = () => requestIdleCallback(() => frames(3), {timeout: 1000})
    document.readyState === 'complete' ? begin() : addEventListener('load', begin)
})"""
# Chromium's own sum of what moves, and what the policy refuses. Shifts with `hadRecentInput` count:
# nobody touches the page, but Chromium takes the size of its window, given at the start, for an
# input, and would excuse all that moves half a second after. A page's patience with a slow network
# (three seconds) does not end: whether it did would depend on the machine.
OBSERVE = """
globalThis.seen = {shift: 0, moved: [], refused: []};
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
        seen.shift += entry.value;
        seen.moved.push(...entry.sources.map(one => one.node?.outerHTML?.slice(0, 80)));
    }
}).observe({type: "layout-shift", buffered: true});
addEventListener("securitypolicyviolation", event =>
    seen.refused.push(`${event.violatedDirective} refuses ${event.blockedURI}`));
globalThis.setTimeout = (later => (job, wait, ...rest) =>
    wait < 3000 ? later(job, wait, ...rest) : 0)(setTimeout);
"""


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


def until(
    look: Callable[[], T], wanted: Callable[[T], object], pause: Callable[[], object] | None = None
) -> T:
    """What is seen as soon as it is as wanted; fails with what is seen if it never is.

    `pause` passes a moment between two looks: one of a page, if what is looked at comes from its
    events.
    """
    seen = look()
    for _ in range(MOST_LOOKS):
        if wanted(seen):
            return seen
        (pause or (lambda: time.sleep(0.1)))()
        seen = look()
    pytest.fail(f"after two minutes still {seen!r}")


def violations(page: Page) -> list[str]:
    """What axe finds on a page as it is once nothing slides or fades any more."""
    page.evaluate(COME_TO_REST)
    found: list[dict[str, Any]] = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
