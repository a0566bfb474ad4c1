"""What is owed, to whom, and the papers that say so."""
