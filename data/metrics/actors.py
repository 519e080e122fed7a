"""What did people do with the messages, and what did programs do for or instead of them?"""

from data.metric import Metric
from data.vocabulary.formats import Unit

_LEFT_OUT = "Opens and clicks of machines and bots, as the rule set in force tells them."
_UNTOLD = "What carries no user agent is taken for a person's, unless another rule tells otherwise."


def _counted(key: str, label: str, definition: str, *, human: bool) -> Metric:
    return Metric(
        key=key,
        label=label,
        definition=definition,
        formula=f"{label.lower()}, each one counted",
        source="Metric 17, by who made it (metrics 9, 10 and 30)",
        top=(key,),
        exclusions=f"{_LEFT_OUT} {_UNTOLD}" if human else _UNTOLD,
        higher_is_better=True if human else None,
    )


METRICS = (
    Metric(
        key="human_opened",
        label="Opened (human)",
        definition="Distinct recipients of delivered messages with an open or a click that a "
        "person made.",
        formula="distinct recipients with at least one human open or human click",
        source="Metric 9",
        top=("human_opened",),
        exclusions=f"{_LEFT_OUT} {_UNTOLD}",
        higher_is_better=True,
    ),
    Metric(
        key="machine_opened",
        label="Opened by programs only",
        definition="Distinct recipients of delivered messages all of whose opens and clicks were "
        "made by machines or bots.",
        formula="opened − opened (human)",
        source="Metric 10",
        top=("opened",),
        minus=("human_opened",),
        exclusions=_UNTOLD,
    ),
    Metric(
        key="human_open_rate",
        label="Open Rate (human)",
        definition="The share of delivered messages with an open or a click that a person made.",
        formula="opened (human) ÷ delivered",
        source="Metric 11",
        top=("human_opened",),
        over=("delivered",),
        unit=Unit.SHARE,
        exclusions=f"{_LEFT_OUT} {_UNTOLD}",
        higher_is_better=True,
    ),
    Metric(
        key="human_clicked",
        label="Clicked (human)",
        definition="Distinct recipients of delivered messages with a click that a person made.",
        formula="distinct recipients with at least one human click",
        source="Metric 14",
        top=("human_clicked",),
        exclusions=f"{_LEFT_OUT} {_UNTOLD}",
        higher_is_better=True,
    ),
    Metric(
        key="human_click_rate",
        label="Click Rate (human)",
        definition="The share of delivered messages with a click that a person made.",
        formula="clicked (human) ÷ delivered",
        source="Metric 15",
        top=("human_clicked",),
        over=("delivered",),
        unit=Unit.SHARE,
        exclusions=f"{_LEFT_OUT} {_UNTOLD}",
        higher_is_better=True,
    ),
    Metric(
        key="human_click_to_open_rate",
        label="Click-to-Open Rate (human)",
        definition="The share of those who opened that clicked, people alone; never above 100 %, "
        "because whoever clicked has opened.",
        formula="clicked (human) ÷ opened (human)",
        source="Metric 16",
        top=("human_clicked",),
        over=("human_opened",),
        unit=Unit.SHARE,
        exclusions=f"{_LEFT_OUT} {_UNTOLD}",
        higher_is_better=True,
    ),
    _counted("human_opens", "Human Opens", "Opens that a person made.", human=True),
    _counted(
        "machine_opens",
        "Machine Opens",
        "Opens that a program made for a person who may not have looked.",
        human=False,
    ),
    _counted("bot_opens", "Bot Opens", "Opens that a program made for itself.", human=False),
    _counted("human_clicks", "Human Clicks", "Clicks that a person made.", human=True),
    _counted(
        "machine_clicks",
        "Machine Clicks",
        "Clicks that a program made for a person.",
        human=False,
    ),
    _counted("bot_clicks", "Bot Clicks", "Clicks that a program made for itself.", human=False),
)
