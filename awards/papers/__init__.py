"""The forms of the programmes, one file for each programme and edition."""
