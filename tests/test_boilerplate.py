import pytest

from corpus.article import Article, Source
from corpus.boilerplate import Boilerplate, is_interface

STORM = "Storm leaves thousands without power"
VOTE = "Parliament passes the budget"


def _article(title: str, text: str, outlet: str | None = None) -> Article:
    return Article("id", title, text, Source(outlet=outlet))


FORMS = [
    (STORM, "We and our partners keep and read data on your device, such as cookies. Choose "
            "Accept all to agree, go on without, or open the settings to manage your preferences."),
    (STORM, "Please enable JavaScript and cookies to continue."),
    (VOTE, "Was this ad useful to you? The video did not load. The player froze. The ad was "
           "too loud. The page was slow. Submit your feedback."),
    (VOTE, "Register to keep reading. We use your email to manage your account and, if you "
           "agree, to send our newsletter. See our privacy policy, and unsubscribe any time."),
    (VOTE, "Already a subscriber? Log in. Subscribe now for unlimited access to our website "
           "and app. You can cancel here."),
    (VOTE, "It seems that you are using an ad blocker. Please turn it off, or allow ads on this "
           "page, and then reload it."),
    ("Access denied", "You do not have permission to access this page. If you believe that this "
                      "is an error, please contact support."),
    ("Page not found", "Sorry, the page that you requested does not exist or was moved. Try our "
                       "search or go to the home page."),
    ("Just a moment...", "Checking that you are human. Your browser will be redirected; please "
                         "wait while the page loads."),
    ("Haushalt im Bundestag beschlossen",
     "Wir und unsere Partner nutzen Cookies. Mit Ihrer Einwilligung verarbeiten wir Daten von "
     "Ihrem Gerät. Ihre Einstellungen können Sie hier jederzeit ändern oder alles ablehnen."),
    ("Le budget est adopté au parlement",
     "Nos partenaires et nous utilisons des cookies. Vous pouvez accepter ou refuser, et retirer "
     "votre consentement dans notre politique de confidentialité."),
    ("El congreso aprueba la reforma",
     "Usamos cookies propias. Puede aceptar o rechazar su uso, o configurar sus preferencias, en "
     "nuestra política de privacidad."),
    ("Госдума приняла бюджет",
     "Наш сайт использует файлы cookie. Войдите или зарегистрируйтесь, чтобы продолжить: вы "
     "даете согласие на обработку ваших данных."),
]  # fmt: skip

ARTICLES = [
    ("Regulator fines advertiser", "The privacy regulator fined an advertising company four "
     "million euros on Tuesday for setting cookies without consent. It will appeal."),
    ("Cookies", "The court ruled on Thursday that websites must obtain consent before cookies "
     "are stored on the devices of users. Advertising firms called the ruling a setback."),
    ("How to close an old account", "Open the settings, click on your account and choose to "
     "delete it. You need your password. The company removes inactive accounts in December."),
    ("Tremor", "A magnitude 4.1 earthquake shook the coast early on Monday. Nobody was hurt."),
    ("A long road home", "Three hikers missing since Friday were found alive, rescuers said."),
    ("Your questions, answered", "The council met on Monday and closed the pool until May."),
    ("Unfall auf der Autobahn", "Zwei Menschen sind am Montag verletzt worden, teilte die Polizei "
     "mit. Die Fahrbahn blieb bis zum Abend gesperrt."),
    ("東京で地震", "気象庁によると、五日朝、都内で震度四の揺れがあった。津波の心配はない。"),
    ("대통령 순방", "윤 대통령은 오일 파리에 도착했다. 회담은 육일 열린다."),
    ("زلزال خفيف", "سجل المرصد هزة بقوة أربع درجات صباح الاثنين دون أضرار."),
    ("", "The ferry stopped at noon."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), FORMS)
def test_forms_and_walls_are_known_at_first_sight(title: str, text: str) -> None:
    reason = Boilerplate().reason(_article(title, text))
    assert reason is not None and "boilerplate" in reason


@pytest.mark.parametrize(("title", "text"), FORMS)
def test_a_wall_is_known_also_under_the_headline(title: str, text: str) -> None:
    assert Boilerplate().reason(_article(title, f"{title}\n\n{text}")) is not None


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_short_true_articles_pass_under_their_headlines(title: str, text: str) -> None:
    assert Boilerplate().reason(_article(title, f"{title}\n\n{text}")) is None
    assert Boilerplate().reason(_article(title or "Ferry", title or "Ferry")) is None


def test_a_text_that_returns_under_its_headlines_is_none() -> None:
    text = "Advice on this week's menu: lentils, leeks, and a good deal of bread."
    judge = Boilerplate()
    assert judge.reason(_article(STORM, f"{STORM}\n{text}")) is None
    assert "another title" in (judge.reason(_article(VOTE, f"{VOTE}\n{text}")) or "")


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_short_true_articles_pass(title: str, text: str) -> None:
    assert Boilerplate().reason(_article(title, text)) is None


def test_the_outlet_in_the_title_says_nothing_of_the_subject() -> None:
    text = "Register to read The Valley Post. You agree to our privacy policy and newsletter."
    article = _article("Storm cuts power | The Valley Post", text, outlet="The Valley Post")
    assert Boilerplate().reason(article) is not None
    assert Boilerplate().reason(_article(article.title, text)) is None


def test_a_text_that_returns_under_titles_of_which_it_holds_nothing_is_none() -> None:
    text = "Advice on this week's menu: lentils, leeks, and a good deal of bread."
    judge = Boilerplate()
    assert judge.reason(_article(STORM, text)) is None
    assert judge.reason(_article(STORM, text)) is None  # the same article again
    assert "another title" in (judge.reason(_article(VOTE, text)) or "")


def test_a_copy_under_another_headline_passes() -> None:
    text = "The storm cut the power of 4,000 homes along the coast on Monday, the grid said."
    judge = Boilerplate()
    for title in (STORM, "Storm hits coast", "4,000 homes in the dark"):
        assert judge.reason(_article(title, text)) is None
    for title in ("東京で地震", "東京の震度"):
        assert judge.reason(_article(title, "気象庁によると、東京で震度四の地震があった。")) is None


def test_long_texts_are_no_interface() -> None:
    form = FORMS[0][1]
    assert is_interface(form)
    assert not is_interface(form * 20)
    assert not is_interface("")
