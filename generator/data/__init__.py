"""Open data: what is known, as a contract for other programs, and that contract as typed objects.

``entities`` says what there is, ``documents`` how it is published; ``mapping`` makes both from a
knowledge base, ``load`` reads them back.
"""
