"""By what to see whether anything changed that is told of a device."""

from __future__ import annotations

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.device import Device
from generator.read.kept import key_of, program


class DeviceHashes:
    """Hashes of all that this program may tell with a device: as long as that of a device stays, so
    does whatever is made of the knowledge base for this device alone."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        # Every device is told with the remote sign-out and with what to do afterwards.
        remote = kb.devices[kb.remote.device]
        named = {name for said in kb.afterwards for name in said.see if name in kb.devices}
        self._common = key_of(
            *(program(), kb.made_of.common, *self._files(remote)),
            *(f"{name}={kb.devices[name].name}" for name in sorted(named)),
        )

    def of(self, name: str) -> str:
        """The hash of a device."""
        device = self._kb.devices[name]
        return key_of(self._common, device.place.file, *self._files(device))

    def _files(self, device: Device) -> tuple[str, ...]:
        of = self._kb.made_of
        families = dict.fromkeys(one.walkthrough.family for one in device.interfaces)
        return (of.devices[device.id], *(of.families[family] for family in families))
