"""All kinds of measurements, in the order in which they are made."""

from __future__ import annotations

from bench.builds import BUILDS
from bench.checks import CHECKS
from bench.kind import Kind
from bench.open_data import DATA
from bench.page_speed import PAGE_SPEED
from bench.pdf import PDF
from bench.preview import PREVIEW
from bench.profile import PROFILE

KINDS: tuple[Kind, ...] = (BUILDS, PROFILE, CHECKS, PDF, DATA, PAGE_SPEED, PREVIEW)
