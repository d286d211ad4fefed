"""The QR code of a page's address, for those who hold the page on paper."""

from __future__ import annotations

from markupsafe import Markup, escape

from generator.drawing.qr import qr_code

_PRINTED = (
    '<div class="so-qr"><svg viewBox="0 -.5 {side} {side}" aria-hidden="true">'
    '<path stroke="#000" d="{path}"/></svg><span>This page on the web:<br>{address}</span></div>'
)


def printed_address(address: str) -> Markup:
    """The address as a QR code and as text, which the style shows on paper only."""
    code = qr_code(address)
    return Markup(_PRINTED.format(side=code.side, path=code.path, address=escape(address)))
