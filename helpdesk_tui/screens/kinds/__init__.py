"""How each kind of configuration is listed and edited, as values."""
