"""Who took part in a campaign, and how far did each one get (specification 4.7, D-13)?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import orjson
import polars as pl

from data.campaign import Campaign, entries
from data.store.lake import View
from data.store.lake_tables import TABLES
from data.store.pauses import as_known, during
from data.store.schema import MOMENT
from data.vocabulary.event_kind import DONE_TO_PEOPLE, EventKind


class Status(StrEnum):
    """The degree of participation, the lowest first (F159–F161)."""

    NONE = "Non-Participant"
    SOME = "Participant*"
    ALL = "Participant"


STATUSES = tuple(Status)

# Each configured step as the words under which events may name it, trimmed and in lower case.
Steps = tuple[frozenset[str], ...]
Scan = Callable[[str], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the statuses mean for one type of campaign.

    Whoever did an act of `took` is at least Participant*. Whoever did `finished` — for each of the
    configured `steps`, named in the event's `column`, or as often as the configuration's `times`
    says — is a Participant; once is enough where neither is configured. `why` says so, and stands
    on the screen.
    """

    took: frozenset[EventKind]
    finished: EventKind
    why: str
    column: str = ""
    steps: Callable[[Campaign], Steps] | None = None
    times: str = ""


def _listed(name: str, field: str) -> Callable[[Campaign], Steps]:
    return lambda campaign: tuple(frozenset({w}) for w in entries(campaign, name, field))


def _pages(campaign: Campaign) -> Steps:
    """The pages to be swiped to, by number or title; the first one is open without a swipe."""
    listed = campaign.config.get("pages")
    pages = listed if isinstance(listed, list | tuple) else ()
    return tuple(_names(number, page) for number, page in enumerate(pages, start=1))[1:]


def _names(number: int, page: object) -> frozenset[str]:
    title = page.get("title") if isinstance(page, Mapping) else page
    return frozenset({str(number), *([_word(title)] if isinstance(title, str) else [])})


def _word(text: str) -> str:
    return text.strip().lower()


_QUESTIONS = _listed("questions", "text")
_PLAY, _ANSWER, _USE = EventKind.CONTENT_PLAY, EventKind.QUESTION_ANSWER, EventKind.KEYWORD_USE

RULES: dict[str, Rule] = {
    "e-swipe": Rule(
        frozenset({_PLAY}),
        _PLAY,
        "A Participant has swiped to every page: the pages are all there is to see.",
        "page",
        _pages,
    ),
    "web-trivia": Rule(
        frozenset({_PLAY, _ANSWER}),
        _ANSWER,
        "A Participant has answered every question; Start alone begins a round, and ends none.",
        "question",
        _QUESTIONS,
    ),
    "trivia": Rule(
        frozenset({_USE, _ANSWER}),
        _ANSWER,
        "A Participant has answered every question; the keyword begins a round, and ends none.",
        "question",
        _QUESTIONS,
    ),
    "polls-surveys": Rule(
        frozenset({_USE, _ANSWER}),
        _ANSWER,
        "A Participant has answered every question, since each one is asked of everybody.",
        "question",
        _QUESTIONS,
    ),
    "web-polls-surveys": Rule(
        frozenset({_PLAY, _ANSWER}),
        _ANSWER,
        "A Participant has answered every question, since each one is asked of everybody.",
        "question",
        _QUESTIONS,
    ),
    "raffle-giveaway": Rule(
        frozenset({_PLAY}),
        _PLAY,
        "A Participant has played, which shows the result; of several rounds, all of them.",
        times="rounds",
    ),
    "subscription-form": Rule(
        frozenset({EventKind.FORM_SUBMIT}),
        EventKind.FORM_SUBMIT,
        "A Participant has sent the form; who only opened it has not taken part.",
    ),
    "digital-coupon": Rule(
        frozenset({EventKind.PASS_ADD, EventKind.PASS_REDEEM}),
        EventKind.PASS_REDEEM,
        "A Participant has redeemed the coupon; in the wallet alone, it is half-way.",
    ),
    "member-card": Rule(
        frozenset({EventKind.PASS_ADD}),
        EventKind.PASS_ADD,
        "A Participant has added the card to a wallet, which is all that it asks for.",
    ),
    "keyword": Rule(
        frozenset({_USE}), _USE, "A Participant has used a keyword: each one has its whole answer."
    ),
    "chatbot-service": Rule(
        frozenset({EventKind.CHATBOT_INTERACTION}),
        EventKind.CHATBOT_INTERACTION,
        "A Participant has been through every configured interaction: they are all there is.",
        "interaction",
        _listed("interactions", "name"),
    ),
    "geofence": Rule(
        frozenset({EventKind.GEOFENCE_DISPLAY}),
        EventKind.GEOFENCE_DISPLAY,
        "A Participant's device has shown the push: there is nothing else to do.",
    ),
}


