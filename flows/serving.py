"""`doudi serve`: the night as a deployment of a Prefect API, run on its schedule in this process's children.

Importing Prefect takes seconds; only `doudi serve`, deployments and tests do.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.connect import TIME_ZONE
from flows.errors import RunError, UsageError
from flows.options import EVERY_NIGHT, inbox_given
from flows.regions import check_region
from flows.settings import read_settings

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

NAME = "night"


def deployment(inbox: Path, home: Path, cron: str, region: str | None) -> RunnerDeployment:
    """The deployment: one night at a time, its date the day in Shanghai. Raises UsageError for what cannot be run."""
    from prefect.deployments.runner import EntrypointType
    from prefect.schedules import Cron
    from pydantic import ValidationError

    from flows.nightly import nightly

    read_settings(home)
    inbox_given(inbox)
    if region is not None:
        check_region(region, home)
    try:
        return nightly.to_deployment(
            NAME,
            schedule=Cron(cron, timezone=TIME_ZONE),
            parameters={"inbox": str(inbox.resolve()), "home": str(home.resolve()), "region": region},
            concurrency_limit=1,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    except (ValidationError, ValueError):
        raise UsageError(
            f"--cron {cron!r} is not a schedule. Give minute, hour, day, month and weekday, such as {EVERY_NIGHT!r}."
        ) from None


def serve_nights(inbox: Path, home: Path, cron: str, region: str | None) -> None:
    """Register the deployment and run its nights until stopped. Raises UsageError without a Prefect API, RunError when it
    does not answer.
    """
    from httpx import HTTPError
    from prefect import serve
    from prefect.settings import get_current_settings

    made = deployment(inbox, home, cron, region)
    address = get_current_settings().api.url
    if not address:
        raise UsageError(
            "no Prefect API is configured. Start one (prefect server start) and set PREFECT_API_URL, or let cron run the "
            f"nights: {EVERY_NIGHT} doudi run --inbox {inbox} --home {home}"
        )
    try:
        serve(made, limit=1)
    except HTTPError as error:
        raise RunError(f"the Prefect API at {address} does not answer ({error}); is it running?") from None
