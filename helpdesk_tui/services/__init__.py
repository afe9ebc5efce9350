"""Every change of the desk: one function, one use case, one transaction."""
