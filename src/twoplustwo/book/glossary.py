"""The glossary: its page, and the links to it in the text of chapters.

The first mentions of terms on a chapter's page become links that carry the definition; the script
shows it on hover and focus. Without the script they are plain links. A notebook gets the bare
words. What is linked depends on nothing but the page and the glossary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from .boxes import box, brief, fold
from .citations import cite, source_list
from .elements import paragraph
from .figures import placeholder
from .problems import report
from .quiz import question

PAGE = "book/reference/glossary"
SCRIPTS = ("glossary.js",)
A_PAGE = 15
A_SECTION = 3  # so that the links do not all stand at the top of a long page
WORDS = {"ru": "Russian", "ja": "Japanese"}

NO_PLACE = (
    nodes.title,
    addnodes.pending_xref,  # a link whose target is not looked up yet
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.figure,
    nodes.raw,
    nodes.table,
    nodes.target,
    brief,
    cite,
    placeholder,
    question,
    source_list,
)
NO_CLASS = {"box-title", "pull", "cards", "key-figures", "cell"}


class GlossaryError(ValueError):
    """The file of terms has a mistake; the message says where."""


@dataclass(frozen=True)
class Term:
    """A term in three languages; `forms` are what a chapter may call it."""

    id: str
    en: str
    ru: str
    ja: str
    means: str
    forms: tuple[str, ...] = field(default=())

    @property
    def anchor(self) -> str:
        return f"term-{self.id}"


class mention(nodes.Inline, nodes.TextElement):
    """Words of a chapter that lead to a term: `address`, `definition`."""


class foreign(nodes.Inline, nodes.TextElement):
    """Words in another language, `lang`."""


@lru_cache(maxsize=4)
def parse(text: str) -> tuple[Term, ...]:
    """Return the terms of a glossary file, sorted.

    Raises
    ------
    GlossaryError
        If an entry lacks a word, has one too many, or repeats an id or a form.
    """
    terms = [_term(entry) for entry in yaml.safe_load(text)]
    for what in ([t.id for t in terms], [f.lower() for t in terms for f in t.forms]):
        twice = [word for word, count in Counter(what).items() if count > 1]
        if twice:
            raise GlossaryError(f"the glossary holds {', '.join(twice)} more than once")
    return tuple(sorted(terms, key=lambda term: term.en.casefold()))


def _term(entry: dict[str, Any]) -> Term:
    needed = {"id", "en", "ru", "ja", "means"}
    if not needed <= set(entry) <= needed | {"match"}:
        raise GlossaryError(f"{entry.get('id', entry)}: an entry has {sorted(needed)} and match")
    words = {key: str(entry[key]) for key in needed}
    return Term(**words, forms=tuple(entry.get("match", [entry["en"]])))


def terms(env: BuildEnvironment) -> tuple[Term, ...]:
    """The book's terms; a page that asks is read anew when they change."""
    path = Path(env.srcdir) / env.config.twoplustwo_glossary
    if not path.is_file():
        return ()
    env.note_dependency(str(path))
    try:
        return parse(path.read_text(encoding="utf-8"))
    except GlossaryError as error:
        report(env, str(error), env.docname)
        return ()


# ---- The page -----------------------------------------------------------------------------


class GlossaryList(SphinxDirective):
    """``{glossary-list}``: all terms, a section for each letter."""

    def run(self) -> list[nodes.Node]:
        found = terms(self.env)
        if not found:
            report(self.env, "there is no glossary file", (self.env.docname, self.lineno))
        return [_letter(letter, list(group)) for letter, group in groupby(found, _initial)]


def _initial(term: Term) -> str:
    return term.en[0].upper()


def _letter(letter: str, group: list[Term]) -> nodes.section:
    title = nodes.title(letter, letter)
    listing = nodes.definition_list("", *map(_entry, group), classes=["terms"])
    return nodes.section("", title, listing, ids=[f"letter-{letter.lower()}"], names=[letter])


def _entry(term: Term) -> nodes.definition_list_item:
    words = [part for lang in WORDS for part in _word(term, lang)]
    meaning = nodes.definition("", paragraph(term.means), paragraph(words, classes=["term-words"]))
    name = nodes.term(term.en, term.en, ids=[term.anchor])
    return nodes.definition_list_item("", name, meaning)


def _word(term: Term, lang: str) -> list[nodes.Node]:
    word = getattr(term, lang)
    label = nodes.inline("", f"{WORDS[lang]}: ", classes=["term-language"])
    spoken = foreign(word, word, lang=lang, classes=[f"language-{lang}"])
    return [nodes.inline("", "", label, spoken, classes=["term-word"]), nodes.Text(" ")]


