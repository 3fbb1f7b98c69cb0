"""The short forms of what ``make torture`` does at length."""

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
from torture import LONG, Trial

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
