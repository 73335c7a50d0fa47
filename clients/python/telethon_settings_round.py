"""Telethon's round of what clients let people set: wallpapers and themes, colours, what devices load and keep, music of
a page, and what is said about one's own account. Two people, one of them with two devices, and a stranger."""

import asyncio
import io

from harness import check, finish, login_code, soon
from pictures import jpeg_size, png
from telethon import functions, types
from telethon_people import befriend, fails, sign_in, sign_up

AYU, BUDI, CITRA, AYU_NEXT = "+15550013001", "+15550013002", "+15550013003", "+15550013004"


def hear(client, kind):
    """A list that fills with the client's raw updates of this kind."""
    seen = []

    async def handler(update):
        if isinstance(update, kind):
            seen.append(update)

    client.add_event_handler(handler)
    return seen


class Town:
    """Whoever takes part, and how each names the others."""

    async def open(self):
        self.ayu, self.budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
        self.citra = await sign_up(CITRA, "Citra")
        self.ayu_two = await sign_in(AYU)
        await befriend(self.ayu, BUDI, "Budi")
        await befriend(self.budi, AYU, "Ayu")
        self.to_budi = await self.ayu.get_input_entity(BUDI)
        self.to_ayu = await self.budi.get_input_entity(AYU)
        await self.ayu_two.get_dialogs()
        return self

    def clients(self):
        return self.ayu, self.ayu_two, self.budi, self.citra


async def full(client, user):
    return (await client(functions.users.GetFullUserRequest(user))).full_user


async def a_jpeg(client):
    """A photo as the server makes it."""
    picture = io.BytesIO(png(640, 480))
    picture.name = "pagi.png"
    sent = await client.send_file("me", picture)
    picture = await client.download_media(sent, bytes)
    assert jpeg_size(picture)
    return picture


async def wallpapers(town):
    ayu, ayu_two, budi = town.ayu, town.ayu_two, town.budi
    account = functions.account
    plain = types.WallPaperSettings(background_color=0x224466, second_background_color=0x446688, rotation=45)
    async with check("telethon is offered wallpapers that ship with the program"):
        offered = await ayu(account.GetWallPapersRequest(0))
        assert len(offered.wallpapers) >= 8 and all(paper.default for paper in offered.wallpapers)
        assert all(paper.settings.background_color is not None for paper in offered.wallpapers)
        assert isinstance(await ayu(account.GetWallPapersRequest(offered.hash)), types.account.WallPapersNotModified)
    async with check("telethon brings a wallpaper, and whoever has the link sees it with its picture"):
        picture = await a_jpeg(ayu)
        file = await ayu.upload_file(picture, file_name="pagi.jpg")
        made = await ayu(account.UploadWallPaperRequest(file, "image/jpeg", types.WallPaperSettings(blur=True)))
        assert made.creator and made.settings.blur and made.document.thumbs and not made.pattern
        town.slug = made.slug
        seen = await budi(account.GetWallPaperRequest(types.InputWallPaperSlug(made.slug)))
        assert seen.id == made.id and not seen.creator and seen.access_hash != made.access_hash
        assert await budi.download_media(seen.document, bytes) == picture
        (again,) = await budi(
            account.GetMultiWallPapersRequest([types.InputWallPaper(seen.id, seen.access_hash)])
        )
        assert again.id == seen.id
        town.paper = types.InputWallPaper(made.id, made.access_hash)
    async with check("telethon is told what is no wallpaper"):
        await fails(budi(account.GetWallPaperRequest(town.paper)), "WALLPAPER_INVALID")
        await fails(budi(account.GetWallPaperRequest(types.InputWallPaperSlug("nosuchslug"))), "WALLPAPER_INVALID")
        file = await ayu.upload_file(b"no picture at all", file_name="x.jpg")
        upload = account.UploadWallPaperRequest(file, "image/jpeg", types.WallPaperSettings())
        await fails(ayu(upload), "WALLPAPER_FILE_INVALID")
        upload = account.UploadWallPaperRequest(file, "text/plain", types.WallPaperSettings())
        await fails(ayu(upload), "WALLPAPER_MIME_INVALID")
    async with check("telethon keeps wallpapers, and the other device has them in order"):
        assert await ayu(account.InstallWallPaperRequest(town.paper, types.WallPaperSettings(motion=True)))
        assert await ayu(account.SaveWallPaperRequest(types.InputWallPaperNoFile(0), False, plain))
        shown = (await ayu_two(account.GetWallPapersRequest(offered.hash))).wallpapers
        assert shown[0].settings.rotation == 45 and shown[1].slug == town.slug and shown[1].settings.motion
        first = offered.wallpapers[0]
        assert await ayu(
            account.SaveWallPaperRequest(types.InputWallPaperNoFile(first.id), True, types.WallPaperSettings())
        )
        shown = (await ayu_two(account.GetWallPapersRequest(0))).wallpapers
        assert first.id not in [paper.id for paper in shown] and len(shown) == len(offered.wallpapers) + 1
        assert await ayu(account.ResetWallPapersRequest())
        shown = (await ayu_two(account.GetWallPapersRequest(0))).wallpapers
        assert [paper.id for paper in shown] == [paper.id for paper in offered.wallpapers]


