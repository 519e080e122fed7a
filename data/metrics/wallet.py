"""What became of the wallet passes?"""

from data.metric import Metric
from data.vocabulary.formats import Unit

METRICS = (
    Metric(
        key="passes_generated",
        label="Passes Generated",
        definition="People for whom a pass was made.",
        formula="distinct people with a generated pass",
        source="D-10",
        top=("pass_holders_issued",),
        higher_is_better=True,
    ),
    Metric(
        key="passes_added",
        label="Passes Added to Wallet",
        definition="People who added the pass to a wallet; a first install each.",
        formula="distinct people with at least one install",
        source="D-10",
        top=("pass_holders_added",),
        higher_is_better=True,
    ),
    Metric(
        key="passes_redeemed",
        label="Passes Redeemed",
        definition="People who redeemed at least once.",
        formula="distinct people with at least one redemption",
        source="D-10; specification 4.14",
        top=("redeemers",),
        higher_is_better=True,
    ),
    Metric(
        key="redemptions",
        label="Redemptions",
        definition="Every redemption, repeats included.",
        formula="count of redemptions",
        source="Specification 4.14",
        top=("redemptions",),
        higher_is_better=True,
    ),
    Metric(
        key="redemption_rate",
        label="Redemption Rate",
        definition="The share of people with a pass who redeemed at least once.",
        formula="passes redeemed ÷ passes generated",
        source="Specification 4.14, F203",
        top=("redeemers",),
        over=("pass_holders_issued",),
        unit=Unit.SHARE,
        higher_is_better=True,
    ),
)
