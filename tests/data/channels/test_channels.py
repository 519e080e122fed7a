"""The five channels against the documented lists of status codes, written out again by hand."""

import itertools

import pytest

from data.channel import UNKNOWN_RANK
from data.channels import CHANNELS
from data.vocabulary.outcome import Outcome

# D-07, one line a category, in the order of the chart.
D07 = {
    "sms": {
        "Unsent": "QUEUE DEQUEUED CODE_NOT_ALLOWED BLACKLISTED SEGMENTS_EXCEEDED EXHAUSTED",
        "Delivered": "DELIVRD",
        "Transit": "SENT INCOMPLETE ENROUTE ACCEPTD UNKNOWN",
        "Failed": "INVALID_ROUTING EXPIRED DELETED UNDELIV REJECTD",
    },
    "email": {
        "Unsent": "DEQUEUED NOT_SENT BAD_TO BAD_FROM BLACKLISTED EXHAUSTED",
        "Not Open": "SENT DELIVERED INCOMPLETE",
        "Open": "OPEN CLICK",
        "Failed": "BOUNCED BOUNCED_PERMANENT BLOCKED_DUE_BAD_BEHAVIOUR COMPLAINED",
    },
    "push": {
        "Unsent": "DEQUEUED AUTH_MISSING BAD_PLATFORM NOT_SENT EXHAUSTED INVALID_MESSAGE "
        "PAYLOAD_LIMIT_EXCEEDED",
        "Delivered": "SENT INCOMPLETE",
        "Failed": "BAD_DEVICE_TOKEN AUTH_ERROR DEVICE_QUOTA_EXCEEDED SERVER_UNAVAILABLE "
        "SERVER_ERROR UNREGISTERED NOT_CONTEMPLATED_ERROR MISMATCHED_TOKEN",
    },
    "rcs": {
        "Unsent": "BLACKLISTED EXHAUSTED NOT_SENT",
        "Transit": "SENT INCOMPLETE",
        "Delivered": "DELIVERED",
        "Read": "READ",
        "Fallback": "FALLBACK",
    },
    "whatsapp": {
        "Unsent": "QUEUE DEQUEUED CODE_NOT_ALLOWED BLACKLISTED QUOTA_EXCEEDED",
        "Transit": "SENT INCOMPLETE",
        "Delivered": "DELIVERED",
        "Read": "READ",
        "Failed": "FAILED",
    },
}

OUTCOMES = {
    "Unsent": Outcome.UNSENT,
    "Transit": Outcome.TRANSIT,
    "Delivered": Outcome.DELIVERED,
    "Not Open": Outcome.DELIVERED,
    "Open": Outcome.DELIVERED,
    "Read": Outcome.DELIVERED,
    "Failed": Outcome.FAILED,
    "Fallback": Outcome.FAILED,
}

