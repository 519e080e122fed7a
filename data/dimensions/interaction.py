"""Ways to split by what people used and chose."""

from data.dimension import Dimension
from data.tally import Grain

_EVENTS = frozenset({Grain.EVENTS})

DIMENSIONS = (
    Dimension("keyword", "Keyword", "The keyword that was used.", _EVENTS, "keyword"),
    Dimension("interaction", "Interaction", "The interaction's name.", _EVENTS, "interaction"),
    Dimension("question", "Question", "The question that was asked.", _EVENTS, "question"),
    Dimension("answer", "Answer", "The answer that was given.", _EVENTS, "answer"),
    Dimension("prize", "Prize", "The prize that was won.", _EVENTS, "prize"),
)
