"""The arithmetic of the benchmarks, the file that they keep and what they print."""

from __future__ import annotations

import datetime as dt
import gc
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import report, runner
from bench.measurement import Beside, CannotMeasure, Measurement, interleaved, ratio, seconds

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def found(value: float = 1.5, **words: object) -> Measurement:
    about = {
        "bound": 2.0,
        "unit": "ratio of seconds",
        "against": "the other way",
        "raw": (3.0, 2.0),
        "trials": 5,
    }
    return Measurement(value=value, **{**about, **words})  # type: ignore[arg-type] # words of the test's own


def test_ratio_is_the_median_of_the_ratios_within_each_round() -> None:
    assert ratio([2.0, 30.0, 6.0], [1.0, 10.0, 1.0]) == 3.0


def test_ratio_of_unlike_numbers_of_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratio([1.0], [1.0, 2.0])


def test_interleaved_reverses_every_other_round_and_leaves_the_first_out() -> None:
    worked: list[str] = []

    def contestant(name: str) -> Callable[[], float]:
        def work() -> float:
            worked.append(name)
            return float(len(worked))

        return work

    figures = interleaved({"a": contestant("a"), "b": contestant("b")}, rounds=3)

    assert worked == ["b", "a", "a", "b", "b", "a", "a", "b"]
    assert figures == {"a": [3.0, 6.0, 7.0], "b": [4.0, 5.0, 8.0]}


def test_seconds_lets_the_garbage_collector_go_on_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError):
        seconds(lambda: 1 / 0)

    assert gc.isenabled()


@pytest.mark.parametrize(
    ("one", "ok"),
    [
        (found(2.0), True),
        (found(2.01), False),
        (found(2.0, at_least=True), True),
        (found(1.99, at_least=True), False),
        (found(1.0, statements=6, most_statements=6), True),
        (found(1.0, statements=7, most_statements=6), False),
        (found(1.0, statements=7), True),
    ],
)
def test_measurement_is_ok_within_its_bounds(one: Measurement, ok: bool) -> None:
    assert one.ok is ok


def test_kept_entry_has_the_agreed_shape() -> None:
    entry = report.as_kept("speed", found(1.23456, statements=4), commit="abc123", at=NOW)

    assert entry == {
        "value": 1.235,
        "bound": 2.0,
        "ok": True,
        "unit": "ratio of seconds",
        "against": "the other way",
        "raw": [3.0, 2.0],
        "trials": 5,
        "statements": 4,
        "commit": "abc123",
        "at": "2026-03-02T09:30:00+00:00",
        "command": "make bench NAME=speed",
    }


def test_kept_entry_says_when_the_bound_is_the_least() -> None:
    assert report.as_kept("speed", found(at_least=True), commit="", at=NOW)["at_least"] is True


def test_merge_keeps_other_names_and_replaces_its_own(tmp_path: Path) -> None:
    file = tmp_path / "var" / "bench.json"

    report.merge(file, {"a": {"value": 1}, "b": {"value": 2}})
    report.merge(file, {"b": {"value": 3}})

    assert json.loads(file.read_text()) == {"a": {"value": 1}, "b": {"value": 3}}
    assert list(file.parent.iterdir()) == [file]


def test_table_shows_each_figure_with_its_bound_and_what_is_beside_it() -> None:
    broken = found(9.0, statements=4, most_statements=6, beside=[Beside("another way", "7 µs")])

    assert report.table({"fast": found(), "slow": broken}).splitlines() == [
        "name  value  bound  ok   unit              against",
        "fast  1.5    ≤ 2    yes  ratio of seconds  the other way",
        "slow  9      ≤ 2    NO   ratio of seconds  the other way",
        "    statements: 4 (at most 6)",
        "    another way: 7 µs",
    ]


def test_chosen_without_names_is_every_measure() -> None:
    assert runner.chosen([]) == list(runner.MEASURES)


def test_chosen_refuses_a_name_that_there_is_not() -> None:
    with pytest.raises(runner.UnknownMeasure, match="no measure 'spede'"):
        runner.chosen(["spede"])


def test_run_keeps_what_was_found_and_goes_on_after_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bench.json"

    def idle() -> Measurement:
        raise CannotMeasure("The callers did not meet.")

    measures = {"idle": idle, "fast": found}
    within = runner.run(["idle", "fast"], file=file, now=NOW, commit="abc123", load=measures.__getitem__)

    assert not within
    assert list(json.loads(file.read_text())) == ["fast"]
    assert capsys.readouterr().out.splitlines()[-1] == "idle could not be measured: The callers did not meet."


@pytest.mark.parametrize(("value", "within"), [(2.0, True), (2.1, False)])
def test_run_says_whether_every_bound_is_kept(tmp_path: Path, value: float, within: bool) -> None:
    measures = {"speed": lambda: found(value)}

    assert (
        runner.run(["speed"], file=tmp_path / "b.json", now=NOW, commit="", load=measures.__getitem__)
        is within
    )
