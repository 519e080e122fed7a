"""Iterable: the events of a project, one a row, as its exports and connectors name them."""

from data.ingest.file_mapping import FileMapping, Role
from data.ingest.meaning import IGNORE

_ENDS = {
    "send": "fate:sent",
    "delivered": "fate:delivered",
    "open": "fate:seen",
    "click": "fate:clicked",
    "bounce": "fate:bounced",
    "sendskip": "fate:cancelled",
    "complaint": "fate:complained",
    "unsubscribe": "kind:subscriber.block",
    "received": "kind:message.inbound",
}
_WORDS = {
    f"{channel}{end}": meaning
    for channel in ("email", "sms", "push")
    for end, meaning in _ENDS.items()
}

FILE_MAPPING = FileMapping(
    key="iterable",
    label="Iterable events",
    description="Events with an event name like emailSend, an email, createdAt and campaignId.",
    columns={
        "email": Role.RECIPIENT,
        "user_id": Role.RECIPIENT,
        "userId": Role.RECIPIENT,
        "created_at": Role.TIME,
        "createdAt": Role.TIME,
        "event_name": Role.WORD,
        "eventName": Role.WORD,
        "campaign_id": Role.CAMPAIGN,
        "campaignId": Role.CAMPAIGN,
        "campaign_name": Role.CAMPAIGN_NAME,
        "campaignName": Role.CAMPAIGN_NAME,
        "message_id": Role.MESSAGE,
        "messageId": Role.MESSAGE,
        "event_id": Role.EVENT,
        "_fivetran_id": Role.EVENT,
        "url": Role.LINK,
        "user_agent": Role.USER_AGENT,
        "userAgent": Role.USER_AGENT,
    },
    words=_WORDS,
    channels={
        word: channel
        for word in _WORDS
        for channel in ("email", "sms", "push")
        if word.startswith(channel)
    },
    others=IGNORE,
    signs=("email", "event_name|eventname", "created_at|createdat", "campaign_id|campaignid"),
)