async def themes(town):
    ayu, ayu_two, budi = town.ayu, town.ayu_two, town.budi
    account = functions.account
    night = types.InputThemeSettings(
        types.BaseThemeNight(),
        0x336699,
        message_colors=[0x112233, 0x223344],
        wallpaper=types.InputWallPaperNoFile(0),
        wallpaper_settings=types.WallPaperSettings(background_color=0x101010),
    )
    async with check("telethon makes a theme out of colours and a file, and finds it by its link"):
        body = b"background: #101010\n" * 20
        file = await ayu.upload_file(body, file_name="senja.tdesktop-theme")
        kind = "application/x-tgtheme-tdesktop"
        document = await ayu(account.UploadThemeRequest(file, "senja.tdesktop-theme", kind))
        named = types.InputDocument(document.id, document.access_hash, document.file_reference)
        made = await ayu(account.CreateThemeRequest("senja_ayu", "Senja", document=named, settings=[night]))
        assert made.creator and made.slug == "senja_ayu" and made.settings[0].accent_color == 0x336699
        assert made.settings[0].wallpaper.settings.background_color == 0x101010
        seen = await budi(account.GetThemeRequest("tdesktop", types.InputThemeSlug("Senja_Ayu")))
        assert seen.id == made.id and not seen.creator
        assert await budi.download_media(seen.document, bytes) == body
        other = await budi(account.GetThemeRequest("android", types.InputThemeSlug("senja_ayu")))
        assert other.document is None and other.settings
        town.theme = types.InputTheme(made.id, made.access_hash)
    async with check("telethon is told what is no theme"):
        await fails(ayu(account.CreateThemeRequest("senja_ayu", "Lain", settings=[night])), "THEME_SLUG_OCCUPIED")
        await fails(ayu(account.CreateThemeRequest("x", "Lain", settings=[night])), "THEME_SLUG_INVALID")
        await fails(ayu(account.CreateThemeRequest("", "", settings=[night])), "THEME_TITLE_INVALID")
        await fails(ayu(account.CreateThemeRequest("", "Kosong")), "THEME_PARAMS_INVALID")
        await fails(budi(account.GetThemeRequest("tdesktop", town.theme)), "THEME_INVALID")
        foreign = types.InputThemeSlug("senja_ayu")
        await fails(budi(account.UpdateThemeRequest("tdesktop", foreign, title="Budi")), "THEME_INVALID")
    async with check("telethon changes a theme, and the other device hears it"):
        heard = hear(ayu_two, types.UpdateTheme)
        changed = await ayu(account.UpdateThemeRequest("tdesktop", town.theme, slug="fajar_ayu", title="Fajar"))
        assert (changed.title, changed.slug) == ("Fajar", "fajar_ayu") and changed.document and changed.settings
        await soon(lambda: heard, "the theme")
        assert heard[0].theme.title == "Fajar"
        await fails(budi(account.GetThemeRequest("tdesktop", types.InputThemeSlug("senja_ayu"))), "THEME_INVALID")
    async with check("telethon keeps a theme and lets it go"):
        foreign = types.InputThemeSlug("fajar_ayu")
        assert await budi(account.InstallThemeRequest(dark=True, theme=foreign, format="tdesktop"))
        assert [theme.title for theme in (await budi(account.GetThemesRequest("tdesktop", 0))).themes] == ["Fajar"]
        assert await budi(account.SaveThemeRequest(foreign, True))
        assert not (await budi(account.GetThemesRequest("tdesktop", 0))).themes
        assert [theme.title for theme in (await ayu_two(account.GetThemesRequest("ios", 0))).themes] == ["Fajar"]


