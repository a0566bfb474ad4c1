"""The national register of schools: its import, who may take part by it, and how a school is found in it."""
