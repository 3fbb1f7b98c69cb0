"""The short forms of what ``make torture`` does at length."""

import shutil
from pathlib import Path
from random import Random

import pytest

import torture_damage
import torture_disks
import torture_harm
import torture_input
import torture_kills
import torture_questions
import torture_together
from corpora import articles
from index.build import build
from index.deriving import FOLDER
from index.storage.store_file import FILE_NAME
from torture import LONG, Trial
from word_encoder import WordEncoder

SHORT: dict[Trial, int] = {
    torture_kills.killed_at_random_moments: 2,
    torture_disks.on_a_small_disk: 8,
    torture_damage.damaged_files: 25,
    torture_together.builders_at_once: 1,
    torture_together.readers_while_building: 300,
    torture_together.moved_elsewhere: 3,
    torture_together.removed_articles: 1,
    **dict.fromkeys(torture_input.READERS.values(), 50),
    torture_harm.made_to_do_harm: 6,
    torture_questions.odd_questions: 30,
}


@pytest.mark.parametrize("trial", SHORT, ids=lambda trial: trial.__name__)
def test_nothing_is_lost(trial: Trial, tmp_path: Path) -> None:
    if trial is torture_disks.on_a_small_disk and not torture_disks.can_mount():
        pytest.skip("this system gives a process no disk of its own")
    found = list(trial(Random(20241030), SHORT[trial], tmp_path))
    assert [line for line in found if line is not None] == []
    assert len(found) == SHORT[trial]


def test_every_trial_has_a_short_form() -> None:
    assert list(SHORT) == list(LONG)


def test_no_damage_to_the_first_pages_of_the_store_is_taken_for_another_index(
    tmp_path: Path,
) -> None:
    """What is noted of the whole index, and the tree of the articles: where all hangs on a few
    bytes, and a page of zeroes can look like one that holds nothing."""
    whole = tmp_path / "whole"
    build(whole, articles(torture_damage.ARTICLES), encoder=WordEncoder())
    expected = dict(torture_damage.everything(whole))
    store = (whole / FILE_NAME).read_bytes()
    zeroed = [store[:at] + bytes(4096) + store[at + 4096 :] for at in range(4096, 8 * 4096, 900)]
    noted = [at for at in range(4096, 8192) if store[at]]
    flipped = [store[:at] + bytes([store[at] ^ 8]) + store[at + 1 :] for at in noted[::3]]
    for number, data in enumerate(zeroed + flipped):
        (whole / FILE_NAME).write_bytes(data)
        assert torture_damage.outcome(f"case {number}", whole, expected) is None
        shutil.rmtree(whole / FOLDER, ignore_errors=True)  # or it would be healed by the last one
