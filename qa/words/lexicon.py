"""Closed classes of English words, by which names and what refers to them are told apart.

None of them knows a story: titles, kinds of organisations and things, given names that
tell a gender, the names of countries.
"""

import re
from functools import lru_cache

from index.terms import STOPWORDS, fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


QUESTION_WORDS = _words("who whom whose what which when where why how")
AUXILIARIES = _words(
    "is are was were be been do does did has have had can could will would shall should may "
    "might must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't won't"
)
PREPOSITIONS = _words(
    "about above across after against along among around as at before behind below between by "
    "despite during for from in inside into like near of off on onto over since through to "
    "toward towards under until upon with within without according"
)
FUNCTION_WORDS = (
    STOPWORDS
    | QUESTION_WORDS
    | AUXILIARIES
    | PREPOSITIONS
    | _words(
        "a an the this that these those and but or so no yes not nor if then than there here "
        "also asked according although another both each either every few five four many "
        "meanwhile most much neither next one other others overall please several since six some "
        "sorry still such tell three two what's who's yesterday today tomorrow last late later "
        "earlier"
    )
)

# Words for what a person is; most stand as a title before the name as well.
ROLES = _words(
    "president premier chancellor minister secretary senator representative congressman "
    "congresswoman governor mayor king queen prince princess duke emperor pope cardinal bishop "
    "archbishop general colonel major captain admiral judge justice chief chair chairman "
    "chairwoman director ceo boss founder owner spokesman spokeswoman spokesperson ambassador "
    "commissioner lawyer attorney prosecutor coach player actor actress singer author writer "
    "director scientist doctor professor journalist reporter astronaut cosmonaut pilot driver "
    "suspect victim candidate leader man woman boy girl politician lawmaker envoy dean "
    "administrator dissenter winner"
)
TITLES = ROLES | _words(
    "mr mrs ms miss dr prof sen rep gov gen maj col sgt lt capt adm sir dame lord lady saint "
    "deputy vice prime"
)

GROUP_WORDS = _words(
    "agency airlines alliance army association authority bank board bureau church club coalition "
    "commission committee company congress corporation corps council court department federation "
    "firm force forces foundation fund government group house inc institute league ltd ministry "
    "navy network office organisation organization parliament party police reserve school senate "
    "service services society team times union university"
)
# Kinds of things, the words of each group standing for one another: a "storm" may be the
# "Cyclone" of a name.
THINGS = tuple(
    _words(words)
    for words in (
        "storm cyclone hurricane typhoon tornado",
        "ship vessel boat ferry tanker freighter",
        "spacecraft craft capsule probe lander rover satellite rocket spaceship mission",
        "bridge tower building dam tunnel",
        "bill law act treaty deal agreement pact",
        "plane aircraft jet airliner balloon helicopter",
        "quake earthquake",
        "city town village",
        "region province state district territory",
        "country nation",
        "river lake mountain island volcano sea ocean",
        "war conflict battle invasion",
        "film movie show series album song book novel",
        "award prize cup trophy",
        "virus disease vaccine drug",
        "company firm carmaker airline manufacturer",
        "agency office bureau regulator",
        "bank lender",
        "election vote referendum conclave",
        "trial case lawsuit",
        "report study",
        "rate tax tariff",
        "strike protest",
        "fire wildfire blaze",
        "flood mudslide",
    )
)
THING_WORDS = frozenset().union(*THINGS)
# What may be said of a name that does not tell its kind.
COMPANIES = _words(
    "company firm carmaker airline manufacturer agency regulator bank lender organisation "
    "organization party club"
)
PEOPLE = _words(
    "man woman boy girl winner dissenter suspect victim candidate politician astronaut cosmonaut "
    "actor actress singer author writer journalist scientist player"
)

# Given names that tell how their bearer is spoken of; the many that do not are left out.
MALE = _words(
    "adam alan albert aleksandr alex alexander alexei alejandro ali andrew andrzej anthony "
    "antonio antony barack ben benjamin bernie bill bob boris brad brandon brian bruce butch "
    "carlos charles chris christian christopher chuck daniel dave david dmitry donald douglas "
    "ed eduardo edward elon emmanuel eric erik francisco frank fred gary gavin geoffrey "
    "george giovanni greg hakeem harry hassan henry ian igor imran ivan jack jacob jair jake "
    "james jamie jason javier jean jeff jeffrey jeremy jerome jerry jim jimmy joe joel john "
    "johnny jon jonathan jose josé joseph josh juan julian justin karl keith kenneth kevin "
    "kyle larry lee leo lionel lloyd louis lucas luis luke luiz marc marco mario mark martin "
    "matt matthew michael miguel mike mitch mohammed mohamed muhammad narendra nathan neil "
    "nicholas nick nicolas novak olaf oscar pablo pat patrick paul pedro pete peter philip "
    "philippe pietro rafael ralph randy ray richard rick rishi rob robert roger ron ronald "
    "ryan sam samuel scott sean sebastian sergei sergey stephen steve steven stuart ted "
    "thomas tim timothy tom tommy tony travis tucker victor viktor vladimir volodymyr walter "
    "warren wes will william xavier xi yoon"
)
FEMALE = _words(
    "abigail alexandra alexandria alice allison amanda amy ana andrea angela angelina anita "
    "ann anna anne annie ashley audrey barbara beth betty beyoncé brittany caroline catherine "
    "cathy charlotte cheryl chloe christina christine cindy claire claudia cynthia dana "
    "deborah denise diana diane donna dorothy elena elizabeth ella emily emma erin eva fiona "
    "gabriela giorgia gloria grace greta hannah heather helen helena hillary ivanka jacinda "
    "jane janet jennifer jenny jessica jill joan joanna josephine joyce julia julie kamala "
    "karen karine kate katherine kathleen kathy katie kelly ketanji kirsten kristen laura "
    "lauren leah linda lisa liz lucy madonna margaret maria marie marine marjorie martha mary "
    "megan meghan melania melissa michelle monica nadia nancy naomi natalie nicola nicole "
    "nikki olivia oprah pamela patricia paula rachel rebecca rihanna rosa roxana ruth sabrina "
    "sally samantha sandra sanna sara sarah serena sharon sheila shakira simone sofia sonia "
    "sophie stephanie sue suni susan svetlana sylvia tamara tara taylor teresa theresa tina "
    "tracy ursula valerie vanessa venus victoria virginia wendy whitney yulia zendaya"
)


# Parts of the world that CLDR has under other names.
_MORE_PLACES = (
    "us,u.s.,usa,uk,u.k.,britain,england,scotland,wales,northern ireland,turkey,hong kong,macau,"
    "congo,gaza,west bank,palestine,ivory coast,burma,czech republic,crimea,kashmir,tibet"
).split(",")
# The states of one federation that news in English name without it.
STATES = frozenset(
    (
        "alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,hawaii,"
        "idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,"
        "michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,"
        "new mexico,new york,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,"
        "rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,"
        "west virginia,wisconsin,wyoming"
    ).split(",")
)


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """The folded names of countries and parts of the world, after CLDR."""
    from babel import Locale  # some 60 ms, which the first question pays that needs them

    listed = (re.split(r" \(| - ", fold(name))[0] for name in Locale("en").territories.values())
    return frozenset((*listed, *_MORE_PLACES)) | STATES
