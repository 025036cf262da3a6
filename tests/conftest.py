"""Settings of every test: property tests are never timed, and draw the same examples each time unless told to explore."""

import os

from hypothesis import settings

settings.register_profile("doudi", deadline=None, derandomize="DOUDI_EXPLORE" not in os.environ)
settings.load_profile("doudi")
