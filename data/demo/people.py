"""Who takes part? Invented people on numbers and addresses that belong to nobody.

Numbers come from the ranges that regulators keep free for fiction (NANP 555-01xx, Ofcom's
07700 900xxx) and, for large audiences, from +999, which the ITU has not given to anyone;
addresses use the example domains of RFC 2606.
"""

from __future__ import annotations

from dataclasses import dataclass

_FIRST = (
    "Ana Bilal Chidi Dana Elif Farid Grace Hana Ivan Jamila Kofi Lucía Mateo Noor Olga Priya "
    "Quentin Rosa Sven Tariq Uma Viktor Wanjiru Ximena Yusuf Zofia Aoife Björn Carmen Dmitri "
    "Eleni Fatima Gustavo Hiro Ines João Katarzyna Liam Mei Nikhil"
).split()
_LAST = (
    "Abara Bergström Castillo Dlamini Eriksen Fontaine García Haddad Ivanova Jensen Kowalski "
    "Lindqvist Moreau Nakamura Okafor Petrov Quispe Rahman Santos Takahashi Ueda Vargas "
    "Weber Yilmaz Zhang O'Neill Müller Núñez"
).split()
# Names whose letters run from right to left, or that don't fit into one alphabet.
_UNUSUAL = ("ليلى حداد", "דוד כהן", "王小明", "Ольга Иванова", "Zoë 🌻 Adler", "Ðórður Þórsson")

_PLAIN = str.maketrans("áäåéëíïñóöøúüýØ", "aaaeeiinooouuyo", "'")
_MAILBOXES = tuple(
    tuple(name.lower().translate(_PLAIN) for name in names) for names in (_FIRST, _LAST)
)

_AREAS = tuple(
    int(code)
    for code in (
        "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 "
        "234 239 240 248 251 252 253 254 256 260 262 267 269 270 272 276 281 301 302 303 304 305 "
        "307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 330 331 334 336 337 339 346 "
        "347 351 352 360 361 385 386 401 402 404 405 406 407 408 409 410 412 413 414 415 417 419 "
        "423 424 425 430 432 434 435 440 443 458 463 469 470 475 478 479 480 484 501 502 503 504 "
        "505 507 508 509 510 512 513 515 516 517 518 520 530 531 534 539 540 541 551 559 561 562 "
        "563 567 570 571 573 574 575 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 "
        "616 617 618 619 620 623 626 628 629 630 631 636 641 646 650 651 657 660 661 662 667 669 "
        "678 681 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 725 727 "
        "731 732 734 737 740 747 754 757 760 762 763 765 769 770 772 773 774 775 779 781 785 786 "
        "801 802 803 804 805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 "
        "848 850 854 856 857 858 859 860 862 863 864 865 870 872 878 901 903 904 906 907 908 909"
    ).split()
)

CARRIERS = ("Northwave", "Telmara", "Bluecell", "Orbit Mobile")
BAD_CARRIER = "Telmara"


@dataclass(frozen=True, slots=True)
class City:
    """Where people live; `zone` is hours east of UTC, near enough for a rhythm."""

    name: str
    country: str
    latitude: float
    longitude: float
    zone: int


CITIES = (
    City("Washington", "US", 38.907, -77.037, -5),
    City("New York", "US", 40.713, -74.006, -5),
    City("Chicago", "US", 41.878, -87.630, -6),
    City("Houston", "US", 29.760, -95.370, -6),
    City("Denver", "US", 39.739, -104.990, -7),
    City("Los Angeles", "US", 34.052, -118.244, -8),
    City("Miami", "US", 25.762, -80.192, -5),
    City("London", "GB", 51.507, -0.128, 0),
    City("Manchester", "GB", 53.481, -2.242, 0),
    City("Mexico City", "MX", 19.433, -99.133, -6),
    City("Bogotá", "CO", 4.711, -74.072, -5),
    City("Madrid", "ES", 40.417, -3.704, 1),
)


@dataclass(frozen=True, slots=True)
class Device:
    """What somebody holds in the hand: where links are opened."""

    platform: str
    os: str
    user_agent: str


DEVICES = (
    Device(
        "iOS",
        "iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    ),
    Device(
        "Android",
        "Android",
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/139.0.0.0 Mobile Safari/537.36",
    ),
    Device(
        "Android",
        "Android",
        "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
    ),
    Device(
        "iOS",
        "iOS",
        "Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1",
    ),
)
DESKTOPS = (
    Device(
        "",
        "Windows",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/139.0.0.0 Safari/537.36",
    ),
    Device(
        "",
        "macOS",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    ),
)
# Programs that open links before people do.
PROXY = Device(
    "",
    "",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
)
SCANNER = Device(
    "", "Linux", "Mozilla/5.0 (compatible; LinkScanner/2.1; +https://scanner.example.net)"
)
PREVIEW = Device("", "", "WhatsApp/2.24.20 N")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    number: str
    email: str
    token: str
    name: str
    city: City
    latitude: float
    longitude: float
    carrier: str
    device: Device

    def address(self, channel: str) -> str:
        """What this channel calls them."""
        return {"email": self.email, "push": self.token}.get(channel, self.number)


def person(index: int, seed: int) -> Person:
    """Person number `index` of the world `seed`: the same one in every campaign."""
    # A multiplicative hash: a Random of their own for a million people would take a minute.
    mix = ((index + 1) * 0x9E3779B97F4A7C15 ^ (seed * 0xC2B2AE3D27D4EB4F)) & 0xFFFFFFFFFFFFFFFF
    mix ^= mix >> 29
    mix = mix * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    mix ^= mix >> 32
    city = CITIES[mix % len(CITIES)]
    first, last = mix // 13 % len(_FIRST), mix // 523 % len(_LAST)
    name = f"{_FIRST[first]} {_LAST[last]}"
    if index % 97 == 5:
        name = _UNUSUAL[index // 97 % len(_UNUSUAL)]
    domain = ("example.com", "example.org", "example.net")[mix // 7 % 3]
    return Person(
        number=_number(index),
        email=f"{_MAILBOXES[0][first]}.{_MAILBOXES[1][last]}.{index}@{domain}",
        token=f"tok-{mix:016x}",
        name=name,
        city=city,
        latitude=round(city.latitude + (mix // 1009 % 1000 - 500) / 4000, 4),
        longitude=round(city.longitude + (mix // 1013 % 1000 - 500) / 3000, 4),
        carrier=CARRIERS[(mix // 31 % 10) * 4 // 10],
        device=DEVICES[(0, 0, 0, 1, 1, 1, 2, 2, 3, 1)[mix // 101 % 10]],
    )


def _number(index: int) -> str:
    if index % 25 == 3 and index // 25 < 1000:
        return f"+447700900{index // 25:03d}"
    if index < len(_AREAS) * 100:
        return f"+1{_AREAS[index // 100]}55501{index % 100:02d}"
    return f"+9991{index:09d}"
