"""What Waymark costs beside the honest best of the other way: `python -m bench [NAME …]`."""