# ---- The text of chapters ------------------------------------------------------------------


def pattern(found: tuple[Term, ...]) -> re.Pattern[str]:
    """One expression for all forms, longer ones first; the group's name is the term's place."""
    forms = [(form, place) for place, term in enumerate(found) for form in term.forms]
    forms.sort(key=lambda item: (-len(item[0]), item[0]))
    parts = [f"(?P<f{n}_{place}>{_form(form)})" for n, (form, place) in enumerate(forms)]
    return re.compile(rf"(?<![\w+-])(?:{'|'.join(parts)})(?![\w+-])")


def _form(form: str) -> str:
    words = r"\s+".join(re.escape(word).replace("'", "['’]") for word in form.split())
    plural = "s?" if form[-1:].isalpha() and form[-1:] != "s" else ""
    return f"{words}{plural}" if form != form.lower() else f"(?i:{words}{plural})"


def is_chapter(doctree: nodes.document) -> bool:
    """A chapter is a page that says what is learned on it."""
    return any(node["kind"] == "objectives" for node in doctree.findall(box))


def link_terms(app: Sphinx, doctree: nodes.document) -> None:
    """Link the first mentions of terms on a chapter's page (event `doctree-read`)."""
    env = app.env
    if PAGE not in env.config.external_site_map or not is_chapter(doctree):
        return
    found = terms(env)
    if found:
        base = app.builder.get_relative_uri(env.docname, PAGE)
        linked = Linker(found, base).link(doctree)
        env.metadata[env.docname]["terms"] = bool(linked)


class Linker:
    """Goes through a page once and keeps count of what it has linked."""

    def __init__(self, found: tuple[Term, ...], base: str) -> None:
        self.terms, self.base = found, base
        self.pattern = pattern(found)
        self.seen: set[str] = set()
        self.full: Counter[int] = Counter()

    def link(self, doctree: nodes.document) -> list[str]:
        """Return the ids of the terms that were linked."""
        for text, section in list(places(doctree)):
            parts = list(self.parts(text.astext(), section))
            if any(isinstance(part, mention) for part in parts):
                text.parent.replace(text, parts)
        return sorted(self.seen)

    def parts(self, text: str, section: int) -> Iterator[nodes.Node]:
        """Yield a text in pieces, the first mentions of terms among them as links."""
        done = 0
        for match in self.pattern.finditer(text):
            term = self.terms[int(str(match.lastgroup).partition("_")[2])]
            full = len(self.seen) >= A_PAGE or self.full[section] >= A_SECTION
            if full or term.id in self.seen:
                continue
            self.seen.add(term.id)
            self.full[section] += 1
            if match.start() > done:
                yield nodes.Text(text[done : match.start()])
            address = f"{self.base}#{term.anchor}"
            yield mention(match[0], match[0], address=address, definition=term.means)
            done = match.end()
        if done < len(text):
            yield nodes.Text(text[done:])


def places(doctree: nodes.document) -> Iterator[tuple[nodes.Text, int]]:
    """Yield the running text of a page, each piece with the number of its section."""
    main = next(iter(doctree.findall(nodes.section)), doctree)
    for number, part in enumerate(main.children):
        section = number if isinstance(part, nodes.section) else -1
        yield from ((text, section) for text in _texts(part))


def _texts(node: nodes.Node) -> Iterator[nodes.Text]:
    if isinstance(node, nodes.Text):
        yield node
    elif not isinstance(node, NO_PLACE) and not NO_CLASS & set(node.get("classes", [])):
        # The first child of a fold is the summary, which must not hold a link.
        for child in node.children[1:] if isinstance(node, fold) else node.children:
            yield from _texts(child)


def has_terms(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page needs the script that shows definitions."""
    return bool(env.metadata.get(docname, {}).get("terms"))


def visit_mention(self: Any, node: mention) -> None:
    definition = escape(node["definition"])
    self.body.append(
        f'<a class="term" href="{escape(node["address"])}" data-definition="{definition}">'
    )


def depart_mention(self: Any, node: mention) -> None:
    self.body.append("</a>")


def visit_foreign(self: Any, node: foreign) -> None:
    self.body.append(f'<span lang="{node["lang"]}">')


def depart_foreign(self: Any, node: foreign) -> None:
    self.body.append("</span>")


def setup(app: Sphinx) -> None:
    app.add_config_value("twoplustwo_glossary", "book/glossary.yml", "env", [str])
    app.add_directive("glossary-list", GlossaryList)
    app.add_node(mention, html=(visit_mention, depart_mention))
    app.add_node(foreign, html=(visit_foreign, depart_foreign))
    # After figures, citations and boxes have become what they will be.
    app.connect("doctree-read", link_terms, priority=800)
