"""Turns device specs into a proven knowledge base, and that into a help website.

The packages are the stages of the way of the data, in order; each imports only earlier ones:

- ``read``: files to plain values, with the line and column of each
- ``model``: plain values to typed specs
- ``check``: the proof that every device has a complete sign-out path
- ``knowledge``: the checked specs, resolved to what each reader meets
- ``site``: the knowledge as web pages
- ``publish``: the whole publication, in place at once or not at all
- ``commands``: the command line
"""
