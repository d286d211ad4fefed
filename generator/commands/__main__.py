"""`python -m generator.commands` is `signout`."""

from generator.commands import main

main(prog_name="signout")
