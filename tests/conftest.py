"""What every test may ask for."""

import os
import sys

from hypothesis import HealthCheck, settings

import bot  # noqa: F401 - sets how many threads numpy may take, before a test loads it

# What is compiled is kept, even on a machine that would rather not: each `crm` that a test starts would compile the
# whole program anew, and each worker rewrite every assert.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

pytest_plugins = ["tests.databases"]

# The same examples in every run, however slow the machine: what fails can be run again, and what passed passes.
# `pytest --hypothesis-profile=roaming` looks for new ones.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("roaming", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("steady")
