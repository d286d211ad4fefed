"""Under which licence the content and the data are; the program has another, in LICENSE."""

LICENCE_NAME = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def attribution(service: str) -> str:
    """Whom to name when the content is used, in words ready to be copied.

    >>> attribution("Lumen")
    'How to sign out of Lumen, by the signout contributors (CC BY 4.0)'
    """
    return f"How to sign out of {service}, by the signout contributors ({LICENCE_NAME})"
