"""Numbered scripts that bring a database to the present schema, and the triggers it carries."""