async def looks_of_a_chat(town):
    ayu, ayu_two, budi = town.ayu, town.ayu_two, town.budi
    async with check("telethon is offered themes for chats, each by day and by night"):
        offered = await ayu(functions.account.GetChatThemesRequest(0))
        assert len(offered.themes) >= 6 and all(theme.for_chat and len(theme.settings) == 2 for theme in offered.themes)
        same = await ayu(functions.account.GetChatThemesRequest(offered.hash))
        assert isinstance(same, types.account.ThemesNotModified)
        emoticon = offered.themes[0].emoticon
    async with check("telethon shows a chat in a theme, and both sides are told"):
        heard = hear(budi, types.UpdateNewMessage)
        chosen = types.InputChatTheme(emoticon)
        await ayu(functions.messages.SetChatThemeRequest(town.to_budi, chosen))
        await soon(lambda: heard, "the theme")
        assert heard[0].message.action.theme.emoticon == emoticon
        assert (await full(budi, town.to_ayu)).theme.emoticon == emoticon
        assert (await full(ayu_two, town.to_budi)).theme.emoticon == emoticon
        await fails(ayu(functions.messages.SetChatThemeRequest(town.to_budi, chosen)), "EMOJI_NOT_MODIFIED")
        wrong = types.InputChatTheme("x")
        await fails(ayu(functions.messages.SetChatThemeRequest(town.to_budi, wrong)), "EMOJI_INVALID")
        await budi(functions.messages.SetChatThemeRequest(town.to_ayu, types.InputChatThemeEmpty()))
        assert (await full(ayu, town.to_budi)).theme is None
    async with check("telethon puts a wallpaper up for itself, and the other side takes the same"):
        heard, told = hear(budi, types.UpdateNewMessage), hear(ayu_two, types.UpdatePeerWallpaper)
        await ayu(functions.messages.SetChatWallPaperRequest(town.to_budi, wallpaper=town.paper))
        await soon(lambda: heard and told, "the wallpaper")
        action = heard[0].message.action
        assert action.wallpaper.slug == town.slug and not action.same and not action.for_both
        assert told[0].wallpaper.slug == town.slug
        assert (await full(ayu_two, town.to_budi)).wallpaper.slug == town.slug
        assert (await full(budi, town.to_ayu)).wallpaper is None
        took = functions.messages.SetChatWallPaperRequest(town.to_ayu, id=heard[0].message.id)
        answer = await budi(took)
        (message,) = [update.message for update in answer.updates if isinstance(update, types.UpdateNewMessage)]
        assert message.action.same and (await full(budi, town.to_ayu)).wallpaper.slug == town.slug
    async with check("telethon puts a wallpaper up for both, and the other side goes back to its own"):
        plain = types.WallPaperSettings(background_color=0x224466)
        await ayu(
            functions.messages.SetChatWallPaperRequest(
                town.to_budi, for_both=True, wallpaper=types.InputWallPaperNoFile(0), settings=plain
            )
        )
        async def overridden():
            return (await full(budi, town.to_ayu)).wallpaper_overridden
        await eventually(overridden, "the wallpaper of the other")
        assert (await full(budi, town.to_ayu)).wallpaper.settings.background_color == 0x224466
        await budi(functions.messages.SetChatWallPaperRequest(town.to_ayu, revert=True))
        page = await full(budi, town.to_ayu)
        assert page.wallpaper.slug == town.slug and not page.wallpaper_overridden
        assert (await full(ayu, town.to_budi)).wallpaper.settings.background_color == 0x224466
        again = budi(functions.messages.SetChatWallPaperRequest(town.to_ayu, revert=True))
        await fails(again, "CHAT_NOT_MODIFIED")
    async with check("telethon takes a wallpaper down, and the other device hears it"):
        heard = hear(ayu_two, types.UpdatePeerWallpaper)
        await ayu(functions.messages.SetChatWallPaperRequest(town.to_budi))
        await soon(lambda: heard, "the wallpaper's end")
        assert heard[-1].wallpaper is None and (await full(ayu_two, town.to_budi)).wallpaper is None
        wrong = ayu(functions.messages.SetChatWallPaperRequest(town.to_budi, id=4242))
        await fails(wrong, "WALLPAPER_NOT_FOUND")


