"""The seventeen campaign types against the documented tables, written out again by hand."""

from datetime import UTC, datetime

import pytest

from data.campaign import OPEN_RECIPIENTS, Campaign, features
from data.campaign_types import CAMPAIGN_TYPES, of_group
from data.channels import CHANNELS
from data.vocabulary.campaign_state import Group, State

ALL_FEATURES = frozenset({"prizes", "by-message", "endpoint", "tracked-links"})
TABS_OF_THE_CONTRACT = set(
    "delivery-performance delivery performance preview recipients overview participants "
    "link-tracking interaction-events prizes keyword-usage chatbot-interactions wallet-pass "
    "pass-holders communications redemption questions endpoint".split()
)

# 3.3, with 3.2 where that has no row for a type, D-21, D-22; "?x": only with the feature x.
TABS = {
    "e-swipe": "delivery performance endpoint?endpoint overview participants link-tracking "
    "interaction-events",
    "web-trivia": "delivery?by-message performance questions overview participants prizes?prizes "
    "link-tracking interaction-events",
    "trivia": "delivery questions endpoint?endpoint overview participants prizes?prizes",
    "raffle-giveaway": "delivery performance overview participants prizes?prizes link-tracking "
    "interaction-events",
    "subscription-form": "delivery overview participants link-tracking",
    "digital-coupon": "performance pass-holders communications overview participants wallet-pass "
    "redemption",
    "member-card": "delivery performance pass-holders communications overview participants "
    "wallet-pass",
    "keyword": "keyword-usage overview participants",
    "chatbot-service": "chatbot-interactions endpoint?endpoint overview participants",
    "polls-surveys": "delivery-performance questions overview participants",
    "web-polls-surveys": "delivery-performance questions endpoint?endpoint overview participants",
    "geofence": "overview participants",
}

# 3.4 and D-10.
KPIS = {
    "e-swipe": [
        ("messages_sent", "{channel} Sent"),
        ("opened_url_link", "Opened URL Link"),
        ("played", "Played Interactive Content"),
    ],
    "web-trivia": [
        ("opened_url_link", "Opened URL Link"),
        ("played", "Played Interactive Content"),
        ("assigned_prizes", "Assigned Prizes"),
    ],
    "trivia": [
        ("total_participants", "Total Participants"),
        ("total_answers", "Total Answers"),
        ("correct_answer_rate", "Correct Answer Rate"),
        ("assigned_prizes", "Assigned Prizes"),
    ],
    "raffle-giveaway": [
        ("messages_sent", "{channel} Sent"),
        ("opened_url_link", "Opened URL Link"),
        ("played", "Played Interactive Content"),
        ("assigned_prizes", "Assigned Prizes"),
    ],
    "subscription-form": [
        ("form_opens", "Form Opens"),
        ("forms_submitted", "Forms Submitted"),
        ("form_conversion_rate", "Conversion Rate"),
    ],
    "digital-coupon": [
        ("passes_generated", "Passes Generated"),
        ("passes_added", "Passes Added to Wallet"),
        ("passes_redeemed", "Passes Redeemed"),
    ],
    "member-card": [("sms_sent", "SMS Sent"), ("email_sent", "Email Sent")],
    "keyword": [
        ("total_keywords", "Total Keywords"),
        ("keyword_interactions", "Total Keyword Interactions"),
        ("keyword_users", "Total Users"),
        ("keyword_usage", "Keyword Usage"),
    ],
    "chatbot-service": [
        ("chatbot_participants", "Total Participants"),
        ("chatbot_interactions_configured", "Total Interactions"),
        ("cumulative_answers", "Total Cumulative Answers"),
        ("campaign_participation_rate", "Campaign Participation Rate"),
    ],
    "polls-surveys": [
        ("total_sent", "Total Messages Sent"),
        ("delivery_rate", "Delivery Rate"),
        ("transit_rate", "Transit Rate"),
        ("failed_rate", "Failed Rate"),
    ],
    "web-polls-surveys": [
        ("total_sent", "Total Sent"),
        ("delivery_rate", "Delivery Rate"),
        ("transit_rate", "Transit Rate"),
        ("failed_rate", "Failed Rate"),
    ],
    "geofence": [
        ("devices_targeted", "Devices Targeted"),
        ("devices_delivered", "Delivered"),
        ("devices_displayed", "Displayed"),
        ("delivery_rate", "Delivery Rate"),
    ],
}

