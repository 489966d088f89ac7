"""How long the first cell takes, and what a reader loads for it."""

from __future__ import annotations

import pytest

from twoplustwo.book.launch import LITE_MEGABYTES

from ..lab import first_cell

pytestmark = pytest.mark.xdist_group("lite")
COLD, WARM = 15, 12  # seconds on two cores
TRIES = 3
FIRST = "book/setting/year_2020.ipynb"


def test_the_menu_states_what_a_first_run_loads(browser, root):
    context = root.context(browser)
    first_cell(context.new_page(), f"{root.base}/lite", FIRST)
    assert root.weight() / 1e6 == pytest.approx(LITE_MEGABYTES, rel=0.1)
    assert root.foreign == []
    context.close()


@pytest.mark.speed
def test_the_first_pandas_cell_cold_and_warm(browser, root):
    times = []
    for _ in range(TRIES):
        context = root.context(browser)
        page = context.new_page()
        times.append([first_cell(page, f"{root.base}/lite", FIRST) for _ in range(2)])
        context.close()
        if times[-1][0] <= COLD and times[-1][1] <= WARM:
            return
    pytest.fail(f"cold and warm, in seconds: {times}")
