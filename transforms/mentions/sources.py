"""Which columns of which dataset name a person.

One `Source` per dataset; its fields are SQL over the accepted columns.
"""

from dataclasses import dataclass

# The number inside a well-formed card number; anything else goes to id_parse as it is.
CARD_NUMBER = (
    "CASE WHEN regexp_full_match(card_no, '\\d{17}[\\dX][1-7][1-4](?:B\\d)?') "
    "THEN left(card_no, 18) ELSE card_no END"
)
# Only G numbers carry an ID; L and J numbers never do.
STUDENT_NUMBER = (
    "CASE WHEN strlen(student_no) = 19 AND student_no[1] = 'G' THEN substring(student_no, 2) "
    "WHEN student_no[1] IN ('L', 'J') THEN NULL "
    "WHEN regexp_full_match(id_fold(student_no), 'G.{18}') THEN substring(id_fold(student_no), 2) END"
)
MINOR = "CASE WHEN stage IN ('kindergarten', 'primary', 'junior', 'senior') THEN 'minor' END"


@dataclass(frozen=True)
class Source:
    """How a dataset names people. Every text is an SQL expression over the accepted columns."""

    role: str = "self"
    number: str = "id_number"
    number_in: str = "id_number"
    id_type: str = "id_type"
    name: str = "name"
    sex: str = "sex"
    birth_date: str = "birth_date"
    phone: str = "phone"
    household_id: str = "NULL"
    hint: str = "NULL"
    second: str = "NULL"
    second_in: str = "NULL"
    guardian: str = ""


IDENTITY_BLOCK = Source()

_BLOCK_ONLY = (
    "mz_application mz_visit rs_unemployment rs_insurance rs_pension wj_illness wj_death yb_enrolment "
    "yb_settlement cl_subsidy zj_housing yj_disaster"
)

SOURCES = dict.fromkeys(_BLOCK_ONLY.split(), IDENTITY_BLOCK) | {
    "mz_household": Source(
        role="head",
        number="head_id_number",
        number_in="head_id_number",
        id_type="NULL",
        name="head_name",
        sex="NULL",
        birth_date="NULL",
        phone="NULL",
        household_id="household_id",
    ),
    "mz_member": Source(household_id="household_id"),
    "mz_payment": Source(household_id="household_id"),
    "jy_student": Source(
        hint=MINOR, second=STUDENT_NUMBER, second_in="'student_no'", guardian="guardian_id_number"
    ),
    "jy_aid": Source(second=STUDENT_NUMBER, second_in="'student_no'"),
    "cl_card": Source(second=CARD_NUMBER, second_in="'card'", hint="'card_holder'"),
    "ny_monitored": Source(household_id="'ny:' || monitor_id"),
    "rx_ticket": Source(role="lead"),
}
