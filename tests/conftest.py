"""What every test may ask for."""

import bot  # noqa: F401 - sets how many threads numpy may take, before a test loads it

pytest_plugins = ["tests.databases"]
