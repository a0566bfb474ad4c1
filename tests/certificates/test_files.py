from __future__ import annotations

import hashlib
import os

import pytest

from certificates import files


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def test_file_lies_under_its_own_hash():
    stored = files.keep(b"a page")

    assert stored.sha256 == hashlib.sha256(b"a page").hexdigest()
    assert files.path_of(stored.sha256).read_bytes() == b"a page"


def test_file_kept_twice_is_one_file(tmp_path):
    files.keep(b"a page")
    files.keep(b"a page")

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_half_a_file_left_by_a_crash_is_made_whole():
    path = files.path_of(hashlib.sha256(b"a page").hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a p")

    files.keep(b"a page")

    assert path.read_bytes() == b"a page"


def test_file_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left"):
        files.keep(b"a page")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
