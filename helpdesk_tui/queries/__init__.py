"""Every read of the desk; nothing here changes a row."""
