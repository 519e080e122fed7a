"""Klaviyo: the events of an account, one a row, each named by its metric."""

from data.ingest.file_mapping import FileMapping, Role
from data.ingest.meaning import IGNORE

_WORDS = {
    "received email": "fate:delivered",
    "opened email": "fate:seen",
    "clicked email": "fate:clicked",
    "bounced email": "fate:bounced",
    "dropped email": "fate:suppressed",
    "marked email as spam": "fate:complained",
    "received sms": "fate:delivered",
    "clicked sms": "fate:clicked",
    "failed sms": "fate:bounced",
    "failed to deliver sms": "fate:bounced",
    # In Klaviyo it is the person who sent it.
    "sent sms": "kind:message.inbound",
    "received push": "fate:delivered",
    "opened push": "fate:seen",
    "bounced push": "fate:bounced",
    "unsubscribed": "kind:subscriber.block",
    "unsubscribed from list": "kind:subscriber.block",
    "unsubscribed from email marketing": "kind:subscriber.block",
    "unsubscribed from sms marketing": "kind:subscriber.block",
    "placed order": "kind:conversion",
}

FILE_MAPPING = FileMapping(
    key="klaviyo",
    label="Klaviyo events",
    description="Events with id, type (the metric), datetime, person_id and campaign_id; what is no"
    " message, opt-out or order is left out.",
    columns={
        "email": Role.RECIPIENT,
        "person_id": Role.RECIPIENT,
        "datetime": Role.TIME,
        "type": Role.WORD,
        "campaign_id": Role.CAMPAIGN,
        "flow_id": Role.CAMPAIGN,
        "property_campaign_name": Role.CAMPAIGN_NAME,
        "id": Role.EVENT,
        "uuid": Role.EVENT,
        "property_url": Role.LINK,
        "property_value": Role.VALUE,
        "event_properties.url": Role.LINK,
        "event_properties.$value": Role.VALUE,
    },
    words=_WORDS,
    channels={
        word: channel for word in _WORDS for channel in ("email", "sms", "push") if channel in word
    },
    others=IGNORE,
    signs=("person_id", "type", "datetime"),
)
