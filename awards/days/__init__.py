"""Development days as they are kept: places, waiting lists, who is told, calendars."""