# 3.1; E-Swipe and Geofence as decided.
STEPS = {
    "e-swipe": "Delivery, Design, Message, Summary",
    "web-trivia": "Delivery, Web Trivia, Content, Logic, Message, Summary",
    "trivia": "Delivery, Trivia, Logic, Message, Summary",
    "raffle-giveaway": "Delivery, Reveal Content, Message, Summary",
    "subscription-form": "Design, Field Matching, Summary",
    "digital-coupon": "Delivery, Design, Content, Interactions, Message, Summary",
    "member-card": "Delivery, Design, Content, Interactions, Message, Summary",
    "keyword": "Delivery, Keyword, Summary",
    "chatbot-service": "Delivery, Interactions, Summary",
    "polls-surveys": "Delivery, Poll, Summary",
    "web-polls-surveys": "Delivery, Cover, Contents, Closure, Message, Summary",
    "geofence": "Delivery, Content, Summary",
}

CHANNELS_OF = {
    "e-swipe": "sms email push whatsapp",
    "web-trivia": "sms email whatsapp",
    "trivia": "sms rcs whatsapp",
    "raffle-giveaway": "sms email whatsapp",
    "subscription-form": "sms email",
    "digital-coupon": "sms email",
    "member-card": "sms email",
    "keyword": "sms whatsapp rcs",
    "chatbot-service": "sms whatsapp rcs",
    "polls-surveys": "sms rcs whatsapp",
    "web-polls-surveys": "sms email whatsapp",
    "geofence": "push",
}

RECIPIENTS = {
    "e-swipe": "api subscribers csv typed keyword form",
    "web-trivia": "subscribers csv typed keyword form",
    "trivia": "api subscribers csv typed keyword",
    "raffle-giveaway": "subscribers csv typed keyword form",
    "subscription-form": "form",
    "digital-coupon": "subscribers csv typed form",
    "member-card": "subscribers csv typed",
    "keyword": "keyword",
    "chatbot-service": "api keyword",
    "polls-surveys": "subscribers csv typed keyword",
    "web-polls-surveys": "api subscribers csv typed",
    "geofence": "subscribers",
}

every_interactive = pytest.mark.parametrize("key", TABS)
every_messaging = pytest.mark.parametrize("key", ["sms", "email", "push", "rcs", "whatsapp"])


def written(place):
    """A place in the notation of the table above."""
    return place.key + "".join(f"?{need}" for need in sorted(place.needs))


def has_tab(kind, tab):
    return any(place.key == tab for place in kind.tabs)


def shown(places, has):
    return [place for place in places if place.needs <= has]


def tab_keys(key, has=ALL_FEATURES):
    return [place.key for place in shown(CAMPAIGN_TYPES[key].tabs, has)]


def campaign(kind, **config):
    return Campaign(
        id=1,
        name="Spring",
        group=Group.INTERACTIVE,
        type=kind,
        channel="sms",
        sender="2020",
        state=State.COMPLETED,
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
        month="2026-03",
        config=config,
    )


def test_the_twelve_interactive_types_come_in_the_order_of_the_menu():
    """F011, F110, F249."""
    assert [kind.label for kind in of_group(Group.INTERACTIVE)] == [
        "E-Swipe",
        "Web Trivia",
        "Trivia",
        "Raffle Giveaway",
        "Subscription Form",
        "Digital Coupon",
        "Member Card",
        "Keyword",
        "Chatbot Service",
        "Polls & Surveys",
        "Web Polls & Surveys",
        "Geofence",
    ]


def test_the_five_messaging_types_are_the_channels_in_the_order_of_the_menu():
    """F010, F075, F248."""
    assert [kind.label for kind in of_group(Group.MESSAGING)] == [
        "SMS",
        "Email",
        "Push notification",
        "RCS",
        "WhatsApp",
    ]


def test_there_are_seventeen_types_by_the_words_of_the_api():
    assert set(CAMPAIGN_TYPES) == {*TABS, "sms", "email", "push", "rcs", "whatsapp"}


@every_interactive
def test_each_type_has_its_tabs_in_the_documented_order(key):
    """F074, F113 to F126, F137, F151, F169, F209."""
    assert " ".join(map(written, CAMPAIGN_TYPES[key].tabs)) == TABS[key]


