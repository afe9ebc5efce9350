"""What is configured, kind by kind: columns, rules and what follows, as values."""
