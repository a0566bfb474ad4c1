"""The business's pages, by who uses them."""
