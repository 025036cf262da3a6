"""Whatever is delivered: read = accepted + quarantined, keys are unique, the order of rows is no matter."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TEXTS = st.sampled_from(
    [
        None,
        "",
        " ",
        "无",
        "1",
        "２",
        "110",
        "2025-11-02",
        "202511",
        "2025年11月",
        "1,000.5",
        "男",
        "是",
        "张三",
        "x" * 40,
        "'",
        '"',
        "\n",
        "元",
    ]
)
COLUMNS = (
    "payment_id",
    "item",
    "pay_month",
    "amount",
    "result",
    "name",
    "id_number",
    "birth_date",
    "sex",
    "other",
)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, TEXTS)), min_size=1, max_size=40)
GOOD = {"item": "dibao", "pay_month": "202511", "amount": "1", "name": "甲"}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, good=st.lists(st.booleans(), min_size=40, max_size=40), seed=st.integers(0, 9))
def test_every_row_is_accepted_or_quarantined(checker, rows, good, seed):
    rows = [row | GOOD if better else row for row, better in zip(rows, good, strict=False)]
    outcome = checker("mz_payment", rows)
    places = sorted(r["source_row"] for r in outcome.accepted + outcome.quarantined)
    assert places == list(range(1, len(rows) + 1))
    assert all(q["reasons"] for q in outcome.quarantined)
    keys = [a["payment_id"] for a in outcome.accepted]
    assert None not in keys and len(keys) == len(set(keys))
    shuffled = random.Random(seed).sample(rows, len(rows))
    again = checker("mz_payment", shuffled)

    def content(found):
        return sorted(
            repr({k: v for k, v in a.items() if k not in ("row_key", "source_row")}) for a in found.accepted
        )

    assert content(again) == content(outcome)
    assert again.checked.nulled == outcome.checked.nulled
