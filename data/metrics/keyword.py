"""How were the keywords used?"""

from data.metric import Metric
from data.vocabulary.formats import Unit

METRICS = (
    Metric(
        key="total_keywords",
        label="Total Keywords",
        definition="Keywords that the campaign was configured with.",
        formula="count of configured keywords",
        source="Specification 4.10, F182",
        top=("keywords",),
    ),
    Metric(
        key="keyword_interactions",
        label="Total Keyword Interactions",
        definition="Every use of a keyword; repeats by one person count.",
        formula="count of keyword uses",
        source="Specification 4.10, F183",
        top=("keyword_uses",),
        higher_is_better=True,
    ),
    Metric(
        key="keyword_users",
        label="Total Users",
        definition="Distinct people who used a keyword.",
        formula="distinct people with at least one keyword use",
        source="Specification 4.10, F184",
        top=("keyword_people",),
        higher_is_better=True,
    ),
    Metric(
        key="keyword_usage",
        label="Keyword Usage",
        definition="The share of configured keywords that were used at least once, in upper or "
        "lower case.",
        formula="keywords used at least once ÷ keywords configured",
        source="Specification 4.10, F185",
        top=("keywords_used",),
        over=("keywords",),
        unit=Unit.SHARE,
        higher_is_better=True,
    ),
)
