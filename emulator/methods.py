"""The Bot API's methods and their parameters, as a table. What is not in it is answered with a loud error."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType

_PLACE = "business_connection_id message_thread_id direct_messages_topic_id"
_MANNER = (
    "disable_notification protect_content allow_paid_broadcast message_effect_id suggested_post_parameters "
    "reply_parameters reply_markup allow_sending_without_reply reply_to_message_id"
)
_SEND = f"{_PLACE} {_MANNER} ephemeral_message_parameters receiver_user_id callback_query_id"
_CAPTION = "caption parse_mode caption_entities"
_ABOVE = f"{_CAPTION} show_caption_above_media"
_FRAME = "duration width height thumbnail"
_WHERE = "business_connection_id chat_id message_id inline_message_id"
_PREVIEW = "link_preview_options disable_web_page_preview"
_MANNER_OF_ALBUM = (
    "disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters "
    "allow_sending_without_reply reply_to_message_id"
)
_MANNER_OF_POLL = f"{_MANNER_OF_ALBUM} reply_markup"
_PLACED = "business_connection_id message_thread_id"
_VENUE = "foursquare_id foursquare_type google_place_id google_place_type"
_POLL = (
    "question_parse_mode question_entities is_anonymous type allows_multiple_answers allows_revoting shuffle_options "
    "allow_adding_options hide_results_until_closes members_only country_codes correct_option_ids correct_option_id "
    "explanation explanation_parse_mode explanation_entities explanation_media open_period close_date is_closed "
    "description description_parse_mode description_entities media"
)
_FORWARD = "video_start_timestamp message_effect_id suggested_post_parameters"
_COPY = "message_thread_id direct_messages_topic_id disable_notification protect_content"

# method | required | optional
_TABLE = f"""
getMe | |
logOut | |
close | |
getUpdates | | offset limit timeout allowed_updates
setWebhook | url | certificate ip_address max_connections allowed_updates drop_pending_updates secret_token
deleteWebhook | | drop_pending_updates
getWebhookInfo | |
sendMessage | chat_id text | {_SEND} parse_mode entities {_PREVIEW}
editMessageText | | {_WHERE} text parse_mode entities reply_markup rich_message {_PREVIEW}
editMessageCaption | | {_WHERE} {_ABOVE} reply_markup
editMessageReplyMarkup | | {_WHERE} reply_markup
deleteMessage | chat_id message_id |
deleteMessages | chat_id message_ids |
answerCallbackQuery | callback_query_id | text show_alert url cache_time
sendChatAction | chat_id action | business_connection_id message_thread_id
copyMessage | chat_id from_chat_id message_id | {_COPY} {_MANNER} {_ABOVE} video_start_timestamp
copyMessages | chat_id from_chat_id message_ids | {_COPY} remove_caption
forwardMessage | chat_id from_chat_id message_id | {_COPY} {_FORWARD}
forwardMessages | chat_id from_chat_id message_ids | {_COPY}
setMyCommands | commands | scope language_code
getMyCommands | | scope language_code
deleteMyCommands | | scope language_code
setMyName | | name language_code
getMyName | | language_code
setMyDescription | | description language_code
getMyDescription | | language_code
setMyShortDescription | | short_description language_code
getMyShortDescription | | language_code
setChatMenuButton | | chat_id menu_button
getChatMenuButton | | chat_id
getChat | chat_id |
getChatMember | chat_id user_id |
getChatMemberCount | chat_id |
getChatAdministrators | chat_id | return_bots
leaveChat | chat_id |
sendPhoto | chat_id photo | {_SEND} {_ABOVE} has_spoiler
sendVideo | chat_id video | {_SEND} {_ABOVE} {_FRAME} cover start_timestamp has_spoiler supports_streaming
sendAnimation | chat_id animation | {_SEND} {_ABOVE} {_FRAME} has_spoiler
sendAudio | chat_id audio | {_SEND} {_CAPTION} duration performer title thumbnail
sendVoice | chat_id voice | {_SEND} {_CAPTION} duration
sendVideoNote | chat_id video_note | {_SEND} duration length thumbnail
sendDocument | chat_id document | {_SEND} {_CAPTION} thumbnail disable_content_type_detection
sendSticker | chat_id sticker | {_SEND} emoji
sendLocation | chat_id latitude longitude | {_SEND} horizontal_accuracy live_period heading proximity_alert_radius
sendContact | chat_id phone_number first_name | {_SEND} last_name vcard
sendDice | chat_id | {_PLACE} {_MANNER} emoji
sendVenue | chat_id latitude longitude title address | {_SEND} {_VENUE}
sendPoll | chat_id question options | {_POLL} {_PLACED} {_MANNER_OF_POLL}
sendMediaGroup | chat_id media | {_PLACE} {_MANNER_OF_ALBUM}
answerWebAppQuery | web_app_query_id result |
createForumTopic | chat_id name | icon_color icon_custom_emoji_id
editForumTopic | chat_id message_thread_id | name icon_custom_emoji_id
closeForumTopic | chat_id message_thread_id |
reopenForumTopic | chat_id message_thread_id |
deleteForumTopic | chat_id message_thread_id |
banChatMember | chat_id user_id | until_date revoke_messages
getFile | file_id |
setMessageReaction | chat_id message_id | reaction is_big
"""

_UNBUILT = """
addStickerToSet answerChatJoinRequestQuery answerGuestQuery answerInlineQuery answerPreCheckoutQuery
answerShippingQuery approveChatJoinRequest approveSuggestedPost banChatSenderChat closeGeneralForumTopic
convertGiftToStars createChatInviteLink createChatSubscriptionInviteLink createInvoiceLink createNewStickerSet
declineChatJoinRequest declineSuggestedPost deleteAllMessageReactions deleteBusinessMessages deleteChatPhoto
deleteChatStickerSet deleteEphemeralMessage deleteMessageReaction deleteStickerFromSet deleteStickerSet deleteStory
editChatInviteLink editChatSubscriptionInviteLink editEphemeralMessageCaption editEphemeralMessageMedia
editEphemeralMessageReplyMarkup editEphemeralMessageText editGeneralForumTopic editMessageChecklist
editMessageLiveLocation editMessageMedia editStory editUserStarSubscription exportChatInviteLink getAvailableGifts
getBusinessAccountGifts getBusinessAccountStarBalance getBusinessConnection getChatGifts getCustomEmojiStickers
getForumTopicIconStickers getGameHighScores getManagedBotAccessSettings getManagedBotToken
getMyDefaultAdministratorRights getMyStarBalance getStarTransactions getStickerSet getUserChatBoosts getUserGifts
getUserPersonalChatMessages getUserProfileAudios getUserProfilePhotos giftPremiumSubscription hideGeneralForumTopic
pinChatMessage postStory promoteChatMember readBusinessMessage refundStarPayment removeBusinessAccountProfilePhoto
removeChatVerification removeMyProfilePhoto removeUserVerification reopenGeneralForumTopic replaceManagedBotToken
replaceStickerInSet repostStory restrictChatMember revokeChatInviteLink savePreparedInlineMessage
savePreparedKeyboardButton sendChatJoinRequestWebApp sendChecklist sendGame sendGift sendInvoice sendLivePhoto
sendMessageDraft sendPaidMedia sendRichMessage sendRichMessageDraft setBusinessAccountBio
setBusinessAccountGiftSettings setBusinessAccountName setBusinessAccountProfilePhoto setBusinessAccountUsername
setChatAdministratorCustomTitle setChatDescription setChatMemberTag setChatPermissions setChatPhoto setChatStickerSet
setChatTitle setCustomEmojiStickerSetThumbnail setGameScore setManagedBotAccessSettings
setMyDefaultAdministratorRights setMyProfilePhoto setPassportDataErrors setStickerEmojiList setStickerKeywords
setStickerMaskPosition setStickerPositionInSet setStickerSetThumbnail setStickerSetTitle setUserEmojiStatus
stopMessageLiveLocation stopPoll transferBusinessAccountStars transferGift unbanChatMember unbanChatSenderChat
unhideGeneralForumTopic unpinAllChatMessages unpinAllForumTopicMessages unpinAllGeneralForumTopicMessages
unpinChatMessage upgradeGift uploadStickerFile verifyChat verifyUser
"""


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    required: frozenset[str]
    known: frozenset[str]


def _read(table: str) -> dict[str, Method]:
    methods = {}
    for line in table.strip().splitlines():
        name, required, optional = (part.strip() for part in line.split("|"))
        needs = frozenset(required.split())
        methods[name.lower()] = Method(name, needs, needs | frozenset(optional.split()))
    return methods


#: By lower-case name: Telegram does not mind the case.
METHODS = _read(_TABLE)
#: Telegram has them, the emulator does not (yet): answered 501, so that nobody mistakes silence for success.
UNBUILT = frozenset(name.lower() for name in _UNBUILT.split())

JSON_FIELDS = frozenset(
    {
        "allowed_updates",
        "entities",
        "caption_entities",
        "link_preview_options",
        "suggested_post_parameters",
        "reply_parameters",
        "reply_markup",
        "ephemeral_message_parameters",
        "rich_message",
        "message_ids",
        "commands",
        "scope",
        "menu_button",
        "reaction",
        "media",
        "options",
        "question_entities",
        "explanation_entities",
        "explanation_media",
        "description_entities",
        "country_codes",
        "correct_option_ids",
        "result",
    }
)
#: Of these, the lists, and what they hold.
LIST_FIELDS: dict[str, type | UnionType] = {
    "allowed_updates": str,
    "entities": dict,
    "caption_entities": dict,
    "message_ids": int,
    "commands": dict,
    "reaction": dict,
    "options": dict | str,
    "question_entities": dict,
    "explanation_entities": dict,
    "description_entities": dict,
    "country_codes": str,
    "correct_option_ids": int,
}
#: And those that may be a list or an object: whoever carries the call out looks.
EITHER_FIELDS = frozenset({"reply_markup", "media"})
BOOL_FIELDS = frozenset(
    {
        "disable_notification",
        "protect_content",
        "allow_paid_broadcast",
        "allow_sending_without_reply",
        "disable_web_page_preview",
        "drop_pending_updates",
        "show_alert",
        "show_caption_above_media",
        "remove_caption",
        "has_spoiler",
        "supports_streaming",
        "disable_content_type_detection",
        "is_big",
        "return_bots",
        "is_anonymous",
        "allows_multiple_answers",
        "allows_revoting",
        "shuffle_options",
        "allow_adding_options",
        "hide_results_until_closes",
        "members_only",
        "is_closed",
        "revoke_messages",
    }
)
INT_FIELDS = frozenset(
    {
        "offset",
        "limit",
        "timeout",
        "max_connections",
        "message_thread_id",
        "direct_messages_topic_id",
        "receiver_user_id",
        "reply_to_message_id",
        "message_id",
        "cache_time",
        "user_id",
        "duration",
        "width",
        "height",
        "length",
        "live_period",
        "heading",
        "proximity_alert_radius",
        "video_start_timestamp",
        "start_timestamp",
        "until_date",
        "icon_color",
        "open_period",
        "close_date",
        "correct_option_id",
    }
)
FLOAT_FIELDS = frozenset({"latitude", "longitude", "horizontal_accuracy"})
FILE_FIELDS = frozenset(
    {
        "photo",
        "video",
        "animation",
        "audio",
        "voice",
        "video_note",
        "document",
        "sticker",
        "thumbnail",
        "cover",
        "certificate",
    }
)