async def devices(town):
    ayu, ayu_two = town.ayu, town.ayu_two
    account = functions.account
    async with check("telethon's choice about what is sensitive holds on the other device"):
        assert not (await ayu_two(account.GetContentSettingsRequest())).sensitive_enabled
        assert await ayu(account.SetContentSettingsRequest(sensitive_enabled=True))
        shown = await ayu_two(account.GetContentSettingsRequest())
        assert shown.sensitive_enabled and shown.sensitive_can_change
    async with check("telethon sets what devices load by themselves"):
        before = await ayu(account.GetAutoDownloadSettingsRequest())
        assert before.low.video_size_max < before.medium.video_size_max < before.high.video_size_max
        before.high.file_size_max = 77 << 20
        assert await ayu(account.SaveAutoDownloadSettingsRequest(before.high, high=True))
        shown = await ayu_two(account.GetAutoDownloadSettingsRequest())
        assert shown.high.file_size_max == 77 << 20 and shown.low.to_dict() == before.low.to_dict()
    async with check("telethon sets what devices put into their galleries, and the other device hears it"):
        heard = hear(ayu_two, types.UpdateAutoSaveSettings)
        photos = types.AutoSaveSettings(photos=True, video_max_size=1 << 20)
        assert await ayu(account.SaveAutoSaveSettingsRequest(photos, users=True))
        assert await ayu(account.SaveAutoSaveSettingsRequest(types.AutoSaveSettings(), peer=town.to_budi))
        await soon(lambda: len(heard) == 2, "the settings")
        shown = await ayu_two(account.GetAutoSaveSettingsRequest())
        assert shown.users_settings.photos and not shown.chats_settings.photos
        assert [one.peer.user_id for one in shown.exceptions] == [town.to_budi.user_id]
        assert [user.id for user in shown.users] == [town.to_budi.user_id]
        await fails(ayu(account.SaveAutoSaveSettingsRequest(photos)), "PEER_ID_INVALID")
        assert await ayu(account.DeleteAutoSaveExceptionsRequest())
        assert not (await ayu_two(account.GetAutoSaveSettingsRequest())).exceptions
    async with check("telethon sets how links are opened, and the other device hears it"):
        heard = hear(ayu_two, types.UpdateWebBrowserSettings)
        shown = await ayu(account.UpdateWebBrowserSettingsRequest(open_external_browser=True))
        assert shown.open_external_browser and not shown.external_exceptions
        await soon(lambda: heard, "the settings")
        toggle = account.ToggleWebBrowserSettingsExceptionRequest
        told = await ayu(toggle("https://Example.org/page", open_external_browser=False))
        assert told.updates[0].exception.domain == "example.org"
        shown = await ayu_two(account.GetWebBrowserSettingsRequest(0))
        assert [one.domain for one in shown.inapp_exceptions] == ["example.org"]
        same = await ayu_two(account.GetWebBrowserSettingsRequest(shown.hash))
        assert isinstance(same, types.account.WebBrowserSettingsNotModified)
        await fails(ayu(toggle("no address", open_external_browser=True)), "URL_INVALID")
        assert not (await ayu(account.DeleteWebBrowserSettingsExceptionsRequest())).inapp_exceptions
    async with check("telethon registers a device, and takes it back"):
        secret = bytes(256)
        assert await ayu(account.RegisterDeviceRequest(2, "token", False, secret, [], no_muted=True))
        assert await ayu(account.UpdateDeviceLockedRequest(60))
        assert await ayu(account.UnregisterDeviceRequest(2, "token", []))
        await fails(ayu(account.RegisterDeviceRequest(2, "", False, secret, [])), "TOKEN_INVALID")
    async with check("telethon's chat without translations is one on the other device"):
        assert await ayu(functions.messages.TogglePeerTranslationsRequest(town.to_budi, disabled=True))
        assert (await full(ayu_two, town.to_budi)).translations_disabled
        assert await ayu(functions.messages.TogglePeerTranslationsRequest(town.to_budi))
        assert not (await full(ayu_two, town.to_budi)).translations_disabled


