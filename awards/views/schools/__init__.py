"""Schools through time, for the office."""