@every_interactive
def test_each_type_has_its_kpis(key):
    """F073, F127 to F132, F140, F182 to F185, F192 to F195."""
    assert [(place.metric, place.label) for place in CAMPAIGN_TYPES[key].kpis] == KPIS[key]


@every_interactive
def test_each_creator_has_its_documented_steps(key):
    """F253."""
    assert ", ".join(CAMPAIGN_TYPES[key].steps) == STEPS[key]


@every_interactive
def test_each_type_is_delivered_by_its_channels(key):
    """F250."""
    assert " ".join(CAMPAIGN_TYPES[key].channels) == CHANNELS_OF[key]


@every_interactive
def test_each_type_takes_its_recipients(key):
    """F256."""
    assert " ".join(CAMPAIGN_TYPES[key].recipients) == RECIPIENTS[key]


@every_messaging
def test_a_messaging_report_has_four_tabs(key):
    """F076 to F079 (D-09)."""
    assert tab_keys(key, frozenset()) == ["performance", "preview", "overview", "recipients"]


@every_messaging
def test_a_messaging_report_shows_the_kpis_of_its_channel(key):
    """F082, F107."""
    places = CAMPAIGN_TYPES[key].kpis
    assert tuple(place.metric for place in places) == CHANNELS[key].kpis
    assert (places[0].metric, places[0].label) == ("total_sent", "Total Messages Sent")


@every_messaging
def test_a_messaging_creator_has_three_steps(key):
    assert CAMPAIGN_TYPES[key].steps == ("Delivery", "Message", "Summary")


@every_messaging
def test_a_messaging_campaign_goes_out_on_its_own_channel_to_closed_participation(key):
    kind = CAMPAIGN_TYPES[key]
    assert kind.channels == (key,)
    assert not OPEN_RECIPIENTS & set(kind.recipients)


def test_an_e_swipe_report_has_six_tabs_and_the_endpoint_only_where_there_is_one():
    """F113, F126, F215."""
    six = ("delivery performance overview participants link-tracking interaction-events").split()
    assert tab_keys("e-swipe", ALL_FEATURES - {"endpoint"}) == six


def test_a_digital_coupon_keeps_its_six_documented_tabs_in_order_beside_pass_holders():
    """F114, F125 (D-22)."""
    tabs = tab_keys("digital-coupon")
    tabs.remove("pass-holders")
    assert tabs == (
        "performance communications overview participants wallet-pass redemption".split()
    )


def test_a_web_trivia_shows_delivery_only_when_it_was_sent_by_message():
    """F115 (D-21)."""
    by_message = features(campaign("web-trivia", recipients="csv"))
    by_keyword = features(campaign("web-trivia", recipients="keyword"))
    by_link = features(campaign("web-trivia", recipients="form"))
    assert "delivery" in tab_keys("web-trivia", by_message)
    assert "delivery" not in tab_keys("web-trivia", by_keyword)
    assert "delivery" not in tab_keys("web-trivia", by_link)


@pytest.mark.parametrize("key", ["trivia", "web-trivia", "raffle-giveaway"])
def test_without_prizes_there_is_neither_a_prizes_tab_nor_a_prizes_kpi(key):
    """F073, F180."""
    has = ALL_FEATURES - {"prizes"}
    assert "prizes" not in tab_keys(key, has)
    assert "assigned_prizes" not in {k.metric for k in shown(CAMPAIGN_TYPES[key].kpis, has)}


def test_tabs_that_a_type_names_differently_carry_its_name():
    """F122, F177; all other tabs keep their own name."""
    named = {
        (kind.key, place.key): place.label
        for kind in CAMPAIGN_TYPES.values()
        for place in kind.tabs
        if place.label
    }
    assert named == {
        ("trivia", "prizes"): "Trivia Prizes",
        ("web-trivia", "prizes"): "Trivia Prizes",
        ("raffle-giveaway", "prizes"): "Raffle Prizes",
        ("chatbot-service", "chatbot-interactions"): "Interactions",
        ("digital-coupon", "redemption"): "Redemption",
    }


