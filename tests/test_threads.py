"""Products on one thread, within a block and for good."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from threadpoolctl import threadpool_info, threadpool_limits

from index.threads import one_thread


def of_numpy() -> list[int]:
    return [each["num_threads"] for each in threadpool_info() if "numpy" in each["filepath"]]


def test_products_take_one_thread_within_the_block() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        with one_thread():
            assert of_numpy() == [1]
        assert of_numpy() == [2]


def test_blocks_may_be_left_in_any_order() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        first, second = ExitStack(), ExitStack()
        first.enter_context(one_thread())
        second.enter_context(one_thread())
        first.close()
        assert of_numpy() == [1]
        second.close()
        assert of_numpy() == [2]


def test_a_program_of_its_own_computes_on_one_thread_from_then_on() -> None:
    code = (
        "import numpy; from threadpoolctl import threadpool_info, threadpool_limits;"
        "from index.threads import one_thread_always;"
        "threadpool_limits(limits=2, user_api='blas'); one_thread_always();"
        "print([each['num_threads'] for each in threadpool_info() if 'numpy' in each['filepath']])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[1]\n"
