"""What the screens are drawn with; no database here."""
