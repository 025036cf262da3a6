"""Settings of every test: property tests are never timed, and in CI draw the same examples each time."""

import os

from hypothesis import settings

settings.register_profile("doudi", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("doudi")
