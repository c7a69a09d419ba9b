"""Talks to platforms, keeps the clock, puts everything together."""

import os

# One core's work each: threads that wait for each other spin, and on a busy machine they wait most of the time.
# Before numpy is loaded, which reads it then.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
