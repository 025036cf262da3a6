"""The exceptions of this room."""


class WarehouseError(Exception):
    """A warehouse that may not be published, or cannot be read; the message says what to do."""


class AudienceError(WarehouseError):
    """An audience that does not exist: wrong use."""
