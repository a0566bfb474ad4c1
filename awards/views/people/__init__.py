"""Pages about people: who works on a journey, who takes over, one's own details."""
