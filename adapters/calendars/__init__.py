"""Calendars that a school keeps elsewhere: the only place that knows iCal."""
