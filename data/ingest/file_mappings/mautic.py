"""Mautic: its table of emails, a row a recipient, with the times of what became of each."""

from data.ingest.file_mapping import AT, FileMapping, Role

FILE_MAPPING = FileMapping(
    key="mautic",
    label="Mautic email statistics",
    description="The table email_stats: email_id, email_address, date_sent, date_read. Failures"
    " have no time there, and are left out.",
    columns={
        "id": Role.EVENT,
        "email_id": Role.CAMPAIGN,
        "email_name": Role.CAMPAIGN_NAME,
        "email_address": Role.RECIPIENT,
        "tracking_hash": Role.MESSAGE,
        "date_sent": f"{AT}fate:sent",
        "date_read": f"{AT}fate:seen",
        "is_failed": Role.LEAVE_OUT,
    },
    channel="email",
    signs=("email_id", "email_address", "date_sent", "date_read"),
)
