"""The editor in the browser: forms made from the models, each change a small edit of the text."""
