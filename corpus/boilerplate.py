"""Telling articles from what a website shows in their place.

A crawler that is turned away brings home a cookie wall, a registration form, a player's
error report or a robot check, under the title of the article that it was sent for. No
wording of any outlet is known here; instead there are three signs, of which two decide:

1. Nothing of the title is in the text: none of its content words, by their stems.
2. The very same text came earlier under another title.
3. The text is short and made of the words of interfaces: cookies, consent, sign in,
   subscribe, browser, loading; and of words that address a visitor: you, your, please.

The text of a page begins with its title, a wall's as well: that much is no part of what is judged.
One sign alone is never enough. Briefs can miss every word of a playful title; copies of
an article run under several headlines; and articles about cookies do exist.
"""

import hashlib
import re
from urllib.parse import urlsplit

from corpus.article import Article

_WORD = re.compile(r"[^\W\d_]+")
# Scripts without spaces, or with words of two letters: their pairs of letters are compared.
_PAIRED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_STEM = 5  # letters; enough to find "elects" in "election", in most languages
_CONTENT = 4  # letters; shorter words are mostly grammar
_SHORT = 400  # words; interfaces are short, and long texts hold every word by chance
_LONGEST = 12  # letters; no language's words are longer on average, space included
_DENSE = 0.25  # share of the words; articles about the web stay well below
_DISTINCT = 3  # terms; a text may repeat one of them for reasons of its own
_ADDRESSED = 0.02  # share of the words; a report on cookies does not talk to the reader

# Words of interfaces, as beginnings where a star follows. They are those of browsers,
# consent forms, players, forms and paywalls everywhere, in the languages that most of
# the web is written in.
_TERMS = """
    accept* access account* ad ads adblock* advert* agree* allow* app blocked browser* button*
    captcha* challenge check* choices click* connection consent* cookie* deactivat* decline* denied
    device* disable* download* email* enable* error* exist* expired extension* feedback found form
    forgot* free human inbox* javascript limit* link load* log logged login loading manage* menu
    moment moved navigat* newsletter* notification* offers opt* page* partner* password* permission*
    personali* player plugin policy policies preferences privacy processing purpose* read* redirect*
    refresh* regist* reload* removed request* required reset robot* script* search security sent
    server settings share* shared sharing sign signed skip storage store* submit* subscri* support*
    tap terms third tick track* traffic try turn unavailable unblock* unsubscri* unsupported
    unusual update* upgrade* url use user* using verif* video* visit* vpn web* wrong
    akzept* anmeld* ablehn* abonn* dienste einstellung* einwillig* datenschutz* gerät* konto
    nutzung* partnern registrier* seite speicher* verarbeit* weiterlesen werbung zugriff* zustimm*
    accept* activ* confidentialit* connex* consentement contenu* donn* finalit* inscri* jeton
    lire naviga* paramèt* publicit* refus* stock* traceur* trait* utilis*
    aceit* acept* clic configur* consentim* contenid* contraseña correo cuenta datos desactiv*
    iniciar nave* página* política* privaci* rechaz* registr* sesión suscri* usuario*
    accedi accett* config* consens* dati dispositivo iscri* impostazion* informativa pubblicit*
    rifiut* conta conteúd* dados iniciar senha sessão assin*
    akkoord account advertent* apparaat gegevens inlog* instelling* toestemming* voorkeur* website
    annons* godk* samtyck* inställning* eväste* hyväksy* asetuk*
    akcept* ciastecz* hasł* logowan* plik* prywatno* reklam* stron* zaloguj* zgod* zgadz*
    çerez* kabul oturum gizlilik reklam* abone
    браузер* войдите войти вход данных зарегистр* конфиденциальн* куки настройк* обработк* подпис*
    принима* реклам* сайт* согла* страниц* файл* cookies
"""
# Words that address the visitor, or speak as the site, rather than tell of someone.
_ADDRESS = """
    you your yours please we us our here continue sorry thank thanks
    sie ihr ihre ihren ihrer bitte wir unser* hier
    vous votre vos veuillez nous notre nos ici
    usted su sus tu tus te nosotros nuestr* aquí favor
    você seu sua nós noss* aqui voi vostr* tuo tua tuoi noi nostr*
    u uw jouw wij onze je din dina vi vår våra du twój twoj* my nasz* nasi
    вы ваш* вам вас мы наш* пожалуйста siz sizin biz
"""


# Grammar of four letters or more: in a title it says nothing of the subject.
_GRAMMAR = """
    about after again before from have into more over than that their them there these they
    this were what when where which while will with without would
    aber auch beim eine einem einen einer nach noch über unter wird aux avec dans elle leur
    mais pour sans sont après avant como entre este esta para pero sobre desde dopo alla dalla
    della delle degli nella sono anche door naar niet voor deze после перед если
"""


class Boilerplate:
    """Judges the articles of one run, in their order; two digests are kept of each."""

    def __init__(self) -> None:
        self._titles: dict[bytes, bytes] = {}

    def reason(self, article: Article) -> str | None:
        """Why this is no article, or None if it is one."""
        signs = []
        body = _without_title(article)
        if self._came_under_another_title(article.title, body):
            signs.append("the same text came under another title")
        if is_interface(body):
            signs.append("it is short and made of the words of a website's interface")
        # Asked last, as it takes the longest and hardly any article bears another sign.
        if len(signs) == 1 and _is_off_title(article, body):
            signs.append("nothing of its title is in it")
        if len(signs) < 2:
            return None
        return f"boilerplate, not an article: {' and '.join(signs)}; save the article's own text"

    def _came_under_another_title(self, title: str, body: str) -> bool:
        digest = _digest(title)
        return self._titles.setdefault(_digest(body), digest) != digest


def _without_title(article: Article) -> str:
    """The text without the title that it begins with; the whole one where it has nothing else."""
    text = article.text.strip()
    return text.removeprefix(article.title.strip()).strip() or text


def is_interface(text: str) -> bool:
    """Whether a text is short and dense with the vocabulary of web interfaces."""
    if len(text) > _SHORT * _LONGEST:
        return False
    words = _WORD.findall(text.lower())
    if not 0 < len(words) <= _SHORT:
        return False
    terms = [word for word in words if _TERM.fullmatch(word)]
    address = sum(1 for word in words if _ADDRESSING.fullmatch(word))
    return (
        len(set(terms)) >= _DISTINCT
        and address >= _ADDRESSED * len(words)
        and len(terms) + address >= _DENSE * len(words)
    )


def _is_off_title(article: Article, body: str) -> bool:
    source = article.source
    site = f"{source.outlet or ''} {urlsplit(source.url or '').netloc}".lower()
    title = _units(article.title) - _GRAMMAR_WORDS
    words = {word for word in title if word[:_STEM] not in site}
    if all(_TERM.fullmatch(word) for word in words):
        # "Subscribe to read", "Access denied": a title, but of no subject.
        return bool(title)
    return {word[:_STEM] for word in words}.isdisjoint(word[:_STEM] for word in _units(body))


def _units(text: str) -> set[str]:
    words: set[str] = set()
    for word in _WORD.findall(text.lower()):
        if _PAIRED.search(word):
            words.update(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) >= _CONTENT:
            words.add(word)
    return words


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile("|".join(word.replace("*", r"\w*") for word in words.split()))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=8).digest()


_TERM = _pattern(_TERMS)
_ADDRESSING = _pattern(_ADDRESS)
_GRAMMAR_WORDS = frozenset(_GRAMMAR.split())
