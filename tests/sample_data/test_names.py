"""Names: shares as published, faults of the kind they say."""

import numpy as np
from pypinyin import lazy_pinyin

from sample_data import names, wrong_names
from sample_data.draw import stream


def test_surname_shares() -> None:
    drawn = names.surnames(stream(1, "t"), 200_000)
    share = float((drawn == "王").mean())
    rows = names.facts("surnames")
    published = float(rows[0]["bearers"]) / sum(float(r["bearers"]) for r in rows)
    assert rows[0]["surname"] == "王"
    assert abs(share - published) < 0.004


def test_given_names_follow_sex_and_decade() -> None:
    rng, n = stream(1, "t"), 20_000
    old_women = names.given_names(rng, np.zeros(n, dtype=bool), np.full(n, 1952))
    young_men = names.given_names(rng, np.ones(n, dtype=bool), np.full(n, 2015))
    assert sum("秀" in s for s in old_women) > 20 * sum("秀" in s for s in young_men)
    assert sum("宇" in s for s in young_men) > 20 * sum("宇" in s for s in old_women)


def test_homophones_sound_alike() -> None:
    right = ["张伟", "李丽华", "王小明"] * 30
    for before, after in zip(right, wrong_names.spoil(stream(1, "t"), "homophone", right), strict=True):
        assert after != before
        assert lazy_pinyin(after) == lazy_pinyin(before)


def test_other_kinds() -> None:
    rng = stream(1, "t")
    assert wrong_names.spoil(rng, "traditional", ["张伟"]) == ["張偉"]
    assert wrong_names.spoil(rng, "swapped", ["李丽华"]) == ["李华丽"]
    assert "·" not in wrong_names.spoil(rng, "dot_variant", ["阿依古丽·买买提"])[0]
    truncated = wrong_names.spoil(rng, "truncated", ["阿不都热西提·阿不都热西提"])[0]
    assert "阿不都热西提·阿不都热西提".startswith(truncated)
    assert 4 <= len(truncated) <= 10
    for spoiled in wrong_names.spoil(rng, "rare_lost", ["李䶮"] * 40):
        assert spoiled.startswith("李")
        assert "䶮" not in spoiled


def test_every_variant_has_a_partner() -> None:
    for table in (wrong_names.VARIANTS, wrong_names.LOOKALIKES):
        assert all(len(a) == len(b) == 1 and a != b for a, b in table.items())
