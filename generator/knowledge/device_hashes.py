"""By what to see whether anything changed that is told of a device."""

from __future__ import annotations

from generator.knowledge.base import KnowledgeBase
from generator.read.kept import key_of, program


class DeviceHashes:
    """Hashes of all that this program may tell with a device: as long as that of a device stays, so
    does whatever is made of the knowledge base for this device alone."""

    def __init__(self, kb: KnowledgeBase, *beside: str) -> None:
        """What is made of a device is made of what is `beside` too."""
        self._of = kb.made_of
        # Every device is told with the remote sign-out and with what to do afterwards.
        named = {name for said in kb.afterwards for name in said.see if name in kb.devices}
        self._common = key_of(
            *(*beside, program(), kb.made_of.common, *self._files(kb.remote.device)),
            *(f"{name}={kb.devices[name].name}" for name in sorted(named)),
        )

    def of(self, name: str) -> str:
        """The hash of a device."""
        return key_of(self._common, *self._files(name))

    def _files(self, name: str) -> tuple[str, ...]:
        file, digest, families = self._of.devices[name]
        return (file, digest, *map(self._of.families.__getitem__, families))
