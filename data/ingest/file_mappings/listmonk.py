"""Listmonk: its tables of views, clicks and bounces, one file a table."""

from data.ingest.file_mapping import FileMapping, Role

_COLUMNS = {
    "id": Role.EVENT,
    "campaign_id": Role.CAMPAIGN,
    "subscriber_id": Role.RECIPIENT,
    "created_at": Role.TIME,
}
_NEEDED = ("campaign_id", "subscriber_id", "created_at")

FILE_MAPPING = (
    FileMapping(
        key="listmonk-views",
        label="Listmonk views",
        description="The table campaign_views: each is an open. Listmonk keeps no list of what was"
        " sent, so that only whoever opened is among the messages.",
        columns=_COLUMNS,
        every="fate:seen",
        channel="email",
        source="listmonk",
        signs=_NEEDED,
        foreign=("link_id", "type"),
    ),
    FileMapping(
        key="listmonk-clicks",
        label="Listmonk clicks",
        description="The table link_clicks.",
        columns={**_COLUMNS, "url": Role.LINK, "link_id": Role.LINK},
        every="fate:clicked",
        channel="email",
        source="listmonk",
        signs=(*_NEEDED, "link_id"),
    ),
    FileMapping(
        key="listmonk-bounces",
        label="Listmonk bounces",
        description="The table bounces.",
        columns={**_COLUMNS, "type": Role.WORD},
        words={
            "hard": "fate:unreachable",
            "soft": "fate:bounced",
            "complaint": "fate:complained",
        },
        channel="email",
        source="listmonk",
        signs=(*_NEEDED, "type"),
    ),
)
