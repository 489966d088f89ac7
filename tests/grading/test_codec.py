"""The codec: what goes in comes out as its base class; any bytes give a value or a CodecError.

Each property runs on 400 examples (about 5 s in all), with TWOPLUSTWO_FULL on 5,000 (a minute).
"""

from __future__ import annotations

import datetime as dt
import fractions
import json
import math
import os

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoplustwo.grading import codec
from twoplustwo.grading.codec.terms import MAX_DEPTH

COUNT = 5_000 if os.environ.get("TWOPLUSTWO_FULL") else 400


def there_and_back(value):
    return codec.decode(codec.encode(value))


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**200), 2**200),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.dates(),
    st.times().map(lambda time: time.replace(fold=0)),  # summer time is no data here
    st.fractions().map(float),
)
keys = st.one_of(st.integers(), st.text(max_size=5), st.tuples(st.integers(), st.booleans()))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
        st.sets(st.integers(), max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=COUNT, deadline=None)
@given(values)
def test_plain_values_come_back_equal_and_of_the_same_type(value):
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)
    assert repr(back) == repr(value) or isinstance(value, (set, dict, list, tuple))


@pytest.mark.parametrize(
    "value",
    [
        np.arange(12.0).reshape(3, 4),
        np.arange(6, dtype=">i2"),
        np.array([True, False]),
        np.array(["a", "bc"]),
        np.array([1, "a", None], dtype=object),
        np.array(["2020-01-02", "NaT"], dtype="datetime64[D]"),
        np.zeros((0, 3)),
        np.array(2.5),
    ],
    ids=lambda value: str(value.dtype),
)
def test_arrays_come_back(value):
    back = there_and_back(value)
    assert back.shape == value.shape
    np.testing.assert_array_equal(back, value)


FRAME = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "real": [0.5, math.nan, -math.inf],
        "text": ["a", None, "ü"],
        "flag": [True, False, True],
        "masked": pd.array([1, None, 3], dtype="Int64"),
        "maybe": pd.array([True, None, False], dtype="boolean"),
        "when": pd.to_datetime(["2020-01-01", None, "2021-06-30"]) + pd.Timedelta("12h"),
        "zone": pd.to_datetime(["2020-01-01", None, "2021-06-30"], utc=True),
        "kind": pd.Categorical(["x", "y", "x"]),
        "odd": [1, "a", dt.date(2020, 1, 1)],
        "lasting": pd.to_timedelta(["1 day", "2 s", None]),
    }
)


@pytest.mark.parametrize(
    "frame",
    [
        FRAME,
        FRAME.set_index("text"),
        FRAME.set_index(["whole", "kind"]),
        FRAME.T.iloc[:, :2],
        FRAME.drop(columns="kind").iloc[:0],
        pd.DataFrame(),
        pd.DataFrame([[1, 2]], columns=["same", "same"]),
        FRAME.groupby("kind", observed=True)[["real", "whole"]].agg(["min", "max"]),
        pd.DataFrame({"a": [1]}, index=pd.period_range("2020", periods=1, freq="Y").astype(str)),
    ],
)
def test_tables_come_back(frame):
    pd.testing.assert_frame_equal(there_and_back(frame), frame, check_freq=False)


@pytest.mark.parametrize("name", FRAME.columns)
def test_columns_come_back(name):
    pd.testing.assert_series_equal(there_and_back(FRAME[name]), FRAME[name])


def test_scalars_of_numpy_and_pandas_become_plain():
    assert type(there_and_back(np.float32(0.5))) is float
    assert type(there_and_back(np.int8(5))) is int
    assert there_and_back(np.bool_(True)) is True
    assert there_and_back(np.datetime64("2020-01-02")) == pd.Timestamp("2020-01-02")
    assert there_and_back(pd.Timestamp("2020-01-02 03:00", tz="Asia/Tokyo")) == pd.Timestamp(
        "2020-01-01 18:00", tz="UTC"
    )
    assert there_and_back(pd.Timedelta("1s")) == pd.Timedelta("1s")
    assert there_and_back(pd.NaT) is pd.NaT
    assert there_and_back(pd.NA) is pd.NA
    assert there_and_back(fractions.Fraction(1, 4)) == 0.25
    assert there_and_back(range(3)) == [0, 1, 2]
    assert math.isnan(there_and_back(math.nan))
    assert list(there_and_back(pd.Index([3, 4]))) == [3, 4]
    assert list(there_and_back({1: 2}.keys())) == [1]


