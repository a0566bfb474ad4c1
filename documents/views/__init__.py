"""Pages of documents: writing, signing, reading."""
