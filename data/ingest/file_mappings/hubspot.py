"""HubSpot: the events of marketing emails, one a row."""

from data.ingest.file_mapping import FileMapping, Role

FILE_MAPPING = FileMapping(
    key="hubspot",
    label="HubSpot email events",
    description="Events with id, created, type, recipient and email_campaign_id; those that HubSpot"
    " marks as filtered (its own word for programs) are left out.",
    columns={
        "id": Role.EVENT,
        "created": Role.TIME,
        "type": Role.WORD,
        "recipient": Role.RECIPIENT,
        "email_campaign_id": Role.CAMPAIGN,
        "emailCampaignId": Role.CAMPAIGN,
        "filtered_event": Role.LEAVE_OUT,
        "filteredEvent": Role.LEAVE_OUT,
        "url": Role.LINK,
        "user_agent": Role.USER_AGENT,
        "userAgent": Role.USER_AGENT,
        "category": Role.DETAIL,
    },
    words={
        "sent": "fate:sent",
        "processed": "fate:queued",
        "delivered": "fate:delivered",
        "open": "fate:seen",
        "click": "fate:clicked",
        "bounce": "fate:bounced",
        "bounce unknown_user": "fate:bad address",
        "deferred": "fate:deferred",
        "dropped": "fate:rejected",
        "spamreport": "fate:complained",
        "statuschange": "ignore",
        "forward": "ignore",
        "print": "ignore",
    },
    channel="email",
    signs=("created", "type", "recipient", "email_campaign_id|emailcampaignid"),
)
