"""A request -> the language of its page: the one that its address names, else the one that the browser asks for.

Texts are written in Vietnamese; `translations/en` has each of them in English.
"""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, has_request_context, request
from flask_babel import Babel, gettext, ngettext

from webui.headers import weigh

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


def register(app: Flask) -> None:
    Babel(app, default_locale="vi", locale_selector=current)
    app.add_template_global(in_language)
    app.add_template_global(chosen, "chosen_language")

    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        return {"language": current(), "languages": LANGUAGES}

    @app.url_defaults
    def keep_the_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static" and chosen():
            values.setdefault("lang", chosen())


def text(said: str, **values: object) -> str:
    """`said` in the language of the page; imported as `_`, the name that catalogs are made from."""
    return str(gettext(said, **values))


def number(value: int) -> str:
    """1234 -> "1.234"; in English "1,234"."""
    return f"{value:,}" if current() == "en" else f"{value:,}".replace(",", ".")


def articles(count: int) -> str:
    """ "1.234 bài"."""
    return str(ngettext("%(count)s bài", "%(count)s bài", count, count=number(count)))


def later(text: str) -> str:
    """Marks a text that is translated where it is used: `_(LABELS[name])`."""
    return text


def chosen() -> str:
    """The language that the address names, or nothing."""
    named = request.args.get("lang", "") if has_request_context() else ""
    return named if named in LANGUAGES else ""


def current() -> str:
    if not has_request_context():
        return "vi"
    if not chosen():
        weigh("Accept-Language")
    return chosen() or request.accept_languages.best_match(LANGUAGES, "vi")


def in_language(language: str) -> str:
    """The address of this page in another language.

    Quoted, for browsers read "/\\host" and a tab before a second slash as the address of another site.
    """
    others = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return f"{quote(request.script_root + request.path)}?{urlencode([*others, ('lang', language)])}"
