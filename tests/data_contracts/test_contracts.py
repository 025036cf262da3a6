"""The twenty contracts say what the interface says; a wrong contract file is refused with file and key."""

from pathlib import Path

import pytest
import yaml

from data_contracts import ContractError, load_contracts
from data_contracts.reading import HERE

ORDER = [
    "mz_household",
    "mz_member",
    "mz_payment",
    "mz_application",
    "mz_visit",
    "jy_student",
    "jy_aid",
    "rs_unemployment",
    "rs_insurance",
    "rs_pension",
    "wj_illness",
    "wj_death",
    "yb_enrolment",
    "yb_settlement",
    "cl_card",
    "cl_subsidy",
    "ny_monitored",
    "zj_housing",
    "yj_disaster",
    "rx_ticket",
]
IDENTITY = ("id_type", "id_number", "name", "sex", "birth_date", "phone", "county_code")


def test_all_datasets_with_fixed_numbers(contracts):
    assert [(c.name, c.number) for c in contracts.values()] == [
        (name, i) for i, name in enumerate(ORDER, start=1)
    ]


def test_snapshots_and_appends(contracts):
    appends = {
        "mz_payment",
        "mz_application",
        "mz_visit",
        "jy_aid",
        "rs_pension",
        "wj_death",
        "yb_settlement",
    }
    appends |= {"cl_subsidy", "yj_disaster", "rx_ticket"}
    assert {c.name for c in contracts.values() if c.append} == appends
    assert all(c.min_rows == (0 if c.append else 1) for c in contracts.values())


def test_identity_block_everywhere_but_in_households(contracts):
    for contract in contracts.values():
        has = tuple(c.name for c in contract.columns[-7:]) == IDENTITY
        assert has == (contract.name != "mz_household") == contract.has_identity


def test_every_column_has_a_chinese_header(contracts):
    for contract in contracts.values():
        for column in contract.columns:
            assert any("一" <= a[0] <= "鿿" for a in column.aliases), (contract.name, column.name)


@pytest.mark.parametrize("header", ["身份证号", "身份证号码", "公民身份号码", "证件号码"])
def test_the_usual_headers_of_the_number(contracts, header):
    assert all(c.header_aliases[header] == "id_number" for c in contracts.values() if c.has_identity)


def test_spellings_of_codes_are_folded_already(con, contracts):
    for contract in contracts.values():
        for column in contract.columns:
            for text in (s for code, spellings in column.codes.items() for s in (code, *spellings)):
                assert con.execute("SELECT fold_text(?)", [text]).fetchone() == (text,), (contract.name, text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "mz_visit.yaml: colour: unknown key"),
        ({"number": "five"}, "mz_visit.yaml: number: 'five': expected int"),
        ({"number": 31}, "mz_visit.yaml: number: 31: expected 1 to 30"),
        ({"mode": "sometimes"}, "mz_visit.yaml: mode: 'sometimes': expected snapshot or append"),
        ({"department": "xx"}, "mz_visit.yaml: department: 'xx'"),
        ({"primary_key": ["note"]}, "mz_visit.yaml: primary_key: 'note' is not a required column"),
        ({"freshness": {}}, "mz_visit.yaml: freshness.max_age_days: is missing"),
        (
            {"freshness": {"max_age_days": -1}},
            "mz_visit.yaml: freshness.max_age_days: -1: expected 0 or more",
        ),
        ({"rows": {"min": 1, "fall_percent": 20, "max": 3}}, "mz_visit.yaml: rows.max: unknown key"),
        ({"roles": {"self": {"name": "nome"}}}, "mz_visit.yaml: roles.self: 'nome' is not a column"),
        ({"identity": {"nome": []}}, "mz_visit.yaml: identity.nome: not a column of the identity block"),
        (
            {"columns": {"visit_id": {"title": "x", "type": "number", "aliases": []}}},
            "columns.visit_id.type: 'number'",
        ),
        ({"columns": {"visit_id": {"title": "x", "type": "code", "aliases": []}}}, "columns.visit_id.codes"),
        (
            {"columns": {"visit_id": {"title": "x", "type": "text", "required": True, "aliases": ["姓名"]}}},
            "'姓名' also means visit_id",
        ),
    ],
)
def test_a_wrong_contract_is_refused(tmp_path, change, message):
    raw = yaml.safe_load((HERE / "contracts" / "mz_visit.yaml").read_text(encoding="utf-8"))
    (tmp_path / "mz_visit.yaml").write_text(
        yaml.safe_dump(raw | change, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(ContractError) as error:
        load_contracts(tmp_path)
    assert message in str(error.value)


def test_two_contracts_may_not_share_a_number(tmp_path):
    for name in ("a", "b"):
        text = (HERE / "contracts" / "mz_visit.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=r"b.yaml: number: 5 is also a's"):
        load_contracts(tmp_path)


def test_no_yaml_and_bad_yaml(tmp_path: Path):
    with pytest.raises(ContractError, match="no contract"):
        load_contracts(tmp_path)
    (tmp_path / "x.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(ContractError, match=r"x.yaml: cannot be read as YAML"):
        load_contracts(tmp_path)
