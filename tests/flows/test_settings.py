"""Settings: what init writes is what is read; what is wrong is named."""

import pytest

from flows.errors import UsageError
from flows.settings import Settings, memory_limit, read_settings, write_settings


def test_what_init_writes_are_the_defaults(tmp_path):
    write_settings(tmp_path / "home", "lanzhou")
    assert read_settings(tmp_path / "home") == Settings(region="lanzhou")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('colour = "red"', "unknown key 'colour'"),
        ("threads = 'two'", "threads = 'two' should be of type int"),
        ("threads = true", "threads = True should be of type int"),
        ("threads = -1", "must not be negative"),
        ('memory_limit = "lots"', "memory_limit = 'lots'"),
        ("region = ", "not readable as TOML"),
        ("delivery_portion = 0", "delivery_portion = 0 should be 1 or more"),
        ("delivery_portion_of = {42 = 5}", "delivery_portion_of has 42 = 5"),
        ("delivery_portion_of = {420102 = 0}", "delivery_portion_of has 420102 = 0"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, named):
    (tmp_path / "doudi.toml").write_text(line)
    with pytest.raises(UsageError, match=named):
        read_settings(tmp_path)


@pytest.mark.parametrize("content", [[], ["a.txt"]])
def test_a_folder_that_is_no_home_is_said_to_be_none(tmp_path, content):
    for name in content:
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match="doudi init"):
        read_settings(tmp_path)


def test_init_refuses_a_home_and_a_folder_with_other_things(tmp_path):
    write_settings(tmp_path / "a", "hubei")
    with pytest.raises(UsageError, match="already"):
        write_settings(tmp_path / "a", "hubei")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").touch()
    with pytest.raises(UsageError, match="not empty"):
        write_settings(tmp_path / "b", "hubei")
    with pytest.raises(UsageError, match="is a file"):
        write_settings(tmp_path / "b" / "x", "hubei")


def test_memory_is_a_size_or_a_share():
    assert memory_limit(Settings(memory_limit="4GB")) == f"{4 * 10**9 // 2**20}MiB"
    assert 0 < int(memory_limit(Settings(memory_limit="10%")).removesuffix("MiB")) < 10**7
