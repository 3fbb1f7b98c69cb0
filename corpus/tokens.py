"""How many tokens a language model reads in a text.

tiktoken fetches a model's vocabulary when it is first asked for; where it is not at hand
within seconds, a text counts as many tokens as it has bytes in UTF-8. No byte-level
vocabulary makes more of it, so what fits by that count does fit.
"""

import logging
import math
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

SECONDS = 5.0  # that a vocabulary may take to come
_OTHER = "o200k_base"
_MARGIN = 1.3  # other vocabularies are smaller, and make up to so many times the tokens
_log = logging.getLogger(__name__)


def token_counter(model: str) -> Callable[[str], int]:
    """How many tokens the model of this name makes of a text.

    Exact for models whose vocabulary tiktoken knows; for others a count that errs upwards.
    """
    import tiktoken

    try:
        name, margin = tiktoken.encoding_name_for_model(model), 1.0
    except KeyError:
        name, margin = _OTHER, _MARGIN
    vocabulary = _vocabulary(name)
    if vocabulary is None:
        return utf8_bytes

    def count(text: str) -> int:
        # What looks like a special token in an article is text.
        return math.ceil(margin * len(vocabulary.encode(text, disallowed_special=())))

    return count


def utf8_bytes(text: str) -> int:
    """An upper bound of the tokens of any byte-level vocabulary."""
    return len(text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=8)
def _vocabulary(name: str) -> "tiktoken.Encoding | None":
    """The vocabulary, or None where it does not come in time: asked, and said, once."""
    import tiktoken

    coming: Future[tiktoken.Encoding] = Future()

    def fetch() -> None:
        try:
            coming.set_result(tiktoken.get_encoding(name))
        except Exception as error:  # whatever the network and the disk raise
            coming.set_exception(error)

    # tiktoken waits for the network without a limit, so it waits elsewhere.
    threading.Thread(target=fetch, daemon=True).start()
    try:
        return coming.result(timeout=SECONDS)
    except Exception as error:
        _log.warning(
            "tokens: the vocabulary %s is not at hand (%s); counting bytes instead, so that "
            "fewer passages are sent. Set TIKTOKEN_CACHE_DIR to a folder that holds it",
            name,
            type(error).__name__,
        )
        return None
