"""What a user can do wrong on the way from delivered text to facts."""


class TransformError(Exception):
    """A table or batch that cannot be transformed; the message says where, what was expected, what to do."""
