"""One module for each place: local, test, production. DJANGO_SETTINGS_MODULE chooses."""
