"""A full-screen terminal helpdesk: triage, stopwatch and SLA countdowns by keyboard."""

__version__ = "0.1.0"  # a constant: reading package metadata costs a slow start
