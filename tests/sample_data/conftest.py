"""One small province for all tests of the generator, made once."""

from pathlib import Path

import pytest

from sample_data import SampleReport, generate


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    """A province of 2,000 people with the default seed."""
    return generate(tmp_path_factory.mktemp("sample") / "province", 2000, seed=7)


@pytest.fixture(scope="session")
def out(province: SampleReport) -> Path:
    """Its folder."""
    return province.out
