"""Schools and people for trying it out. Everything here is made up."""
