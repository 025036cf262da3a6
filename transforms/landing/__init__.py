"""Landing: whatever departments deliver becomes Parquet of text, unchanged, with its file and row; bad
batches are refused.

In: ``INBOX/<dataset>/<YYYY-MM-DD>/*`` and a :class:`Shape` per dataset.  Out: landed Parquet and a
:class:`LandingReport`.
"""

from transforms.landing.errors import LandingError
from transforms.landing.land import land
from transforms.landing.model import Landed, LandingReport, Note, Refused, Shape

__all__ = ["Landed", "LandingError", "LandingReport", "Note", "Refused", "Shape", "land"]
