"""The Prefect deployment: the nightly schedule by Shanghai's clock, one night at a time; what cannot be served is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import UsageError
from flows.serving import deployment
from tests.flows.conftest import make_home


def test_the_night_is_deployed_with_its_schedule_and_paths(inbox: Path, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    made = deployment(inbox, home, "15 2 * * *", "dazhou")
    [schedule] = made.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("15 2 * * *", "Asia/Shanghai")
    assert made.parameters == {"inbox": str(inbox), "home": str(home), "region": "dazhou"}
    assert (made.flow_name, made.name, made.concurrency_limit) == ("doudi-night", "night", 1)
    assert made.entrypoint == "flows.nightly.nightly"


def test_what_cannot_be_served_is_said(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = make_home(tmp_path / "home")
    with pytest.raises(UsageError, match="--cron 'every night' is not a schedule"):
        deployment(inbox, home, "every night", None)
    with pytest.raises(UsageError, match="is not a folder"):
        deployment(tmp_path / "none", home, "30 1 * * *", None)
    with pytest.raises(UsageError, match="no policy region 'mars'"):
        deployment(inbox, home, "30 1 * * *", "mars")
    with pytest.raises(UsageError, match="is not a doudi home"):
        deployment(inbox, tmp_path, "30 1 * * *", None)


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [("", 2, "no Prefect API is configured"), ("http://127.0.0.1:9/api", 1, "does not answer")],
)
def test_without_a_prefect_api(address, code, said, inbox, tmp_path, monkeypatch) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    home = make_home(tmp_path / "home")
    with temporary_settings({PREFECT_API_URL: address or None}):
        told = CliRunner().invoke(app, ["serve", "--inbox", str(inbox), "--home", str(home)])
    assert told.exit_code == code and said in told.output