async def style(town):
    ayu, ayu_two, budi = town.ayu, town.ayu_two, town.budi
    account = functions.account
    async with check("telethon chooses colours, and others see them"):
        names = (await ayu(functions.help.GetPeerColorsRequest(0))).colors
        pages = (await ayu(functions.help.GetPeerProfileColorsRequest(0))).colors
        assert [option.color_id for option in names[:7]] == list(range(7)) and pages[0].colors.palette_colors
        emoji = (await ayu(account.GetDefaultEmojiStatusesRequest(0))).statuses
        assert len(emoji) >= 24
        town.emoji = emoji[0].document_id
        heard = hear(budi, types.UpdateUser)
        color = types.PeerColor(color=names[-1].color_id, background_emoji_id=town.emoji)
        assert await ayu(account.UpdateColorRequest(color=color))
        assert await ayu(account.UpdateColorRequest(for_profile=True, color=types.PeerColor(color=3)))
        await soon(lambda: len(heard) == 2, "the colours")
        seen = await budi.get_entity(town.to_ayu)
        assert seen.color.color == names[-1].color_id and seen.color.background_emoji_id == town.emoji
        assert seen.profile_color.color == 3
        await fails(ayu(account.UpdateColorRequest(color=types.PeerColor(color=99))), "COLOR_INVALID")
        wrong = types.PeerColor(color=1, background_emoji_id=4242)
        await fails(ayu(account.UpdateColorRequest(color=wrong)), "DOCUMENT_INVALID")
    async with check("telethon puts an emoji beside the name, and finds it among those used lately"):
        heard = hear(ayu_two, types.UpdateRecentEmojiStatuses)
        assert await ayu(account.UpdateEmojiStatusRequest(types.EmojiStatus(town.emoji)))
        await soon(lambda: heard, "the list")
        seen = await budi.get_entity(town.to_ayu)
        assert seen.emoji_status.document_id == town.emoji
        recent = (await ayu_two(account.GetRecentEmojiStatusesRequest(0))).statuses
        assert [one.document_id for one in recent] == [town.emoji]
        past = types.EmojiStatus(town.emoji, until=1)
        await fails(ayu(account.UpdateEmojiStatusRequest(past)), "UNTIL_DATE_INVALID")
        assert await ayu(account.ClearRecentEmojiStatusesRequest())
        assert not (await ayu_two(account.GetRecentEmojiStatusesRequest(0))).statuses
        assert await ayu(account.UpdateEmojiStatusRequest(types.EmojiStatusEmpty()))
        assert (await budi.get_entity(town.to_ayu)).emoji_status is None
    async with check("telethon shows a channel on the page, for as long as it is public"):
        made = await ayu(functions.channels.CreateChannelRequest("Kabar Ayu", "", broadcast=True))
        channel = await ayu.get_input_entity(made.chats[0])
        await fails(ayu(account.UpdatePersonalChannelRequest(channel)), "CHANNEL_INVALID")
        assert await ayu(functions.channels.UpdateUsernameRequest(channel, "kabar_ayu"))
        post = await ayu.send_message(channel, "first of all")
        assert await ayu(account.UpdatePersonalChannelRequest(channel))
        page = await budi(functions.users.GetFullUserRequest(town.to_ayu))
        assert page.full_user.personal_channel_id == channel.channel_id
        assert page.full_user.personal_channel_message == post.id
        assert [chat.title for chat in page.chats] == ["Kabar Ayu"]
        assert await ayu(functions.channels.UpdateUsernameRequest(channel, ""))
        assert (await full(budi, town.to_ayu)).personal_channel_id is None
    async with check("telethon chooses what the page opens with"):
        assert await ayu(account.SetMainProfileTabRequest(types.ProfileTabMusic()))
        assert isinstance((await full(budi, town.to_ayu)).main_tab, types.ProfileTabMusic)


