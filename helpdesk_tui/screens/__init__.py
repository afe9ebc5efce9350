"""What fills the terminal: each screen is given all that it needs when it is made."""
