"""Validates accepted batches with Great Expectations over DuckDB and writes Data Docs: `python -m
data_contracts.validate`.

In: the path of a job on stdin, one line of JSON, which may come long after the start: importing Great Expectations takes
seconds and needs no job.  The job (JSON) holds ``items`` of {dataset, batch, paths, previous_rows}, ``docs`` folder,
``result`` file.
Out: the result file, a list of verdicts {dataset, batch, success, failed: [{expectation, columns, title,
unexpected, rows}]} without any value of a row; and the Data Docs.  The process ends when the one that
started it does.
"""

import gc
import json
import os
import queue
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from data_contracts.gx_imports import spare_imports
from data_contracts.reading import load_contracts
from data_contracts.suites import expectations

# Counts only: values of rows have no place in results or pages.
RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}


def run_job(job: dict[str, Any]) -> list[dict[str, Any]]:
    """Validate every item of ``job``, write its Data Docs, and return the verdicts."""
    contracts = load_contracts()
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    import data_contracts.gx_duckdb  # noqa: F401  (registers the datasource)

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_duckdb(
        name="accepted",
        connection_string="duckdb:///:memory:",
        kwargs={"connect_args": {"config": {"threads": 1}}},
        assets=[_asset(item) for item in job["items"]],
    )
    verdicts = []
    for item in job["items"]:
        name = _name(item)
        batches = source.get_asset(name).get_batch_definition("all")
        promises = expectations(contracts[item["dataset"]], item.get("previous_rows"))
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=promises))
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batches, suite=suite)
        )
        outcome = definition.run(result_format=RESULT_FORMAT)
        verdicts.append(_verdict(item["dataset"], item["batch"], outcome, len(promises)))
    _write_docs(context, Path(job["docs"]))
    return verdicts


def _name(item: dict[str, Any]) -> str:
    return f"{item['dataset']} {item['batch']}"


def _asset(item: dict[str, Any]) -> dict[str, Any]:
    """The rows of an item as an asset of the datasource."""
    files = ", ".join("'" + path.replace("'", "''") + "'" for path in item["paths"])
    return {
        "type": "query",
        "name": _name(item),
        "query": f"SELECT * FROM read_parquet([{files}])",
        "batch_definitions": [{"name": "all"}],
    }


def _verdict(dataset: str, batch: str, outcome: Any, promised: int) -> dict[str, Any]:
    """A verdict from what Great Expectations says; an expectation that raised or was left out has failed."""
    failed = []
    for result in outcome.results:
        if result.success:
            continue
        config = result.expectation_config
        columns = config.kwargs.get("column_list") or [c for c in [config.kwargs.get("column")] if c]
        counted = dict(result.result or {})
        unexpected = counted.get("unexpected_count", counted.get("observed_value"))
        failed.append(
            {
                "expectation": config.type,
                "columns": list(columns),
                "title": config.notes or config.description,
                "unexpected": unexpected if isinstance(unexpected, int) else None,
                "rows": counted.get("element_count"),
                "critical": not counted or config.severity != "warning",
                "raised": not counted,
            }
        )
    if len(outcome.results) != promised:
        failed.append(
            {
                "expectation": "suite",
                "columns": [],
                "title": "not every expectation was evaluated",
                "critical": True,
            }
        )
    return {
        "dataset": dataset,
        "batch": batch,
        "success": bool(outcome.success) and not failed,
        "evaluated": len(outcome.results),
        "failed": failed,
    }


def _write_docs(context: Any, docs: Path) -> None:
    """Build the pages beside ``docs`` and move them in."""
    docs.parent.mkdir(parents=True, exist_ok=True)
    beside = docs.with_name(f".{docs.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(beside.resolve())}
    context.add_data_docs_site(
        site_name="doudi",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": backend,
        },
    )
    context.build_data_docs(site_names=["doudi"])
    shutil.rmtree(docs, ignore_errors=True)
    beside.replace(docs)


def _job_from_parent() -> "queue.SimpleQueue[Path]":
    """Where the job's path will arrive.  This process ends when the pipe on stdin closes: its parent holds the other
    end, however it ends.
    """
    jobs: queue.SimpleQueue[Path] = queue.SimpleQueue()

    def watch() -> None:
        for line in sys.stdin:
            jobs.put(Path(json.loads(line)))
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    return jobs


def main() -> int:
    """Wait for a job and run it; the result is written beside and renamed in."""
    jobs = _job_from_parent()
    os.nice(5)  # lower would leave all its work to the end, when everybody waits for it
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    gc.disable()  # nearly every object lives as long as this process: looking for others costs more than they hold
    spare_imports()
    import data_contracts.gx_duckdb  # noqa: F401  (imported while there is no job yet)
    from data_contracts.gx_quick import quicken

    quicken()
    job = json.loads(jobs.get().read_text(encoding="utf-8"))
    verdicts = run_job(job)
    result = Path(job["result"])
    beside = result.with_name(f".{result.name}.tmp")
    beside.write_text(json.dumps(verdicts, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(result)
    return 0


if __name__ == "__main__":
    ended = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended)  # all is written, and nobody waits for thousands of modules to be taken apart
