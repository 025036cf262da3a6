"""Results as text: one block a result while they come in, and the table of all that was timed at the end."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.registry import Figure, Result

WIDTH = 108


def block(result: Result) -> str:
    """One result as lines of text: who, on what, then as many figures to a line as fit."""
    texts = [
        value if isinstance(value, str) else f"{name} {_number(value)}"
        for name, value in result.figures.items()
    ]
    width = max(map(len, texts), default=0) + 2
    fit = max(WIDTH // width, 1)
    lines = [f"{result.benchmark:<10}{result.subject:<24}{result.data}"]
    lines += [
        "    " + "".join(f"{text:<{width}}" for text in texts[i : i + fit]) for i in range(0, len(texts), fit)
    ]
    return "\n".join(lines)


def costs(results: Sequence[Result]) -> str:
    """What was timed as a whole process: seconds, memory, rows a second, times the baselines."""
    head = [
        "what",
        "on",
        "seconds",
        "processor s",
        "peak MB",
        "rows/s",
        "times the baseline (clock / processor)",
    ]
    lines = [head]
    for result in results:
        told = result.figures
        if "wall_s" in told:
            ratios = [
                f"{name[2:-5]} {_number(value)} / {_number(told[name[:-5] + '_cpu'])}"
                for name, value in told.items()
                if name.startswith("x_") and name.endswith("_wall")
            ]
            speed = _number(round(float(told["rows_per_s"]))) if "rows_per_s" in told else ""
            seconds = [f"{float(told[name]):.2f}" for name in ("wall_s", "cpu_s")]
            what = f"{result.benchmark}: {result.subject}"
            lines.append(
                [what, result.data, *seconds, f"{float(told['peak_mb']):.0f}", speed, "; ".join(ratios)]
            )
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join(f"{text:<{w}}" for text, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _number(value: Figure) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}" if abs(value) < 1 else f"{value:,.5g}"