# The documented lists of 2.5, each with a word of its meaning; what D-07 adds is not among them.
DOCUMENTED = {
    "sms": {
        "QUEUE": "queue",
        "DEQUEUED": "operator",
        "CODE_NOT_ALLOWED": "not activated",
        "INCOMPLETE": "segment",
        "BLACKLISTED": "blocklist",
        "SEGMENTS_EXCEEDED": "1600 characters",
        "EXHAUSTED": "retry limit",
        "SENT": "no delivery confirmation",
        "ENROUTE": "operator has it",
        "INVALID_ROUTING": "route invalid",
        "ACCEPTD": "accepted",
    },
    "email": {
        "DEQUEUED": "being prepared",
        "NOT_SENT": "could not be passed",
        "BAD_TO": "recipient address",
        "BAD_FROM": "sender address",
        "BLACKLISTED": "blocklist",
        "SENT": "no confirmation",
        "BLOCKED_DUE_BAD_BEHAVIOUR": "temporarily blocked",
        "EXHAUSTED": "retry limit",
        "BOUNCED_PERMANENT": "hard bounce",
        "BOUNCED": "rejected",
        "COMPLAINED": "spam",
        "OPEN": "opened",
        "CLICK": "clicked",
        "INCOMPLETE": "empty placeholders",
    },
    "push": {
        "SENT": "sent successfully",
        "DEQUEUED": "being prepared",
        "AUTH_MISSING": "not registered",
        "EXHAUSTED": "retry limit",
        "NOT_SENT": "could not be sent",
        "BAD_DEVICE_TOKEN": "invalid device token",
        "BAD_PLATFORM": "invalid platform",
        "AUTH_ERROR": "credential",
        "PAYLOAD_LIMIT_EXCEEDED": "too large",
        "INVALID_MESSAGE": "invalid parameters",
        "DEVICE_QUOTA_EXCEEDED": "too many messages in a row",
        "SERVER_UNAVAILABLE": "did not answer in time",
        "SERVER_ERROR": "push service",
        "UNREGISTERED": "unregistered or inactive",
        "NOT_CONTEMPLATED_ERROR": "unexpected",
        "MISMATCHED_TOKEN": "not permitted",
        "INCOMPLETE": "empty placeholders",
    },
    "rcs": {
        "BLACKLISTED": "blocklist",
        "EXHAUSTED": "agent",
        "NOT_SENT": "not handed",
        "SENT": "no confirmation",
        "FALLBACK": "final",
        "DELIVERED": "device",
        "READ": "seen",
        "INCOMPLETE": "empty placeholders",
    },
    "whatsapp": {
        "QUEUE": "queue",
        "DEQUEUED": "Meta",
        "CODE_NOT_ALLOWED": "sender inactive",
        "INCOMPLETE": "placeholder",
        "BLACKLISTED": "blocklist",
        "QUOTA_EXCEEDED": "sending limit",
        "SENT": "read receipts off",
    },
}

# The codes that the documentation cuts off and D-07 fills in.
DECIDED = {
    "sms": {"DELIVRD", "UNKNOWN", "EXPIRED", "DELETED", "UNDELIV", "REJECTD"},
    "email": {"DELIVERED"},
    "push": set(),
    "rcs": set(),
    "whatsapp": {"DELIVERED", "READ", "FAILED"},
}

KPIS = {
    "sms": ("total_sent", "delivery_rate", "transit_rate", "failed_rate"),
    "email": ("total_sent", "open_rate", "click_rate", "failed_rate"),
    "push": ("total_sent", "delivery_rate", "failed_rate", "unique_devices"),
    "rcs": ("total_sent", "delivery_rate", "read_rate", "failed_rate"),
    "whatsapp": ("total_sent", "delivery_rate", "read_rate", "failed_rate"),
}

every_channel = pytest.mark.parametrize("key", D07)


def standing(key, codes):
    """Where a message stands after `codes` arrived: at the highest rank."""
    return max(map(CHANNELS[key].status, codes), key=lambda status: status.rank).code


def test_the_five_channels_come_in_the_order_of_the_menus():
    """F010, F075."""
    assert [channel.label for channel in CHANNELS.values()] == [
        "SMS",
        "Email",
        "Push notification",
        "RCS",
        "WhatsApp",
    ]


@every_channel
def test_each_status_is_in_the_category_that_d07_gives_it(key):
    """F095, F096, F106: the whole table, neither a code more nor one less."""
    channel = CHANNELS[key]
    ours = {category.label: set() for category in channel.categories}
    for status in channel.statuses:
        ours[channel.category(status.category).label].add(status.code)
    assert ours == {label: set(codes.split()) for label, codes in D07[key].items()}


@every_channel
def test_categories_stand_in_the_order_of_the_chart(key):
    """F095, F096: Sent is their total, shown beside them and no category itself."""
    assert [category.label for category in CHANNELS[key].categories] == list(D07[key])


@every_channel
def test_each_category_has_its_outcome(key):
    """F274: Sent is transit, delivered and failed together, Unsent stands outside (F094)."""
    ours = {category.label: category.outcome for category in CHANNELS[key].categories}
    assert ours == {label: OUTCOMES[label] for label in D07[key]}


