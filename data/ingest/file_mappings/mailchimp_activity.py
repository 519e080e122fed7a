"""Mailchimp: what the recipients of campaigns did, one action a row."""

from data.ingest.file_mapping import FileMapping, Role

FILE_MAPPING = FileMapping(
    key="mailchimp-activity",
    label="Mailchimp recipient activity",
    description="Actions with campaign_id, member_id, timestamp, and a url or bounce_type. A whole"
    " account's folder is the format mailchimp of the command line.",
    columns={
        "action": Role.WORD,
        "bounce_type": Role.DETAIL,
        "campaign_id": Role.CAMPAIGN,
        "email_address": Role.RECIPIENT,
        "member_id": Role.RECIPIENT,
        "timestamp": Role.TIME,
        "url": Role.LINK,
    },
    words={
        "sent": "fate:sent",
        "open": "fate:seen",
        "click": "fate:clicked",
        "bounce": "fate:bounced",
        "bounce soft": "fate:bounced",
        "bounce hard": "fate:unreachable",
    },
    channel="email",
    signs=("action", "campaign_id", "timestamp", "member_id|email_address"),
)
