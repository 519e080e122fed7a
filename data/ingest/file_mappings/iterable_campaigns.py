"""Iterable: the metrics of campaigns; each channel has columns of its own, empty for the others."""

from data.ingest.file_mapping import TOTAL, FileMapping, Role

_TOTALS = {
    "total_email_sends": "sent",
    "total_email_delivered": "delivered",
    "total_email_bounced": "failed",
    "unique_emails_opens": "opened",
    "total_email_opens": "human_opens",
    "unique_email_clicks": "clicked",
    "total_email_clicked": "clicks",
    "total_pushes_sent": "sent",
    "total_pushes_delivered": "delivered",
    "total_pushes_bounced": "failed",
    "unique_pushes_opened": "opened",
    "total_pushes_opened": "human_opens",
    "total_sms_sent": "sent",
    "total_sms_delivered": "delivered",
    "total_sms_bounced": "failed",
    "total_complaints": "complained",
}

FILE_MAPPING = FileMapping(
    key="iterable-campaigns",
    label="Iterable campaign totals",
    description="A row a campaign, with id, total_email_sends, unique_email_clicks and more, and "
    "with start_at and name where it has them; one row for each campaign, not one a day.",
    columns={
        "id": Role.CAMPAIGN,
        "campaign_id": Role.CAMPAIGN,
        "name": Role.CAMPAIGN_NAME,
        "campaign_name": Role.CAMPAIGN_NAME,
        "message_medium": Role.CHANNEL,
        "start_at": Role.TIME,
        "date": Role.TIME,
        **{column: f"{TOTAL}{tally}" for column, tally in _TOTALS.items()},
    },
    channels={"mobile push": "push"},
    channel="email",
    source="iterable",
    signs=("id|campaign_id", "total_email_sends", "total_email_delivered"),
)