@every_channel
def test_each_code_is_declared_once(key):
    """F106: exactly one category for each raw status."""
    codes = [status.code for status in CHANNELS[key].statuses]
    assert len(codes) == len(set(codes))


@every_channel
def test_category_keys_are_unique(key):
    keys = [category.key for category in CHANNELS[key].categories]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("key", "code", "word"),
    [(key, code, word) for key, codes in DOCUMENTED.items() for code, word in codes.items()],
)
def test_each_documented_code_is_known_with_its_meaning(key, code, word):
    """F098 SMS, F099 Email, F100 Push, F101 RCS, F102 WhatsApp, F104 INCOMPLETE."""
    assert word.lower() in CHANNELS[key].status(code).meaning.lower()


def test_push_knows_its_17_codes_and_no_other():
    """F100."""
    assert {status.code for status in CHANNELS["push"].statuses} == set(DOCUMENTED["push"])
    assert len(CHANNELS["push"].statuses) == 17


@every_channel
def test_codes_that_the_documentation_lacks_are_marked_as_decided(key):
    channel = CHANNELS[key]
    assert {s.code for s in channel.statuses if s.listed == "decided"} == DECIDED[key]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("sms", {"ENROUTE", "INVALID_ROUTING", "ACCEPTD"}),
        (
            "email",
            {
                "BLOCKED_DUE_BAD_BEHAVIOUR",
                "EXHAUSTED",
                "BOUNCED_PERMANENT",
                "BOUNCED",
                "COMPLAINED",
                "OPEN",
                "CLICK",
                "INCOMPLETE",
            },
        ),
        ("rcs", {"FALLBACK", "DELIVERED", "READ"}),
    ],
)
def test_the_completed_list_is_the_documented_one(key, codes):
    assert {s.code for s in CHANNELS[key].statuses if s.listed == "completed"} == codes


@pytest.mark.parametrize(
    ("key", "code"),
    itertools.product(D07, ["DELIVERED_TO_CARRIER", "SENT_TO_DEVICE", "SENDING", "BAD_TIMEZONE"]),
)
def test_codes_of_the_older_product_are_not_mixed_in(key, code):
    assert CHANNELS[key].status(code).meaning == "Unknown status code"


@every_channel
def test_no_two_codes_can_tie(key):
    """F278: the fold takes the highest rank, so each rank, the unknown one included, is once."""
    ranks = [status.rank for status in CHANNELS[key].statuses]
    assert len({*ranks, UNKNOWN_RANK}) == len(ranks) + 1


@every_channel
def test_every_code_that_says_sent_outranks_every_unsent_one(key):
    """F278: a message that was sent after a retry is not unsent any more."""
    channel = CHANNELS[key]
    unsent = [s.rank for s in channel.statuses if s.category == "unsent"]
    rest = [s.rank for s in channel.statuses if s.category != "unsent"]
    assert max(unsent) < min(rest)


@pytest.mark.parametrize(
    ("key", "life"),
    [
        ("sms", "QUEUE DEQUEUED EXHAUSTED SENT INCOMPLETE ENROUTE UNDELIV DELIVRD"),
        ("sms", "QUEUE DEQUEUED SENT ENROUTE ACCEPTD INVALID_ROUTING"),
        ("sms", "DEQUEUED SENT UNKNOWN EXPIRED"),
        ("email", "DEQUEUED EXHAUSTED SENT BOUNCED DELIVERED OPEN CLICK COMPLAINED"),
        ("email", "DEQUEUED SENT BOUNCED BOUNCED_PERMANENT"),
        ("push", "DEQUEUED NOT_SENT SENT UNREGISTERED"),
        ("rcs", "EXHAUSTED SENT INCOMPLETE FALLBACK"),
        ("rcs", "NOT_SENT SENT DELIVERED READ"),
        ("whatsapp", "QUEUE DEQUEUED SENT FAILED DELIVERED READ"),
    ],
)
def test_a_message_stands_at_its_last_stage_in_whatever_order_the_reports_come(key, life):
    """F278, D-27: pairs are enough, since the fold is a maximum."""
    codes = life.split()
    for earlier, later in itertools.combinations(codes, 2):
        assert standing(key, (earlier, later)) == standing(key, (later, earlier)) == later


