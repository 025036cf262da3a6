"""Rules × regions: what each rule fires on in one province under each region's policy, and how long that takes.

In: a sample province, taken through the steps of a night up to its facts. Out: one line a rule with the number
fired per region (`–` where the rule could not be evaluated, and why at the end), and the seconds of evaluation.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flows.run import Run
from tests.benchmarks.registry import Figure, Result, Setting, benchmark
from tests.benchmarks.samples import sample

UP_TO = ("land", "check", "standardise", "match", "assemble")


@benchmark
def rules(setting: Setting) -> Iterator[Result]:
    """Signals fired per rule and region; seconds, and seconds per million people."""
    from flows.judge import night_database
    from signals.evaluate import evaluate
    from signals.policy import shipped_regions

    for people in setting.people:
        for seed in setting.seeds:
            made = sample(setting.folder, people, seed)
            run = facts(made.folder, setting.folder / f"home-{people}-{seed}")
            fired: dict[str, dict[str, Figure]] = {}
            why: dict[str, Figure] = {}
            seconds: dict[str, Figure] = {}
            with night_database(run) as con:
                for region in shipped_regions():
                    began = time.perf_counter()
                    report = evaluate(con, run.as_of, region)
                    seconds[region] = time.perf_counter() - began
                    con.execute("DELETE FROM mart.signal; DELETE FROM ops.rule_status")
                    for status in report.statuses:
                        told = status.signals if status.evaluated else f"{region} –"
                        fired.setdefault(status.rule, {})[region] = told
                        if not status.evaluated:
                            why[f"{status.rule} {region}"] = f"{status.rule} {region}: {status.reason}"
            for rule in sorted(fired):
                yield Result("rules", rule, made.name, fired[rule])
            total = {
                region: sum(n for by in fired.values() if isinstance(n := by[region], int))
                for region in seconds
            }
            yield Result("rules", "all", made.name, dict(total))
            yield Result("rules", "seconds", made.name, seconds)
            million = {region: float(taken) * 1e6 / people for region, taken in seconds.items()}
            yield Result("rules", "s/1e6", made.name, dict(million))
            if why:
                yield Result("rules", "–", made.name, why)


def facts(sample_folder: Path, home: Path) -> Run:
    """A night of the sample up to its facts, in a home of its own; earlier work in it is taken up."""
    from flows.console import Console
    from flows.night import prepare
    from flows.settings import write_settings
    from flows.steps import STEPS

    if not home.exists():
        write_settings(home, "hubei")
    as_of = date.fromisoformat((sample_folder / "truth" / "as_of.txt").read_text().strip())
    console = Console()
    run = prepare(sample_folder / "inbox", home, as_of, None, console, force=True)
    for step in STEPS:
        if step.name in UP_TO:
            console.begin(step)
            began = time.perf_counter()
            console.end(step, step.work(run), time.perf_counter() - began)
    return run
