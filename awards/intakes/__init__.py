"""Tables that somebody hands in: read, matched with the register, looked at, and taken in as a whole."""