@every_channel
def test_an_unknown_code_outranks_sent_and_nothing_that_says_more(key):
    channel = CHANNELS[key]
    above = {s.code for s in channel.statuses if s.rank < UNKNOWN_RANK and s.category != "unsent"}
    assert above == {"SENT"}
    assert channel.category(channel.status("NEVER_HEARD_OF").category).outcome != Outcome.UNSENT


@pytest.mark.parametrize("key", ["sms", "rcs", "whatsapp"])
def test_an_unknown_code_goes_to_transit(key):
    """D-07."""
    assert CHANNELS[key].status("NEVER_HEARD_OF").category == "transit"


def test_an_rcs_fallback_is_final():
    """F101: no report of handing over undoes it."""
    assert standing("rcs", ("FALLBACK", "SENT", "INCOMPLETE", "NOT_SENT")) == "FALLBACK"


def test_a_whatsapp_message_without_read_receipts_stays_in_transit():
    """F103."""
    channel = CHANNELS["whatsapp"]
    assert channel.category(channel.status("SENT").category).outcome is Outcome.TRANSIT


@pytest.mark.parametrize("key", ["sms", "email", "rcs", "whatsapp"])
def test_a_blocklisted_recipient_counts_as_not_sent(key):
    """F105."""
    channel = CHANNELS[key]
    assert channel.category(channel.status("BLACKLISTED").category).outcome is Outcome.UNSENT


def test_a_complaint_is_the_recipients_last_word():
    channel = CHANNELS["email"]
    last = channel.status(standing("email", ("CLICK", "COMPLAINED", "OPEN")))
    assert channel.category(last.category).outcome is Outcome.FAILED


def test_only_open_and_read_say_that_a_person_saw_it():
    seen = {(c.key, k.label) for c in CHANNELS.values() for k in c.categories if k.opened}
    assert seen == {("email", "Open"), ("rcs", "Read"), ("whatsapp", "Read")}


def test_only_an_email_click_says_that_the_recipient_clicked():
    clicked = {(c.key, s.code) for c in CHANNELS.values() for s in c.statuses if s.clicked}
    assert clicked == {("email", "CLICK")}


@every_channel
def test_each_channel_has_its_four_kpis(key):
    """F082, F083, F085, F086, F107 (D-08)."""
    assert CHANNELS[key].kpis == KPIS[key]


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ("two_way", {"sms", "rcs", "whatsapp"}),  # F221
        ("tracks_links", {"sms", "rcs", "email"}),  # F109
        ("has_segments", {"sms"}),  # F108
    ],
)
def test_channels_differ_in_their_traits(trait, expected):
    assert {c.key for c in CHANNELS.values() if getattr(c, trait)} == expected


def test_sms_is_split_by_carrier_and_push_by_platform():
    """F088 (D-08)."""
    split = {c.key: c.breakdowns for c in CHANNELS.values() if c.breakdowns}
    assert split == {"sms": ("carrier",), "push": ("platform",)}


def test_only_an_email_is_previewed_in_an_email_frame():
    """F077 (D-09)."""
    frames = {c.key: c.preview for c in CHANNELS.values()}
    assert frames == {
        "sms": "phone",
        "email": "email",
        "push": "phone",
        "rcs": "phone",
        "whatsapp": "phone",
    }


def test_the_message_log_has_a_letter_for_each_channel():
    """F264 (D-19)."""
    letters = {c.key: c.code for c in CHANNELS.values()}
    assert letters == {"sms": "S", "email": "E", "push": "P", "rcs": "R", "whatsapp": "W"}


def test_each_sender_is_called_what_it_is():
    """F031 to F035."""
    assert {c.key: c.sender_label for c in CHANNELS.values()} == {
        "sms": "Sender number",
        "email": "Sender email",
        "push": "App",
        "rcs": "Agent",
        "whatsapp": "Sender WhatsApp Business Account",
    }
