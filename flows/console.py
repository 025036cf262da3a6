"""What a person sees in the terminal: progress of the steps on standard error, results on standard output."""

from __future__ import annotations

import sys
import time

from flows.run import Step, StepResult

_REFRESH_SECONDS = 0.1


class Console:
    """Watches a night: one line a step; in a terminal the line of the running step also shows what it is at."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._step = ""
        self._began = 0.0
        self._shown = 0.0

    def begin(self, step: Step) -> None:
        self._step, self._began, self._shown = step.name, time.monotonic(), 0.0
        self.detail(step.title)

    def detail(self, text: str) -> None:
        now = time.monotonic()
        if self._live and now - self._shown >= _REFRESH_SECONDS:
            self._shown = now
            sys.stderr.write(f"\r\x1b[2K  {self._step:<12} {now - self._began:6.1f} s  {text}")
            sys.stderr.flush()

    def end(self, step: Step, result: StepResult, seconds: float) -> None:
        how = "reused  " if result.reused else ""
        if self._live:
            sys.stderr.write("\r\x1b[2K")
        sys.stderr.write(f"  {step.name:<12} {seconds:6.1f} s  {result.rows:>12,}  {how}{result.detail}\n")
        sys.stderr.flush()


def note(text: str) -> None:
    """A remark on standard error."""
    sys.stderr.write(f"doudi: {text}\n")


def table(
    headers: list[str],
    rows: list[list[object]],
    numbers: set[int] = frozenset(),  # type: ignore[assignment]
    grouped: bool = True,
) -> str:
    """A plain table; columns whose index is in `numbers` are set to the right. Han characters count as two columns. `grouped`:
    integers as 12,345."""
    cells = [
        [_text(value) if grouped else str("" if value is None else value) for value in row] for row in rows
    ]
    widths = [max(_width(line[i]) for line in [headers, *cells]) for i in range(len(headers))]
    lines = []
    for line in [headers, *cells]:
        parts = [_pad(text, widths[i], i in numbers) for i, text in enumerate(line)]
        lines.append("  " + "  ".join(parts).rstrip())
    lines.insert(1, "  " + "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
