"""Chasing, as the office does it: who is reminded of what, in which words, and what people answer without signing in."""
