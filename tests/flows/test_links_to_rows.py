"""A link leads to the row that was delivered, in whichever file of its batch that is."""

import duckdb
import polars as pl

from tests.flows.conftest import AS_OF, make_home, run_night


def test_of_a_batch_in_several_files_every_link_names_its_own_file_and_row(inbox, tmp_path):
    (whole,) = (inbox / "cl_card" / max(f.name for f in (inbox / "cl_card").iterdir())).glob("*.parquet")
    rows = pl.read_parquet(whole)
    whole.unlink()
    whole.with_name("_manifest.json").unlink(missing_ok=True)
    parts = {"z.parquet": rows[: len(rows) // 3], "a.parquet": rows[len(rows) // 3 :]}
    for name, part in parts.items():
        part.write_parquet(whole.with_name(name))
    home = make_home(tmp_path / "home")
    run_night(inbox, home, AS_OF)
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        links = con.execute(
            "SELECT source_file, source_row, p.id_number FROM core.person_link JOIN core.person p USING (person_id) "
            "WHERE dataset = 'cl_card' AND rule = 'number'"
        ).fetchall()
    assert {file for file, _, _ in links} == set(parts)
    assert len({(file, row) for file, row, _ in links}) == len(links) > 20
    delivered = {(file, n): row for file, part in parts.items() for n, row in enumerate(part.to_dicts(), 1)}
    same = [
        number in f"{delivered[file, row]['id_number']} {delivered[file, row]['card_no']}"
        for file, row, number in links
    ]
    assert sum(same) >= 0.9 * len(same), "15 digits and lost check characters apart"
