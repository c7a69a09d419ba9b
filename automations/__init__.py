"""Asks the CRM on a timetable or after an event, and writes letters."""
