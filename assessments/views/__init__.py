"""Pages of assessment, by who uses them."""
