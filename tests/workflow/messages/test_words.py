"""The words of mails: fields that they may use, and the office's own."""

from __future__ import annotations

import pytest
from django.template import TemplateSyntaxError

from tests.trial.journeys import Trial
from tests.workflow.messages.conftest import HELLO, now_of
from workflow.messages import (
    UnknownField,
    WrongWords,
    back_to_the_file,
    fields_of,
    render,
    render_strictly,
    reword,
    templates,
    words_for,
)
from workflow.models import Wording

EXAMPLE = {"name": "Elm", "words": "Hello.", "link": "x", "days": [{"place": "Mill"}]}
OWN = "Greetings, {{ name }}\n\nDear {{ name }}, {{ words }}\n"


@pytest.fixture
def hello():
    return templates.MailTemplate(
        HELLO,
        templates.EVERYWHERE | {"name", "words", "link", "days", "days.place"},
        lambda journey: EXAMPLE,
        title="Hello",
        editions=(Trial,),
    )


@pytest.fixture
def declared(monkeypatch, hello):
    monkeypatch.setattr(templates, "_declared", {HELLO: hello})


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "{{ a.b|date:c }}{% if d and not e.f == g %}{{ h }}{% else %}{{ i }}{% endif %}",
            "a.b c d e.f g h i",
        ),
        (
            "{% for day in days %}{{ day.place }}{{ forloop.counter }}{% endfor %}{{ day }}",
            "days days.place day",
        ),
        ('{% autoescape off %}{% url "x" run.id %}{{ "text"|default:z }}{% endautoescape %}', "run.id z"),
        ("{% if a %}{% for b in c.d %}{% if b.e > 2 %}x{% endif %}{% endfor %}{% endif %}", "a c.d c.d.e"),
    ],
)
def test_fields_of_a_text(text, fields):
    assert fields_of(text) == set(fields.split())


def test_mail_that_uses_an_unknown_field_is_refused_where_that_is_wanted(settings, mailed):
    with pytest.raises(UnknownField, match="nmae"):
        render_strictly("Hi\n{{ nmae }}", EXAMPLE)
    with pytest.raises(TemplateSyntaxError):
        render_strictly("Hi\n{% if %}", EXAMPLE)
    with pytest.raises(UnknownField):
        render(HELLO, {})
    settings.MAIL_IS_STRICT = False
    assert render(HELLO, {})[0] == "News of"


def test_own_words_count_for_their_edition_their_programme_or_everywhere(run, mailed, hello, officer, now):
    words = {"by": officer, "now": now}
    reword(hello, text=OWN.replace("Greetings", "All"), **words)
    assert now_of(mailed("1", run=run)).subject == "All, Elm"
    reword(hello, text=OWN.replace("Greetings", "Trial"), journey_code=Trial.code, **words)
    assert now_of(mailed("2", run=run)).subject == "Trial, Elm"
    reword(hello, text=OWN, journey_code=Trial.code, edition=Trial.edition, **words)
    assert now_of(mailed("3", run=run)).subject == "Greetings, Elm"
    assert now_of(mailed("4")).subject == "All, Elm"


@pytest.mark.usefixtures("declared")
def test_back_to_the_words_of_the_file(run, mailed, hello, officer, now):
    reword(hello, text=OWN, by=officer, now=now)
    assert words_for(HELLO) == (OWN, True)

    assert back_to_the_file(HELLO) is True
    assert back_to_the_file(HELLO) is False
    assert now_of(mailed(run=run)).subject == "News of Elm"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Only a subject", "Write the subject on the first line, and the text of the email below it."),
        ("Hi\n{{ nmae }}", "This email has no field “nmae”. Choose one from the list of its fields."),
        ("Hi\n{{ name.secret }}", "This email has no field “name.secret”."),
        ("Hi\n{% if name %}open", "Something between curly brackets cannot be read: Unclosed tag"),
        ("Hi\n{{ name|shout }}", "Something between curly brackets cannot be read: Unknown filter: 'shout'"),
        ('Hi\n{% include "base.html" %}', "“{% include %}” cannot stand in an email."),
        ("Hi\n{% debug %}", "“{% debug %}” cannot stand in an email."),
        ('Hi\n{% url "no:page" %}', "Something between curly brackets cannot be read"),
        ("Hi\n{{ days.place }}", "The field “days.place” is empty where it stands."),
    ],
)
def test_words_that_cannot_be_say_what_to_mend(hello, officer, now, text, sentence):
    with pytest.raises(WrongWords) as refused:
        reword(hello, text=text, by=officer, now=now)

    assert refused.value.reasons[0].startswith(sentence)
    assert Wording.objects.count() == 0


def test_own_words_of_many_mails_take_one_query(hello, officer, now, django_assert_num_queries):
    reword(hello, text=OWN, by=officer, now=now)

    with django_assert_num_queries(1):
        assert render(HELLO, EXAMPLE) == ("Greetings, Elm", "Dear Elm, Hello.\n")


def test_mail_is_declared_once(monkeypatch):
    monkeypatch.setattr(templates, "_declared", {})
    templates.declare("x/day_moved.txt", ["name"], lambda journey: {})

    assert templates.declared_as("x/day_moved.txt").title == "Day moved"
    with pytest.raises(ValueError, match="declared already"):
        templates.declare("x/day_moved.txt", [], lambda journey: {})
