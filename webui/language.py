"""A request -> the language of its page: the one that its address names, else the one that the browser asks for.

Texts are written in Vietnamese; `translations/en` has each of them in English.
"""

import gettext
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, has_request_context, request

from webui.negotiation import wanted_language

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
FOLDER = Path(__file__).parent / "translations"


def register(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")  # `_`, which escapes as all else
    app.jinja_env.install_gettext_callables(text, None, newstyle=True)  # type: ignore[attr-defined]
    app.add_template_global(many)
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
    found = _catalog(current()).gettext(said)
    return found % values if values else found


def many(said: str, count: int) -> str:
    """`said` of so many: "%(number)s bài" -> "1.234 bài"; in English with a singular."""
    return _catalog(current()).ngettext(said, said, count) % {"number": number(count)}


def number(value: int) -> str:
    """1234 -> "1.234"; in English "1,234"."""
    return f"{value:,}" if current() == "en" else f"{value:,}".replace(",", ".")


def articles(count: int) -> str:
    return many("%(number)s bài", count)


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
    if "language" not in g:
        g.language = chosen() or wanted_language(LANGUAGES, "vi")
    return str(g.language)


def in_language(language: str) -> str:
    """The address of this page in another language.

    Quoted, for browsers read "/\\host" and a tab before a second slash as the address of another site.
    """
    others = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return f"{quote(request.script_root + request.path)}?{urlencode([*others, ('lang', language)])}"


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    """The texts in that language; as they are said where none are kept."""
    return gettext.translation("messages", FOLDER, [language], fallback=True)
