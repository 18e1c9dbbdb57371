"""The file she takes along: her words open it and nothing else does; all of it is in it, in any script."""

import io
import json
import logging
import re
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PasswordType, PdfReader

from helpline.contact import Words
from helpline.hours import date_words
from pages.making import Press, make
from tests.helpline.house import house
from tests.pages.kept import LINK, SAID, SCRIPTS, THEN, everything, young

PASSPHRASE = "vier gewone woorden hier"
NOW = datetime(2026, 11, 22, 7, 41, 33, tzinfo=UTC)
HOUSE = house()


def opened(content: bytes, passphrase: str = PASSPHRASE) -> PdfReader:
    reader = PdfReader(io.BytesIO(content))
    assert reader.is_encrypted
    assert reader.decrypt(passphrase) != PasswordType.NOT_DECRYPTED
    return reader


def printed(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def enclosed(reader: PdfReader) -> dict[str, object]:
    [content] = reader.attachments["copy.json"]
    return dict(json.loads(content))


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_all_of_it_is_in_it_in_her_language(language: str) -> None:
    copy = make(everything(language), Words(PASSPHRASE), HOUSE, NOW)
    text = printed(opened(copy.content))
    assert copy.name == {"nl": "kopie.pdf", "fr": "copie.pdf", "en": "copy.pdf"}[language]
    own = {"nl": "Je kopie", "fr": "Votre copie", "en": "Your copy"}[language]
    for words in (own, "K7RM-2QXD", "hxxps://example[.]org/photos/her-name?id=7", "ab" * 16, "t[.]me/club", "Noor"):
        assert words in text, words
    for words in ("Ik ben er nu, je mag rustig vertellen.", "100 % yours", "0:03–1:35", "hxxps://example[.]org/x"):
        assert words in text, words
    others = {"nl": "Your copy", "fr": "Your copy", "en": "Je kopie"}[language]
    assert others not in text


def test_the_hashes_of_one_file_stand_together_in_full_and_in_the_json_with_what_is_known_of_the_file() -> None:
    reader = opened(make(everything("en"), Words(PASSPHRASE), HOUSE, NOW).content)
    text, told = printed(reader), enclosed(reader)["items"]
    assert f"4. Photo: PDQ {'cd' * 32} (87/100) MD5 {'ef' * 16}" in " ".join(text.split())
    assert "5. " not in text
    assert text.count("Noor copied it.") == 2, "once for the link, and once for both hashes"
    assert isinstance(told, list)
    made = [{name: one.get(name) for name in ("origin", "tool", "size", "file", "raw", "media")} for one in told[3:]]
    assert made == [dict(zip(made[0], ("page", "haven-page 1", "1-10MB", "f-1", False, "image"), strict=True))] * 2


def test_other_programs_get_it_exactly_as_it_is_kept() -> None:
    told = enclosed(opened(make(everything(), Words(PASSPHRASE), HOUSE, NOW).content))
    assert (told["format"], told["version"], told["taken_at"]) == ("haven-copy", 1, NOW.isoformat())
    assert next(one["as_typed"] for one in told["items"]) == LINK  # type: ignore[attr-defined]
    assert [one["text"] for one in told["lines"]][4:] == list(SCRIPTS)  # type: ignore[attr-defined]
    assert told["words"]["story"] == SAID  # type: ignore[index]
    assert [one["act"] for one in told["items"][0]["custody"]] == ["given", "seen", "copied"]  # type: ignore[index]
    assert told["notes"] == 3
    assert "staff" not in json.dumps(told["history"]), "ids of people are nobody's business"


@pytest.mark.parametrize(
    "passphrase",
    [
        PASSPHRASE,
        "café crème brûlée",
        "cafe\u0301 cre\u0300me bru\u0302le\u0301e",
        "naïve ﬁsh ½ cup № 5",
        "\u200bnothing to see\u00a0here",
        "vier woorden 🙂🙂 en meer",
        "كلمة سر طويلة جدا",
        "كلمة سر 12345678",
        "ＦＵＬＬ width words",
        "ü" * 63,
        "日本語の合い言葉です。十二",
        "with \\ (every) <kind> of /sign",
    ],
)
def test_what_she_typed_opens_it_whatever_her_letters(passphrase: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    content = make(everything(), Words(passphrase), HOUSE, NOW).content
    assert not [one for one in caplog.records if passphrase in one.getMessage() or SAID in one.getMessage()]
    assert enclosed(opened(content, passphrase))["notes"] == 3
    as_typed = PdfReader(io.BytesIO(content))
    assert as_typed.decrypt(passphrase.encode()) != PasswordType.NOT_DECRYPTED or "\u0301" in passphrase


@pytest.mark.parametrize("wrong", ["", "Vier gewone woorden hier", PASSPHRASE + " ", PASSPHRASE[:-1], "owner", "user"])
def test_nothing_else_opens_it(wrong: str) -> None:
    content = make(everything(), Words(PASSPHRASE), HOUSE, NOW).content
    assert PdfReader(io.BytesIO(content)).decrypt(wrong) == PasswordType.NOT_DECRYPTED
    assert PdfReader(io.BytesIO(content)).decrypt(PASSPHRASE) != PasswordType.NOT_DECRYPTED


def test_whoever_finds_it_learns_nothing_from_it() -> None:
    content = make(everything(), Words(PASSPHRASE), HOUSE, NOW).content
    for told in (b"kopie", b"copy.json", b"Noor", b"K7RM", b"fpdf", b"Producer", b"example", b"haven", b"2026112207"):
        assert told not in content, told
    head = content[: content.index(b"\n")]
    assert head == b"%PDF-2.0"
    assert b"/AESV3" in content
    assert b"/R 6" in content


def test_nothing_in_it_can_be_tapped_or_tells_who_made_it() -> None:
    reader = opened(make(everything(), Words(PASSPHRASE), HOUSE, NOW).content)
    assert not [page for page in reader.pages if page.get("/Annots")]
    assert dict(reader.metadata or {}) == {"/Title": "Je kopie", "/CreationDate": "D:20261122000000Z"}
    assert "http" not in re.sub("hxxps?", "", printed(reader))
    two = [opened(make(everything(), Words(PASSPHRASE), HOUSE, NOW).content).trailer["/ID"] for _ in range(2)]
    assert two[0] != two[1]


def test_signs_that_cannot_be_shown_are_seen_to_be_missing() -> None:
    text = printed(opened(make(everything(), Words(PASSPHRASE), HOUSE, NOW).content))
    assert "□" in text
    assert "\u202e" not in text
    for words in ("שלום, אפשר לדבר", "مرحبا"):  # readers turn round what is laid out from right to left
        assert words in text, words


def test_it_says_until_when_it_is_kept() -> None:
    told = enclosed(opened(make(young(everything()), Words(PASSPHRASE), HOUSE, NOW).content))
    assert told["kept_until"] == (THEN + timedelta(days=30)).isoformat()


def test_it_says_the_same_day_as_the_console_for_who_was_here_again() -> None:
    one = young(everything())
    later = replace(one, case=replace(one.case, last_day=THEN + timedelta(days=9)))
    reader = opened(make(later, Words(PASSPHRASE), HOUSE, NOW).content)
    assert enclosed(reader)["kept_until"] == (THEN + timedelta(days=39)).isoformat()
    assert date_words(THEN + timedelta(days=39), "nl") in printed(reader)


def test_a_long_talk_takes_less_than_two_seconds_and_pages_are_numbered() -> None:
    make(everything(), Words(PASSPHRASE), HOUSE, NOW)
    before = time.process_time()
    content = make(everything("en", lines=500), Words(PASSPHRASE), HOUSE, NOW).content
    took = time.process_time() - before
    reader = opened(content)
    assert took < 2, f"{took:.2f} s"
    assert f"Page {len(reader.pages)} of {len(reader.pages)}" in reader.pages[-1].extract_text()
    assert "499. " in printed(reader)


WRITTEN: list[str] = []
WATCHING = [False]


def watched(event: str, arguments: tuple[object, ...]) -> None:
    """A hook stays as long as the process: it only looks while it is asked to."""
    if not WATCHING[0]:
        return
    writes = isinstance(arguments[1], str) and set(arguments[1]) & set("wax+") if event == "open" else False
    if writes or event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        WRITTEN.append(str(arguments[0]))


async def test_it_is_made_in_memory_and_nowhere_else(tmp_path: object) -> None:
    press = Press()
    await press.make(everything(), Words(PASSPHRASE), HOUSE, NOW)  # what is loaded for it at first may be written down
    sys.addaudithook(watched)
    WATCHING[0] = True
    (tmp_path / "control").write_text("seen")  # type: ignore[operator]
    assert [one for one in WRITTEN if one.endswith("control")], "the hook sees what is written"
    WRITTEN.clear()
    await press.make(everything(), Words(PASSPHRASE), HOUSE, NOW)
    WATCHING[0] = False
    assert WRITTEN == []