async def music(town):
    ayu, budi, citra = town.ayu, town.budi, town.citra
    account = functions.account
    async with check("telethon puts music on the page, in order, and others hear it there"):
        bodies = [bytes([number]) * 5000 for number in (1, 2)]
        songs = []
        for body in bodies:
            told = types.DocumentAttributeAudio(3, title=f"Lagu {body[0]}", performer="Ayu")
            sent = await ayu.send_file("me", body, attributes=[told], mime_type="audio/mpeg", force_document=True)
            songs.append(types.InputDocument(sent.document.id, sent.document.access_hash, sent.document.file_reference))
        assert await ayu(account.SaveMusicRequest(songs[0]))
        assert await ayu(account.SaveMusicRequest(songs[1], after_id=songs[0]))
        assert (await ayu(account.GetSavedMusicIdsRequest(0))).ids == [songs[0].id, songs[1].id]
        found = await budi(functions.users.GetSavedMusicRequest(town.to_ayu, 0, 10, 0))
        assert found.count == 2 and [one.id for one in found.documents] == [songs[0].id, songs[1].id]
        assert await budi.download_media(found.documents[1], bytes) == bodies[1]
        assert (await full(budi, town.to_ayu)).saved_music.id == songs[0].id
        named = types.InputDocument(songs[1].id, 0, b"")
        (again,) = (await budi(functions.users.GetSavedMusicByIDRequest(town.to_ayu, [named]))).documents
        assert again.id == songs[1].id and again.file_reference
    async with check("telethon's privacy hides the music of the page, and what is taken down is loaded no more"):
        (document,) = (await budi(functions.users.GetSavedMusicRequest(town.to_ayu, 1, 1, 0))).documents
        rules = [types.InputPrivacyValueDisallowAll()]
        await ayu(account.SetPrivacyRequest(types.InputPrivacyKeySavedMusic(), rules))
        assert not (await budi(functions.users.GetSavedMusicRequest(town.to_ayu, 0, 10, 0))).documents
        await fails(budi.download_media(document, bytes), "FILE_REFERENCE_INVALID")
        await ayu(account.SetPrivacyRequest(types.InputPrivacyKeySavedMusic(), [types.InputPrivacyValueAllowAll()]))
        assert await ayu(account.SaveMusicRequest(songs[1], unsave=True))
        await fails(budi.download_media(document, bytes), "FILE_REFERENCE_INVALID")
        assert (await ayu(account.GetSavedMusicIdsRequest(0))).ids == [songs[0].id]


