"""From a message's words to values, records and commands."""
