"""Mailchimp: the campaigns of an account with their totals, as its reports export them."""

from data.ingest.file_mapping import TOTAL, FileMapping, Role

FILE_MAPPING = FileMapping(
    key="mailchimp-campaigns",
    label="Mailchimp campaign totals",
    description="A row a campaign, with Title, Send Date, Total Recipients, Unique Opens and more; "
    "totals are imported as totals, with nobody behind them.",
    columns={
        "Unique Id": Role.CAMPAIGN,
        "Title": Role.CAMPAIGN_NAME,
        "Send Date": Role.TIME,
        "Total Recipients": f"{TOTAL}sent",
        "Successful Deliveries": f"{TOTAL}delivered",
        "Total Bounces": f"{TOTAL}failed",
        "Unique Opens": f"{TOTAL}opened",
        "Total Opens": f"{TOTAL}human_opens",
        "Unique Clicks": f"{TOTAL}clicked",
        "Total Clicks": f"{TOTAL}clicks",
        "Abuse Complaints": f"{TOTAL}complained",
    },
    channel="email",
    time_format="month day, year",
    source="mailchimp-activity",
    signs=("title", "send date", "total recipients", "successful deliveries", "unique id"),
)
