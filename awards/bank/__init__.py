"""The bank's statement: which of its lines pay for what."""