async def about_others(town):
    ayu, ayu_two, budi, citra = town.ayu, town.ayu_two, town.budi, town.citra
    async with check("telethon suggests a day of birth"):
        heard = hear(budi, types.UpdateNewMessage)
        await ayu(functions.users.SuggestBirthdayRequest(town.to_budi, types.Birthday(17, 8, 1999)))
        await soon(lambda: heard, "the suggestion")
        assert heard[0].message.action.birthday.year == 1999
        wrong = functions.users.SuggestBirthdayRequest(town.to_budi, types.Birthday(31, 2))
        await fails(ayu(wrong), "BIRTHDAY_INVALID")
    async with check("telethon suggests a photo, which the other takes for his page"):
        heard = hear(budi, types.UpdateNewMessage)
        upload = functions.photos.UploadContactProfilePhotoRequest
        file = await ayu.upload_file(png(300, 300), file_name="budi.png")
        await ayu(upload(town.to_budi, suggest=True, file=file))
        await soon(lambda: heard, "the suggestion")
        photo = heard[0].message.action.photo
        named = types.InputPhoto(photo.id, photo.access_hash, photo.file_reference)
        await budi(functions.photos.UpdateProfilePhotoRequest(named))
        assert (await ayu.get_entity(town.to_budi)).photo.photo_id == photo.id
    async with check("telethon gives a contact a photo that nobody else sees"):
        file = await ayu.upload_file(png(320, 320, seed=5), file_name="mine.png")
        given = await ayu(upload(town.to_budi, save=True, file=file))
        seen = await ayu_two.get_entity(town.to_budi)
        assert seen.photo.photo_id == given.photo.id and seen.photo.personal
        page = await full(ayu_two, town.to_budi)
        assert page.personal_photo.id == given.photo.id and page.profile_photo.id != given.photo.id
        assert jpeg_size(await ayu_two.download_profile_photo(town.to_budi, bytes))
        myself = await budi.get_me()
        assert myself.photo.photo_id != given.photo.id and not myself.photo.personal
        await ayu(upload(town.to_budi, save=True))
        seen = await ayu_two.get_entity(town.to_budi)
        assert seen.photo.photo_id == page.profile_photo.id and not seen.photo.personal
    async with check("telethon may not give a photo to who is no contact"):
        link = await citra(functions.contacts.ExportContactTokenRequest())
        stranger = await ayu(functions.contacts.ImportContactTokenRequest(link.url.split("=")[1]))
        assert stranger.first_name == "Citra" and not stranger.contact
        file = await ayu.upload_file(png(320, 320, seed=6), file_name="x.png")
        await fails(ayu(upload(stranger, save=True, file=file)), "CONTACT_MISSING")
        wrong = link.url.split("=")[1][:-1] + "x"
        await fails(ayu(functions.contacts.ImportContactTokenRequest(wrong)), "IMPORT_TOKEN_INVALID")
    async with check("telethon is told what the server has to say of itself"):
        zones = await ayu(functions.help.GetTimezonesListRequest(0))
        assert {"Asia/Jakarta", "UTC"} <= {zone.id for zone in zones.timezones}
        assert (await ayu(functions.help.GetPremiumPromoRequest())).status_text
        await fails(ayu(functions.help.GetSupportNameRequest()), "USER_INVALID")
        await fails(ayu(functions.help.GetUserInfoRequest(town.to_budi)), "USER_INVALID")


async def another_number(town):
    ayu, ayu_two, budi = town.ayu, town.ayu_two, town.budi
    account = functions.account
    settings = types.CodeSettings()
    async with check("telethon is told which number an account cannot get"):
        await fails(ayu(account.SendChangePhoneCodeRequest(BUDI, settings)), "PHONE_NUMBER_OCCUPIED")
        await fails(ayu(account.SendChangePhoneCodeRequest("12", settings)), "PHONE_NUMBER_INVALID")
        sent = await ayu(account.SendChangePhoneCodeRequest(AYU_NEXT, settings))
        wrong = account.ChangePhoneRequest(AYU_NEXT, sent.phone_code_hash, "00000x")
        await fails(ayu(wrong), "PHONE_CODE_INVALID")
        # The code is for this account's number, and opens no new account.
        entered = functions.auth.SignInRequest(AYU_NEXT, sent.phone_code_hash, login_code(AYU_NEXT))
        await fails(ayu(entered), "PHONE_CODE_INVALID")
    async with check("telethon changes the number of an account, and who knew the old one learns the new one"):
        heard, told = hear(budi, types.UpdateUserPhone), hear(ayu_two, types.UpdateUserPhone)
        sent = await ayu(account.SendChangePhoneCodeRequest(AYU_NEXT, settings))
        changed = await ayu(account.ChangePhoneRequest(AYU_NEXT, sent.phone_code_hash, login_code(AYU_NEXT)))
        assert "+" + changed.phone == AYU_NEXT
        await soon(lambda: heard and told, "the number")
        assert "+" + heard[0].phone == AYU_NEXT
        assert "+" + (await budi.get_entity(town.to_ayu)).phone == AYU_NEXT
        assert "+" + (await ayu_two.get_me()).phone == AYU_NEXT
        messages = await ayu_two.get_messages(777000, limit=3)
        assert any("phone number of your account was changed" in message.message for message in messages)
    async with check("telethon signs in with the new number, and the old one is free"):
        again = await sign_in(AYU_NEXT)
        assert (await again.get_me()).id == (await ayu.get_me()).id
        await again.disconnect()
        newcomer = await sign_up(AYU, "Dewi")
        assert (await newcomer.get_me()).id != (await ayu.get_me()).id
        await newcomer.disconnect()


