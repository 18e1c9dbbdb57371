"""Polls, places with a name, and the answer to a small page that a contact opened inside the chat."""

from __future__ import annotations

from typing import Any

from emulator.api.sending import put
from emulator.entities import read_text
from emulator.errors import bad_request
from emulator.media import content_of
from emulator.telegram import Telegram

Params = dict[str, Any]
_LONGEST_QUESTION, _LONGEST_OPTION, _MOST_OPTIONS = 300, 100, 12
_AS_GIVEN = (
    "is_anonymous",
    "allows_multiple_answers",
    "allows_revoting",
    "members_only",
    "is_closed",
    "correct_option_ids",
    "explanation",
    "open_period",
    "close_date",
    "description",
    "country_codes",
)


def send_poll(telegram: Telegram, params: Params) -> dict[str, Any]:
    chat = telegram.reachable(params["chat_id"])
    question, entities = read_text(
        params["question"], params.get("question_parse_mode"), params.get("question_entities"), _LONGEST_QUESTION
    )
    if not question:
        raise bad_request("poll question must be non-empty")
    kind = params.get("type", "regular")
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    right = [params["correct_option_id"]] if "correct_option_id" in params else []
    options = _options(params["options"])
    content = content_of(telegram, "poll")
    poll: dict[str, Any] = content["poll"]
    poll |= {"id": f"{poll['id']}{len(telegram.messages):06d}", "question": question, "options": options, "type": kind}
    poll |= {"correct_option_ids": right} if right else {}
    poll |= {name: params[name] for name in _AS_GIVEN if name in params}
    poll |= {"question_entities": entities} if entities else {}
    if any(not 0 <= number < len(options) for number in poll.get("correct_option_ids", [])):
        raise bad_request("wrong correct option ID specified")
    return put(telegram, chat, params, kind="poll", content=content).to_api()


def _options(given: list[Any]) -> list[dict[str, Any]]:
    if not given:
        raise bad_request("poll must have at least 1 option")
    if len(given) > _MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {_MOST_OPTIONS} options")
    texts = [one if isinstance(one, str) else str(one.get("text") or "") for one in given]
    if any(not text.strip() for text in texts):
        raise bad_request("poll options must be non-empty")
    if any(len(text) > _LONGEST_OPTION for text in texts):
        raise bad_request(f"poll options length must not exceed {_LONGEST_OPTION}")
    return [{"text": text, "voter_count": 0, "persistent_id": str(number)} for number, text in enumerate(texts)]


def send_venue(telegram: Telegram, params: Params) -> dict[str, Any]:
    chat = telegram.reachable(params["chat_id"])
    where = {"latitude": params["latitude"], "longitude": params["longitude"]}
    venue = {"location": where, "title": params["title"], "address": params["address"]}
    more = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue |= {name: params[name] for name in more if name in params}
    return put(telegram, chat, params, kind="venue", content={"venue": venue, "location": where}).to_api()


def answer_page(telegram: Telegram, params: Params) -> dict[str, str]:
    """The message is written in the contact's name, once per page she opened."""
    chat = telegram.chats.get(telegram.pages.get(params["web_app_query_id"], 0))
    if chat is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    result = params["result"]
    words = result.get("input_message_content")
    if result.get("type") != "article" or not result.get("id"):
        raise bad_request("can't parse inline query result: the emulator knows articles only")
    if not isinstance(words, dict) or not isinstance(words.get("message_text"), str) or not words["message_text"]:
        raise bad_request("can't parse inline query result: message text is empty")
    text, entities = read_text(words["message_text"], None, None)
    del telegram.pages[params["web_app_query_id"]]
    telegram.write(chat, chat.person(), text=text, entities=entities, extra={"via_bot": telegram.bot.to_user()})
    return {"inline_message_id": f"page-{params['web_app_query_id']}"}


METHODS = {"sendPoll": send_poll, "sendVenue": send_venue, "answerWebAppQuery": answer_page}
