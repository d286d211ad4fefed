"""The notices of what others made and the site hands on, as their licences ask."""

from importlib.resources import files

NAME = "licences.txt"


def notices() -> dict[str, str]:
    """The file that tells whose work is in the site and under which licence, by its name.

    What is in the site stands in `requirements/licences.toml`; a test holds the two together.
    """
    return {NAME: (files("generator.site") / "templates" / NAME).read_text("utf-8")}
