"""What is true about customers, deals and tickets: the only floor with tables and SQL."""
