"""The form of each dataset: columns and key, which system holds its people, where a row can break."""

from dataclasses import dataclass

BLOCK = ["id_type", "id_number", "name", "sex", "birth_date", "phone", "county_code"]


@dataclass(frozen=True)
class Form:
    """A dataset's form: the system that holds its people, its key, its columns beside the identity block."""

    system: str
    key: list[str]
    columns: list[str]
    date: str | None = None  # a required date
    code: str | None = None  # a required code
    optional_code: str | None = None
    block: bool = True
    optional: tuple[str, ...] = ()  # columns that may be left out of a delivery


FORMS: dict[str, Form] = {
    "mz_household": Form(
        "mz",
        ["household_id"],
        [
            "household_id",
            "category",
            "head_name",
            "head_id_number",
            "county_code",
            "residence",
            "approved_on",
            "ended_on",
            "end_reason",
            "income_per_capita",
            "household_size",
            "covered_size",
            "cause",
            "verified_on",
            "grace_started_on",
        ],
        date="approved_on",
        code="category",
        optional_code="residence",
        block=False,
        optional=("cause",),
    ),
    "mz_member": Form(
        "mz",
        ["household_id", "member_no"],
        ["household_id", "member_no", "relation", "covered", "labour", "self_care_failed", "care_grade"],
        optional_code="labour",
    ),
    "mz_payment": Form(
        "mz",
        ["payment_id"],
        ["payment_id", "household_id", "item", "pay_month", "amount", "result"],
        date="pay_month",
        code="item",
    ),
    "mz_application": Form(
        "mz_application",
        ["application_id"],
        ["application_id", "applied_on", "category", "decision", "decided_on"],
        date="applied_on",
        code="category",
    ),
    "mz_visit": Form(
        "mz_visit",
        ["visit_id"],
        ["visit_id", "visited_on", "finding", "note"],
        date="visited_on",
        optional_code="finding",
        optional=("note",),
    ),
    "jy_student": Form(
        "jy",
        ["student_no"],
        ["student_no", "school_code", "stage", "status", "hardship", "guardian_id_number", "entered_on"],
        code="stage",
        optional_code="hardship",
    ),
    "jy_aid": Form(
        "jy", ["aid_id"], ["aid_id", "student_no", "term", "item", "amount", "paid_on"], optional=("item",)
    ),
    "rs_unemployment": Form(
        "rs",
        ["registration_id"],
        ["registration_id", "registered_on", "cancelled_on", "service_on", "benefit_until"],
        date="registered_on",
        optional=("benefit_until",),
    ),
    "rs_insurance": Form(
        "rs",
        ["account_id"],
        ["account_id", "insurance", "status", "last_paid_month", "base", "employer"],
        code="status",
    ),
    "rs_pension": Form(
        "rs",
        ["pension_payment_id"],
        ["pension_payment_id", "kind", "pay_month", "basic_amount", "account_amount"],
        date="pay_month",
        code="kind",
    ),
    "wj_illness": Form(
        "wj",
        ["case_id"],
        ["case_id", "kind", "diagnosis", "registered_on"],
        date="registered_on",
        code="kind",
    ),
    "wj_death": Form(
        "wj", ["certificate_no"], ["certificate_no", "died_on", "cause"], date="died_on", optional=("cause",)
    ),
    "yb_enrolment": Form(
        "yb",
        ["enrolment_id"],
        ["enrolment_id", "scheme", "year", "status", "premium", "subsidy", "identity"],
        code="scheme",
    ),
    "yb_settlement": Form(
        "yb",
        ["settlement_id"],
        ["settlement_id", "med_type", "settled_on", "total", "in_scope", "fund_paid", "aid_paid", "refunded"],
        date="settled_on",
        code="med_type",
    ),
    "cl_card": Form(
        "cl",
        ["card_no"],
        ["card_no", "type", "level", "issued_on", "expires_on", "status"],
        date="issued_on",
        code="status",
    ),
    "cl_subsidy": Form(
        "cl", ["subsidy_id"], ["subsidy_id", "item", "pay_month", "amount"], date="pay_month", code="item"
    ),
    "ny_monitored": Form(
        "ny",
        ["monitor_id", "member_no"],
        ["monitor_id", "member_no", "kind", "identified_on", "risk_cleared", "cleared_on"],
        date="identified_on",
        code="kind",
    ),
    "zj_housing": Form(
        "zj",
        ["house_id"],
        ["house_id", "grade", "only_home", "renovated_on", "rent_aid_until"],
        optional_code="grade",
        optional=("rent_aid_until",),
    ),
    "yj_disaster": Form(
        "yj",
        ["event_id", "member_no"],
        [
            "event_id",
            "member_no",
            "kind",
            "happened_on",
            "event_county",
            "loss",
            "relief_on",
            "relief_amount",
        ],
        date="happened_on",
        optional_code="loss",
    ),
    "rx_ticket": Form(
        "rx",
        ["ticket_no"],
        ["ticket_no", "received_on", "topic", "closed_on"],
        date="received_on",
        code="topic",
    ),
}