class Lie(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def test_subclasses_become_their_base():
    class Text(str):
        pass

    class Rows(list):
        pass

    class Table(pd.DataFrame):
        pass

    for value, base in ((Lie(2.0), float), (Text("a"), str), (Rows([1]), list)):
        assert type(there_and_back(value)) is base
    assert type(there_and_back(Table({"a": [1]}))) is pd.DataFrame
    assert there_and_back(Lie(2.0)) != 3.0


@pytest.mark.parametrize(
    "value",
    [object(), open, lambda: 1, b"bytes", 1j, [object()], {"a": object()}, "x" * 2_000_000],
    ids=["object", "builtin", "function", "bytes", "complex", "list", "dict", "text"],
)
def test_what_is_no_data_is_refused(value):
    with pytest.raises(codec.CodecError):
        codec.encode(value)


def test_depth_and_size_are_limited():
    deep = 0
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert there_and_back(deep) == deep
    with pytest.raises(codec.CodecError, match="nested"):
        codec.encode([deep])
    with pytest.raises(codec.CodecError, match="items"):
        codec.encode([0] * 1_000_001)
    with pytest.raises(codec.CodecError, match="bits"):
        codec.encode(1 << 5000)


def test_one_bad_answer_does_not_take_the_others_along():
    class Rude:
        def __getattribute__(self, name):
            raise SystemExit

    class Endless(dict):
        def items(self):
            raise KeyboardInterrupt

    given_values = {"a": 1.5, "b": Rude(), "c": Endless(x=1), "d": print, "e": [0] * 1000, "f": 2}
    nodes = codec.encode_answers(given_values, limit=500)
    back = {name: codec.from_node(json.loads(json.dumps(node))) for name, node in nodes.items()}
    assert back["a"] == 1.5
    assert back["f"] == 2
    assert back["d"] == codec.Remote("d")
    assert "Rude" in back["b"].reason
    assert isinstance(back["c"], codec.Opaque)
    assert "too large" in back["e"].reason


# --- any bytes ------------------------------------------------------------------------------------

WORDS = """
    int float na nat timestamp timedelta date time list tuple set dict array series frame opaque
    call t v dtype raw items shape index labels columns names levels utc name unknown nan inf
    <f8 <i8 |b1 <M8[ns] text object category str Int64 boolean AAAAAAAAAAA= AQ== 2020-01-01 0x1f
"""
words = st.sampled_from(WORDS.split())
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    words,
    st.text(max_size=4),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(words, inner, max_size=5),
        st.builds(lambda tag, rest: {**rest, "t": tag}, words, st.dictionaries(words, inner)),
    ),
    max_leaves=30,
)


def survives(data: bytes) -> None:
    try:
        codec.decode(data)
    except codec.CodecError as error:
        assert str(error)


@settings(max_examples=COUNT, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_codec_error(data):
    survives(data)


@settings(max_examples=COUNT, deadline=None)
@given(trees)
def test_any_json_gives_a_value_or_a_codec_error(tree):
    survives(json.dumps(tree).encode())


@settings(max_examples=COUNT, deadline=None)
@given(
    st.sampled_from([codec.encode(one) for one in (FRAME, FRAME["kind"], [1, (2,), {3}])]),
    st.data(),
)
def test_a_damaged_message_gives_a_value_or_a_codec_error(message, data):
    damaged = bytearray(message)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.sampled_from(b'0123456789{}[]",:.eE-+nulltrueAZ/=_'))
    survives(bytes(damaged))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"t":"list","v":' * 50_000,
        b"9" * 10_000,
        b"NaN",
        b"1e999",
        b"\xff",
        b"",
        b'{"t":"array","shape":[1000000,1000000],"dtype":"<f8","raw":""}',
        b'{"t":"array","shape":[-1],"dtype":"<f8","raw":""}',
        b'{"t":"array","shape":[1],"dtype":"O","raw":"AAAAAAAAAAA="}',
        b'{"t":"array","shape":[1],"dtype":"|b1","raw":"BQ=="}',
        b'{"t":"set","v":[[]]}',
        b'{"t":"dict","v":[[[],1]]}',
        b'{"t":"timestamp","v":"99999-01-01"}',
        b'{"t":"int","v":"zz"}',
        b'{"t":"frame"}',
        b'{"t":"float","v":"1"}',
    ],
)
def test_bad_messages_are_refused(data):
    with pytest.raises(codec.CodecError):
        codec.decode(data)