def participants(view: View, campaign: Campaign) -> pl.DataFrame:
    """Everybody with an ID whom the campaign reached; looked for once, see View.kept.

    Columns: person, recipient, last_activity (UTC; null: did nothing), participations (how often
    the step was done that was done most often), degree (place in STATUSES), prizes (names of the
    awards, in the alphabet's order; null: none). People without an ID can be neither shown nor
    drawn, see `nameless`.
    """
    # The steps may be changed meanwhile.
    key = ("participants", orjson.dumps(dict(campaign.config)))
    return view.kept(
        key,
        (campaign,),
        lambda: _table(lambda table: view.scan(table, (campaign,)), campaign),
    )


def participants_as_of(view: View, campaign: Campaign, as_of: datetime) -> pl.DataFrame:
    """`participants` from the events and pauses alone that had been recorded by `as_of`."""
    events = view.stored("events", (campaign,)).filter(pl.col("received_at") <= as_of)
    if pauses := as_known(view.pauses.of([campaign.id]), as_of):
        out = during(events, pauses).select("key")
        events = events.join(out, on="key", how="anti")
    by_table = {
        "events": events,
        "people": TABLES["people"].derive(events),
        "messages": events.filter(pl.col("kind") == EventKind.MESSAGE_STATUS.value),
    }
    return _table(by_table.__getitem__, campaign)


def nameless(view: View, campaign: Campaign) -> int:
    """How many people came without an ID; each event without one is a person of its own (D-26)."""
    people = view.scan("people", (campaign,)).filter(pl.col("recipient").is_null())
    return int(people.select(pl.col("person").n_unique()).collect().item())


def by_status(rows: pl.DataFrame) -> dict[Status, int]:
    """How many have each status; all three are there."""
    counted = dict(rows.group_by("degree").len().iter_rows())
    return {status: counted.get(n, 0) for n, status in enumerate(STATUSES)}


def _table(scan: Scan, campaign: Campaign) -> pl.DataFrame:
    rule = RULES.get(campaign.type)
    named = pl.col("recipient").is_not_null()
    people = scan("people").filter(named)
    active = ~pl.col("act").is_in([kind.value for kind in DONE_TO_PEOPLE])
    known = people.group_by("person").agg(
        pl.col("recipient").first(),
        last_activity=pl.col("last_at").filter(active).max(),
    )
    targeted = scan("messages").filter(named).select("person", "recipient")
    if rule is not None:
        known = known.join(_taken(scan, people, rule, campaign), on="person", how="left")
    known = known.join(_prizes(scan("events").filter(named)), on="person", how="left")
    whole, active_ones = pl.DataFrame(schema=_SCHEMA), known.collect()
    # Most were told and did nothing: they are not joined with what was done.
    silent = targeted.join(active_ones.lazy(), on="person", how="anti").filter(
        pl.col("person").is_first_distinct()
    )
    return pl.concat([whole, active_ones, silent.collect()], how="diagonal").with_columns(
        pl.col("participations", "degree").fill_null(0)
    )


_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "person": pl.Int64,
    "recipient": pl.String,
    "last_activity": MOMENT,
    "participations": pl.Int64,
    "degree": pl.Int8,
    "prizes": pl.String,
}


def _taken(scan: Scan, people: pl.LazyFrame, rule: Rule, campaign: Campaign) -> pl.LazyFrame:
    """Everybody who did an act of the rule: participations and degree."""
    kinds = [kind.value for kind in rule.took]
    steps = rule.steps(campaign) if rule.steps else ()
    if rule.column:
        word = pl.col(rule.column).str.strip_chars().str.to_lowercase()
        done = (
            scan("events")
            .filter(pl.col("recipient").is_not_null() & pl.col("kind").is_in(kinds))
            .group_by("person", act=pl.col("kind"), word=word)
            .agg(n=pl.len().cast(pl.Int64))
        )
    else:
        done = (
            people.filter(pl.col("act").is_in(kinds))
            .with_columns(word=pl.lit(""))
            .select("person", "act", "word", "n")
        )
    return done.group_by("person").agg(
        participations=pl.col("n").max(),
        degree=pl.when(_is_finished(rule, steps, campaign))
        .then(STATUSES.index(Status.ALL))
        .otherwise(STATUSES.index(Status.SOME))
        .cast(pl.Int8),
    )


def _is_finished(rule: Rule, steps: Steps, campaign: Campaign) -> pl.Expr:
    finishing = pl.col("act") == rule.finished.value
    if steps:
        place = {word: n for n, words in enumerate(steps) for word in sorted(words)}
        step = pl.col("word").replace_strict(place, default=None, return_dtype=pl.Int32)
        return step.filter(finishing).drop_nulls().n_unique() == len(steps)
    stored = campaign.config.get(rule.times) if rule.times else 1
    times = stored if type(stored) is int and stored > 0 else 1
    return pl.col("n").filter(finishing).sum() >= times


def _prizes(events: pl.LazyFrame) -> pl.LazyFrame:
    awarded = events.filter(pl.col("kind") == EventKind.PRIZE_AWARD.value)
    name = pl.col("prize").fill_null("A prize without a name")
    return awarded.group_by("person").agg(prizes=name.unique().sort().str.join(", "))
