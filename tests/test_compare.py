"""Comparing runs: a regression is caught, chance is not called one."""

import json
import random
import shutil
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import InputError
from fake_desk import FakeDesk, question
from qa import arguments
from qa.batch.compare import compare, fail_on_regression, fail_under, randomisation_test
from qa.evaluate import evaluate
from qa.report.comparison import write_comparison
from qa.types import Answer

TOWNS = 40


@dataclass
class Worse(FakeDesk):
    """Declines where FakeDesk is right with the article at rank 2."""

    def ask(self, question: str, **options: object) -> Answer:
        town = int("".join(char for char in question if char.isdigit()))
        instead = question.replace(str(town), str(town + 2)) if town % 5 == 1 else question
        return super().ask(instead)


def run(out: Path, desk: FakeDesk, towns: range = range(TOWNS)) -> Path:
    file = out.with_suffix(".jsonl")
    file.write_text("".join(json.dumps(question(town)) + "\n" for town in towns))
    return evaluate(desk, [file], out, progress=False).out


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    return run(folder / "a", FakeDesk()), run(folder / "b", Worse())


def exact_p(differences: list[float]) -> float:
    """The randomisation test over every assignment of signs."""
    signs = product((-1, 1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(sign, differences, strict=True))) for sign in signs]
    return sum(item >= abs(sum(differences)) - 1e-9 for item in sums) / len(sums)


@pytest.mark.parametrize("seed", range(3))
def test_p_values_are_those_of_all_assignments_of_signs(seed: int) -> None:
    rng = random.Random(seed)
    differences = [rng.choice([-1.0, -0.5, 0.0, 0.5, 1.0]) for _ in range(10)]
    estimate = randomisation_test(np.array(differences), flips=50_000)
    assert estimate == pytest.approx(exact_p(differences), abs=0.01)


def test_nothing_moved_has_p_one() -> None:
    assert randomisation_test(np.zeros(5)) == 1.0


def test_a_deliberate_regression_is_caught(runs: tuple[Path, Path]) -> None:
    found = compare(*runs)
    contained = next(item for item in found.differences if item.metric == "answer_contained")
    assert (contained.a, contained.b) == pytest.approx((0.4, 0.2))
    assert contained.change.value == pytest.approx(-0.2)
    assert contained.change.high < 0
    assert contained.verdict == -1
    assert any(
        "answer_contained went from 0.400 to 0.200" in line for line in fail_on_regression(found)
    )
    assert found.lost == [f"q{town}" for town in range(1, TOWNS, 5)]
    assert found.won == []
    assert "WORSE" in found.to_text() and "8 questions lost: q1, q6" in found.to_text()


def test_the_other_way_round_it_is_better(runs: tuple[Path, Path]) -> None:
    found = compare(*reversed(runs))
    assert fail_on_regression(found) == []
    assert len(found.won) == 8
    verdicts = {item.metric: item.verdict for item in found.differences}
    assert verdicts["answer_contained"] == 1


def test_equal_runs_differ_in_nothing(runs: tuple[Path, Path], tmp_path: Path) -> None:
    found = compare(runs[0], run(tmp_path / "again", FakeDesk()))
    assert fail_on_regression(found) == []
    assert {(item.change.value, item.p, item.verdict) for item in found.differences} == {
        (0.0, 1.0, 0)
    }


def test_a_difference_that_chance_explains_is_no_regression(tmp_path: Path) -> None:
    # One question of five is lost.
    few = range(5)
    found = compare(run(tmp_path / "a", FakeDesk(), few), run(tmp_path / "b", Worse(), few))
    assert found.lost == ["q1"]
    assert fail_on_regression(found) == []


def test_only_common_questions_are_compared(tmp_path: Path) -> None:
    first = run(tmp_path / "a", FakeDesk(), range(12))
    second = run(tmp_path / "b", FakeDesk(), range(10, 15))
    found = compare(first, second)
    assert (found.paired, found.unpaired) == (2, 13)
    assert "13 in one only" in found.to_text()
    third = run(tmp_path / "c", FakeDesk(), range(30, 32))
    with pytest.raises(InputError, match="no question id is in both"):
        compare(first, third)


def test_a_folder_without_a_finished_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished run"):
        compare(tmp_path, tmp_path)


@pytest.mark.parametrize("name", ["scores.jsonl", "metrics.json", "answers.jsonl"])
@pytest.mark.parametrize("damage", ['{"cut', '{"id": 1}', "[1]", "gone"])
def test_a_damaged_run_is_told_by_the_file(
    runs: tuple[Path, Path], tmp_path: Path, name: str, damage: str
) -> None:
    shutil.copytree(runs[1], tmp_path / "run")
    file = tmp_path / "run" / name
    if damage == "gone":
        file.unlink()
    else:
        file.write_text(damage)
    with pytest.raises(InputError) as caught:
        write_comparison(compare(runs[0], tmp_path / "run"), tmp_path / "page.html")
        fail_under(tmp_path / "run", [("answered", 0)])
    assert str(caught.value).startswith((f"{file}: ", f"{tmp_path / 'run'}: no finished run"))


def test_fail_under_names_what_is_missed(runs: tuple[Path, Path]) -> None:
    bounds = [
        ("answer_contained", 0.3),
        ("article_hits_at_10", 0.8),
        ("error", 0),
        ("latency_total_ms_p50", 9),
    ]
    assert fail_under(runs[0], bounds) == ["latency_total_ms_p50 is 15.000, above 9"]
    assert fail_under(runs[1], bounds[:1]) == ["answer_contained is 0.200, under 0.3"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("answer_contain", "did you mean answer_contained"),
        ("zzz", "metrics.json has the names"),
    ],
)
def test_fail_under_says_that_a_run_has_no_such_metric(
    runs: tuple[Path, Path], name: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        fail_under(runs[0], [(name, 1)])


@pytest.mark.parametrize("bound", ["answer_contained", "answered=much", "answered=nan", "=1"])
def test_a_bound_that_cannot_be_read_is_wrong_usage(
    bound: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        arguments.read(["compare", "a", "b", "--fail-under", bound])
    assert stopped.value.code == 2
    assert "METRIC=VALUE" in capsys.readouterr().err


def test_the_page_shows_both_answers_of_what_moved(runs: tuple[Path, Path], tmp_path: Path) -> None:
    write_comparison(compare(*runs), tmp_path / "comparison.html")
    with pytest.raises(InputError, match="cannot be written"):
        write_comparison(compare(*runs), tmp_path / "missing" / "comparison.html")
    page = (tmp_path / "comparison.html").read_text("utf-8")
    assert "8 questions lost" in page and "0 questions won" in page
    assert page.count("Who is the mayor of Town") == 8
    assert "The mayor of Town1 is Person1. [1]" in page
    assert "The articles do not tell." in page
