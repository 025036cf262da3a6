"""What a user of the generator can do wrong."""


class SampleError(Exception):
    """A sample cannot be made as asked; the message says why and what to do."""
