"""The two kinds of database that a desk can live in, each behind the same few functions."""
