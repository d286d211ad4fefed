"""A figure that we promise, with what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """A promise: what is measured must be at least, or at most, the bound. Without a bound it is
    told for comparison only."""

    what: str
    measured: float
    is_at: Literal["least", "most"]
    bound: float | None
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the promise is kept, if it is one."""
        if self.bound is None:
            return True
        if self.is_at == "least":
            return self.measured >= self.bound
        return self.measured <= self.bound

    def __str__(self) -> str:
        if self.bound is None:
            return f"{'told':7} {self.what}: {self.measured:.2f} {self.unit}"
        verdict = "kept" if self.kept else "MISSED"
        return (
            f"{verdict:7} {self.what}: {self.measured:.2f} {self.unit}, "
            f"at {self.is_at} {self.bound:g} promised"
        )
