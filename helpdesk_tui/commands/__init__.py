"""What the command line does, thin over services and queries."""
