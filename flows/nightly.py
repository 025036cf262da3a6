"""The night as a Prefect flow: the same registry, one task a step, under the same lock.

Tasks take paths and names, never connections, and are not cached by Prefect: the steps know themselves what they can
reuse. Importing this module takes seconds; only Prefect deployments and tests do.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.night import Night, night, prepare
from flows.run import Run, Step, StepResult
from flows.steps import STEPS


class _Log:
    """Watches a night in the log of the Prefect run."""

    def begin(self, step: Step) -> None:
        get_run_logger().info("%s: %s", step.name, step.title)

    def detail(self, text: str) -> None:
        get_run_logger().debug(text)

    def end(self, step: Step, result: StepResult, seconds: float) -> None:
        get_run_logger().info("%s: %.1f s, %d rows. %s", step.name, seconds, result.rows, result.detail)


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{step_name}")
def run_step(
    step_name: str, inbox: str, home: str, as_of: date, region: str | None, force: bool
) -> StepResult:
    """One step of the registry."""
    step = next(s for s in STEPS if s.name == step_name)
    return step.work(prepare(Path(inbox), Path(home), as_of, region, _Log(), force))


def _run_name() -> str:
    """The night's date, as the Prefect pages show it."""
    from prefect.runtime import flow_run

    from flows.options import today_in_shanghai

    return str(flow_run.parameters.get("as_of") or today_in_shanghai())


@flow(name="doudi-night", flow_run_name=_run_name, persist_result=False)
def nightly(
    inbox: str, home: str, as_of: date | None = None, region: str | None = None, force: bool = False
) -> list[str]:
    """A night for `home` from `inbox`; the names of the steps that ran. `as_of` is today in Shanghai when left out."""
    from flows.options import today_in_shanghai

    day = as_of or today_in_shanghai()
    watcher = _Log()

    def as_task(step: Step, run: Run) -> StepResult:
        return run_step(step.name, str(run.inbox), str(run.home), run.as_of, run.region, run.force)

    done: Night = night(prepare(Path(inbox), Path(home), day, region, watcher, force), watcher, as_task)
    return [step["step"] for step in done.steps]