async def takeout(town):
    ayu, ayu_two, budi = town.ayu, town.ayu_two, town.budi
    async with check("telethon writes down a person's chats in a takeout, and leaves it"):
        for number in range(3):
            await budi.send_message(town.to_ayu, f"kenangan {number}")
        made = await budi(functions.channels.CreateChannelRequest("Ramai", "", megagroup=True))
        await budi(functions.channels.UpdateUsernameRequest(await budi.get_input_entity(made.chats[0]), "ramai_budi"))
        await ayu(functions.channels.JoinChannelRequest("ramai_budi"))
        await ayu(functions.channels.LeaveChannelRequest("ramai_budi"))
        async with ayu.takeout(users=True, chats=True, megagroups=True, contacts=True) as export:
            texts = [message.text async for message in export.iter_messages(town.to_budi, wait_time=0)]
            assert [f"kenangan {number}" for number in (2, 1, 0)] == [text for text in texts if text][:3]
            (part,) = await export(functions.messages.GetSplitRangesRequest())
            assert part.min_id == 1
            left = await export(functions.channels.GetLeftChannelsRequest(0))
            assert "Ramai" in [chat.title for chat in left.chats]
            names = [dialog.name async for dialog in export.iter_dialogs()]
            assert "Budi" in names
        messages = await ayu_two.get_messages(777000, limit=3)
        assert any("Data export" in message.message for message in messages)
    async with check("telethon is told which takeout is under way, and which is not"):
        await fails(ayu(functions.account.FinishTakeoutSessionRequest()), "TAKEOUT_REQUIRED")
        begun = await ayu(functions.account.InitTakeoutSessionRequest(contacts=True))
        query = functions.InvokeWithTakeoutRequest
        split = functions.messages.GetSplitRangesRequest()
        assert await ayu(query(begun.id, split))
        await fails(ayu_two(query(begun.id, split)), "TAKEOUT_INVALID")
        await fails(budi(query(begun.id, split)), "TAKEOUT_INVALID")
        assert await ayu(query(begun.id, functions.account.FinishTakeoutSessionRequest(success=True)))
        await fails(ayu(query(begun.id, split)), "TAKEOUT_INVALID")
    async with check("telethon is told what is not done here"):
        translate = functions.messages.TranslateTextRequest("id", text=[types.TextWithEntities("hello", [])])
        await fails(ayu(translate), "TRANSLATIONS_DISABLED")
        await fails(ayu(functions.messages.TranscribeAudioRequest(town.to_budi, 1)), "TRANSCRIPTION_FAILED")
        config = await ayu(functions.help.GetAppConfigRequest(0))
        values = {value.key: value.value for value in config.config.value}
        assert values["translations_manual_enabled"].value == "disabled"


async def eventually(holds, what):
    """Waits until what is asked of the server holds."""
    for _ in range(100):
        if await holds():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"never: {what}")


async def main():
    town = await Town().open()
    for part in (wallpapers, themes, looks_of_a_chat, devices, style, music, about_others, takeout, another_number):
        await part(town)
    for client in town.clients():
        await client.disconnect()


asyncio.run(main())
finish()
