from __future__ import annotations

import inspect
import math
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

import twoplustwo.models as package
from tests.models.ranges import number
from twoplustwo.models import domain

MODULES = sorted(
    path.stem for path in Path(package.__file__).parent.glob("*.py") if path.stem != "__init__"
)
TOOLS = {"domain", "distributions", "regression"}


@given(number(-10, 10), number(-10, 10), number(-10, 10))
def test_a_value_passes_exactly_if_it_lies_in_the_range(value, low, high):
    low, high = min(low, high), max(low, high)
    if low <= value <= high:
        assert domain.within("x", value, low, high) == value
    else:
        with pytest.raises(ValueError, match="x must be in"):
            domain.within("x", value, low, high)


def test_the_error_names_argument_range_and_first_offender():
    with pytest.raises(ValueError, match=r"^delta must be in \[0, 1\); got 1$"):
        domain.within("delta", [0.5, 1.0, 2.0], 0, 1, open_high=True)
    with pytest.raises(ValueError, match=r"^rho must be in \(0, inf\); got -0\.5$"):
        domain.positive("rho", -0.5)
    with pytest.raises(ValueError, match=r"n must be a whole number of at least 2; got 2\.5"):
        domain.whole("n", 2.5, 2)
    with pytest.raises(ValueError, match="p must be a number or an array of numbers; got 'x'"):
        domain.share("p", "x")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_nothing_infinite_or_undefined_passes(value):
    with pytest.raises(ValueError, match="must be in"):
        domain.within("x", value)


def test_a_single_number_comes_back_plain():
    assert type(domain.plain(np.float64(0.5))) is float
    assert type(domain.plain(np.array(True))) is bool
    assert domain.plain(np.zeros(2)).shape == (2,)


@pytest.mark.parametrize("name", [name for name in MODULES if name not in TOOLS])
def test_every_public_function_says_what_it_is_and_where_it_comes_from(name):
    module = import_module(f"twoplustwo.models.{name}")
    public = [
        function
        for label, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not label.startswith("_")
    ]
    assert public
    assert all(function.__doc__ for function in public)
    # One function a module at least carries the family's source, and its limits.
    texts = " ".join(function.__doc__ for function in public)
    assert "Source: " in texts and "Limits: " in texts


@pytest.mark.parametrize("name", ["defence", "exchange", "geodesy", "trajectory"])
def test_dual_use_families_carry_their_warning(name):
    module = import_module(f"twoplustwo.models.{name}")
    assert "DUAL-USE" in module.__doc__


def test_only_networks_need_more_than_the_base_install():
    for name in MODULES:
        source = inspect.getsource(import_module(f"twoplustwo.models.{name}"))
        assert "import scipy" not in source and "from scipy" not in source
        assert ("import networkx" in source) == (name == "network")
