"""`python -m bot` is `crm`."""

import sys

from bot.cli import main

sys.exit(main())
