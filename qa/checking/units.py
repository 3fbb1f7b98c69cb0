"""The words for units and for scales, each unit by one name, and what is so many of another."""

from decimal import Decimal

# A unit by its name, and what else is written for it; an "s" at the end is read as well.
_SAID = {
    "percent": "% percent per_cent",
    "point": "point percentage_point",
    "basis point": "basis_point",
    "dollar": "$ us$ dollar usd",
    "euro": "€ euro",
    "pound": "£ pound pounds_sterling lb",
    "yen": "¥ yen",
    "rupee": "₹ rupee",
    "rand": "rand",
    "yuan": "yuan renminbi",
    "rouble": "rouble ruble",
    "naira": "naira",
    "kwacha": "kwacha",
    "shilling": "shilling",
    "franc": "franc",
    "peso": "peso",
    "real": "reais",
    "lira": "lira",
    "shekel": "shekel",
    "hryvnia": "hryvnia",
    "krona": "krona kronor krone kroner",
    "km": "km kilometer kilometre",
    "mile": "mile",
    "meter": "meter metre",
    "cm": "cm centimeter centimetre",
    "mm": "mm millimeter millimetre",
    "foot": "ft foot feet",
    "inch": "inch inche",
    "yard": "yard",
    "mph": "mph miles_per_hour miles_an_hour",
    "kph": "kph km/h kilometers_per_hour kilometres_per_hour kilometers_an_hour kilometres_an_hour",
    "hectare": "hectare",
    "acre": "acre",
    "square km": "square_km square_kilometer square_kilometre",
    "square mile": "square_mile",
    "square meter": "square_meter square_metre",
    "square foot": "square_foot square_feet",
    "litre": "litre liter",
    "gallon": "gallon",
    "barrel": "barrel",
    "kg": "kg kilogram kilogramme kilo",
    "gram": "gram gramme",
    "ounce": "ounce",
    "ton": "ton tonne",
    "watt": "watt",
    "kilowatt": "kw kilowatt",
    "megawatt": "mw megawatt",
    "gigawatt": "gw gigawatt",
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "decade": "decade",
    "century": "century centurie",
    "degree": "degree °",
    "fahrenheit": "fahrenheit degrees_fahrenheit °f",
    "celsius": "celsius degrees_celsius degree_celsius °c",
    "times": "times",
}
SIGNS = "$€£¥₹"  # of money, which stand before the number
UNITS = {
    said.replace("_", " ") + plural: name
    for name, words in _SAID.items()
    for said in words.split()
    for plural in ("", "s")
}
# Times in one unit each: "half an hour" is 30 minutes.
TIMES = {
    "week": (7, "day"),
    "hour": (60, "minute"),
    "decade": (10, "year"),
    "century": (100, "year"),
}
# By these, two numbers of unlike units are compared.
_IN = {
    "minute": (Decimal(60), "second"),
    "day": (Decimal(24 * 60 * 60), "second"),
    "year": (Decimal(12), "month"),
    "km": (Decimal(1000), "meter"),
    "ton": (Decimal(1000), "kg"),
    "gigawatt": (Decimal(1000), "megawatt"),
    "basis point": (Decimal("0.01"), "point"),
}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
}


def measured(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The same in a unit by which it can be compared: two days in seconds."""
    factor, name = _IN.get(unit, (Decimal(1), unit))
    return value * factor, name
