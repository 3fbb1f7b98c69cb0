"""Everything Newsdesk raises on purpose.

    NewsdeskError
    ├── InputError      an input cannot be read: a file, a row, a link, a question
    ├── StoreError      the index is missing, damaged, or made by something else
    │   └── BusyError   another build holds the index
    ├── EncoderError    a model that runs here cannot be loaded or does not fit the index
    └── ModelError      the language model's endpoint failed

Every message says what was wrong, where, and what to do about it. Errors of
libraries are mapped to these at the one place that calls the library.
"""


class NewsdeskError(Exception):
    """Root of the tree; the command line prints its message and exits with 1."""


class InputError(NewsdeskError):
    """An input could not be read or makes no sense."""


class StoreError(NewsdeskError):
    """The index folder is missing, damaged, or of another version or encoder."""


class BusyError(StoreError):
    """Another build is writing to this index."""


class EncoderError(NewsdeskError):
    """A model that runs here could not be loaded, or the encoder gave wrong vectors."""


class ModelError(NewsdeskError):
    """The language model's endpoint failed or answered nonsense."""
