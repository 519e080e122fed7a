"""Klaviyo: the campaigns of an account with their totals, as its campaign list exports them."""

from data.ingest.file_mapping import TOTAL, FileMapping, Role

FILE_MAPPING = FileMapping(
    key="klaviyo-campaigns",
    label="Klaviyo campaign totals",
    description="A row a campaign, with Campaign Name, Send Time, Total Recipients, Unique Opens "
    "and more; totals are imported as totals, with nobody behind them.",
    columns={
        "Campaign ID": Role.CAMPAIGN,
        "Campaign Name": Role.CAMPAIGN_NAME,
        "Campaign Channel": Role.CHANNEL,
        "Send Time": Role.TIME,
        "Total Recipients": f"{TOTAL}sent",
        "Successful Deliveries": f"{TOTAL}delivered",
        "Bounces": f"{TOTAL}failed",
        "Unique Opens": f"{TOTAL}opened",
        "Total Opens": f"{TOTAL}human_opens",
        "Unique Clicks": f"{TOTAL}clicked",
        "Total Clicks": f"{TOTAL}clicks",
        "Spam Complaints": f"{TOTAL}complained",
    },
    channels={"mobile push": "push", "push notification": "push"},
    channel="email",
    source="klaviyo",
    signs=("campaign name", "send time", "total recipients", "unique opens", "spam complaints"),
)
