"""The table of methods says what Telegram says; aiogram, written from Telegram's own documentation, is the witness."""

import inspect

import aiogram.methods
import pytest
from aiogram.methods.base import TelegramMethod

from emulator.api import HANDLERS
from emulator.methods import BOOL_FIELDS, FILE_FIELDS, FLOAT_FIELDS, INT_FIELDS, JSON_FIELDS, METHODS, UNBUILT

WITNESS = {
    found.__api_method__: found
    for name in aiogram.methods.__all__
    if inspect.isclass(found := getattr(aiogram.methods, name))
    and isinstance(getattr(found, "__api_method__", None), str)
}


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_the_parameters_are_those_of_telegram(method):
    fields = WITNESS[method.name].model_fields
    assert method.known == set(fields)
    assert method.required == {name for name, field in fields.items() if field.is_required()}


def test_every_method_of_telegram_is_built_or_named_as_not_built():
    assert {name.lower() for name in WITNESS} == METHODS.keys() | UNBUILT
    assert not METHODS.keys() & UNBUILT


def test_every_built_method_has_someone_who_carries_it_out():
    assert METHODS.keys() - HANDLERS.keys() == {"getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"}
    assert HANDLERS.keys() <= METHODS.keys()


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_every_parameter_is_read_as_the_type_it_has(method):
    for name, field in WITNESS[method.name].model_fields.items():
        shown = str(field.annotation)
        kind = (
            FILE_FIELDS
            if "InputFile" in shown
            else JSON_FIELDS
            if "list[" in shown or "Input" in shown or "Markup" in shown or "Scope" in shown
            else BOOL_FIELDS
            if "bool" in shown
            else FLOAT_FIELDS
            if "float" in shown
            else INT_FIELDS
            if "int" in shown and "str" not in shown
            else None
        )
        assert kind is None or name in kind or name in ("chat_id", "from_chat_id"), name


async def test_an_unknown_method_an_unbuilt_one_and_an_unknown_parameter_are_loud(wire):
    assert (await wire("sendMesage"))["error_code"] == 404
    assert (await wire("sendInvoice"))["error_code"] == 501
    assert await wire.refusal("getMe", whom=1) == 'Bad Request: the method getMe has no parameter "whom"'


def test_the_witness_is_not_empty():
    assert len(WITNESS) > 150
    assert issubclass(WITNESS["getMe"], TelegramMethod)