def test_delivery_performance_belongs_to_the_two_poll_types_alone():
    """F133 (D-21)."""
    having = {kind.key for kind in CAMPAIGN_TYPES.values() if has_tab(kind, "delivery-performance")}
    assert having == {"polls-surveys", "web-polls-surveys"}


@pytest.mark.parametrize(
    ("tab", "types"),
    [
        # F137
        ("delivery", "e-swipe raffle-giveaway trivia subscription-form member-card web-trivia"),
        # F151
        ("link-tracking", "e-swipe subscription-form web-trivia raffle-giveaway"),
        # F169
        ("interaction-events", "e-swipe web-trivia raffle-giveaway"),
        # F200 (D-22)
        ("pass-holders", "digital-coupon member-card"),
        ("communications", "digital-coupon member-card"),
        ("wallet-pass", "digital-coupon member-card"),
        ("redemption", "digital-coupon"),
        ("questions", "web-trivia trivia polls-surveys web-polls-surveys"),
        # F215
        ("endpoint", "e-swipe trivia web-polls-surveys chatbot-service"),
        ("preview", "sms email push rcs whatsapp"),
    ],
)
def test_a_tab_belongs_to_the_types_that_the_documentation_gives_it(tab, types):
    assert {k.key for k in CAMPAIGN_TYPES.values() if has_tab(k, tab)} == set(types.split())


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_every_report_has_a_campaign_overview(kind):
    """F079, F209."""
    assert has_tab(kind, "overview")
    assert kind.overview


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_every_tab_is_a_path_of_the_contract_and_comes_once(kind):
    keys = [place.key for place in kind.tabs]
    assert set(keys) <= TABS_OF_THE_CONTRACT
    assert len(keys) == len(set(keys))


def test_every_path_of_the_contract_is_a_tab_of_some_type():
    assert {p.key for k in CAMPAIGN_TYPES.values() for p in k.tabs} == TABS_OF_THE_CONTRACT


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_every_type_names_channels_that_exist(kind):
    assert kind.channels
    assert set(kind.channels) <= set(CHANNELS)


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_every_need_is_a_feature_that_campaigns_can_have(kind):
    needs = frozenset[str]().union(*(place.needs for place in (*kind.tabs, *kind.kpis)))
    assert needs <= ALL_FEATURES


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_only_types_that_an_endpoint_can_start_have_its_tab(kind):
    """F215 (D-23)."""
    assert has_tab(kind, "endpoint") == ("api" in kind.recipients)


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=lambda kind: kind.key)
def test_every_creation_card_has_its_description(kind):
    """F249: one sentence."""
    assert kind.description.endswith(".")
    assert kind.description.count(".") == 1


def test_a_raffle_has_five_games():
    """F111."""
    games = ("Crack the Ice", "Peel it", "Scratch Card", "Spin", "Slot Machine")
    assert {k.key: k.games for k in CAMPAIGN_TYPES.values() if k.games} == {
        "raffle-giveaway": games
    }


def test_a_subscription_form_leads_into_four_types():
    """F112."""
    assert {k.key: set(k.leads_to) for k in CAMPAIGN_TYPES.values() if k.leads_to} == {
        "subscription-form": {"digital-coupon", "e-swipe", "raffle-giveaway", "web-trivia"}
    }


def test_a_type_that_a_form_leads_into_can_be_entered_from_a_form():
    """F112."""
    for key in CAMPAIGN_TYPES["subscription-form"].leads_to:
        assert "form" in CAMPAIGN_TYPES[key].recipients


def test_always_win_is_not_for_trivia_types():
    """F181."""
    three = ("By Exhaustion", "Cycles", "Random Select")
    assert {k.key: k.prize_logics for k in CAMPAIGN_TYPES.values() if k.prize_logics} == {
        "web-trivia": three,
        "trivia": three,
        "raffle-giveaway": ("Always Win", *three),
    }


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("e-swipe", "channel sender recipients expiration send_rate"),  # F210
        ("geofence", "recipients filter additional_data area"),  # F211
        ("raffle-giveaway", "channel game sender recipients keywords expiration"),  # F212
        ("member-card", "channel recipients filter expiration pass"),  # F213
    ],
)
def test_the_overview_shows_the_documented_facts_in_their_order(key, facts):
    overview = CAMPAIGN_TYPES[key].overview
    assert [fact for fact in overview if fact in facts.split()] == facts.split()
