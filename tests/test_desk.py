"""The desk of the page."""

import gc
from pathlib import Path

from index.search import Index
from index.types import Encoder
from qa.chat.desk import IndexedDesk


def test_what_is_loaded_is_not_searched_for_garbage_again(
    sample_index: Path, encoder: Encoder
) -> None:
    gc.unfreeze()
    with IndexedDesk(Index(sample_index, encoder)) as desk:
        desk.warm_up()
        assert gc.get_freeze_count() > len(gc.get_objects())
    gc.unfreeze()
