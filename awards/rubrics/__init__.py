"""What submissions are judged by, one file for each edition."""
