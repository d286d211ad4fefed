"""How fast the site is built, beside other generators that build the same pages."""
