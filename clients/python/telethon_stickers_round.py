"""What Telethon sees of stickers and custom emoji: those that ship, those that people make, and what each keeps."""

import asyncio
import gzip
import io
import json

from harness import check, finish, soon
from pictures import digest, noise, png
from telethon import errors, events, functions, types
from telethon_people import befriend, fails, sign_in, sign_up

AYU, BUDI = "+15550056001", "+15550056002"
SHORT, ID = types.InputStickerSetShortName, types.InputStickerSetID
F = functions.messages
S = functions.stickers


def tgs(side=512, rate=60, frames=120):
    text = {"tgs": 1, "v": "5.5.2", "fr": rate, "ip": 0, "op": frames, "w": side, "h": side, "layers": []}
    return gzip.compress(json.dumps(text).encode())


def folded(ids):
    """The hash of a list as clients compute it."""
    hash = 0
    for number in ids:
        hash ^= hash >> 21
        hash ^= (hash << 35) & (2**64 - 1)
        hash ^= hash >> 4
        hash = (hash + number) & (2**64 - 1)
    return hash - 2**64 if hash >= 2**63 else hash


def proof(document):
    return types.InputDocument(document.id, document.access_hash, document.file_reference)


def says(document, kind):
    return next(attribute for attribute in document.attributes if isinstance(attribute, kind))


async def bring(client, data, mime, *attributes):
    """A document of one's own, as somebody brings it who makes a set."""
    file = await client.upload_file(io.BytesIO(data), file_name="sticker")
    media = types.InputMediaUploadedDocument(file, mime, list(attributes))
    return (await client(F.UploadMediaRequest("me", media))).document


async def item(client, data, emoji="🕊", mime="image/png", keywords=None):
    document = await bring(client, data, mime)
    return types.InputStickerSetItem(proof(document), emoji, keywords=keywords)


async def main():
    ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
    second = await sign_in(AYU)
    to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
    heard = []

    async def hear(update):
        heard.append(update)

    second.add_event_handler(hear, events.Raw)

    async def told(kind, **facts):
        fits = lambda update: isinstance(update, kind) and all(getattr(update, k) == v for k, v in facts.items())
        await soon(lambda: any(fits(update) for update in heard), f"{kind.__name__} arrives")
        found = next(update for update in heard if fits(update))
        heard.clear()
        return found

    async with check("telethon finds two sets that everybody has, and every file of them opens"):
        all_sets = await ayu(F.GetAllStickersRequest(0))
        emoji_sets = await ayu(F.GetEmojiStickersRequest(0))
        assert [s.short_name for s in all_sets.sets] == ["Merpati"] and all_sets.sets[0].official
        assert [s.short_name for s in emoji_sets.sets] == ["MerpatiEmoji"] and emoji_sets.sets[0].emojis
        assert all_sets.hash == folded(s.hash for s in all_sets.sets)
        again = await ayu(F.GetAllStickersRequest(all_sets.hash))
        assert isinstance(again, types.messages.AllStickersNotModified)
        for known in (all_sets.sets[0], emoji_sets.sets[0]):
            found = await ayu(F.GetStickerSetRequest(ID(known.id, known.access_hash), 0))
            assert found.set.count == len(found.documents) >= 24 and found.set.installed_date
            kinds = {document.mime_type for document in found.documents}
            assert kinds == {"image/webp", "application/x-tgsticker"}
            assert {d.id for d in found.documents} == {i for pack in found.packs for i in pack.documents}
            for document in found.documents:
                data = await ayu.download_media(document, bytes)
                assert len(data) == document.size
                if document.mime_type == "image/webp":
                    assert data[:4] == b"RIFF" and data[8:12] == b"WEBP"
                    if not known.emojis:
                        [thumb] = document.thumbs
                        small = await ayu.download_media(document, bytes, thumb=0)
                        assert (thumb.type, thumb.w, thumb.h) == ("m", 128, 128) and small[8:12] == b"WEBP"
                        assert len(small) == thumb.size < document.size
                else:
                    movie = json.loads(gzip.decompress(data))
                    assert (movie["tgs"], movie["w"], movie["h"]) == (1, 512, 512) and movie["layers"]
            named = await ayu(F.GetStickerSetRequest(SHORT(known.short_name), found.set.hash))
            assert isinstance(named, types.messages.StickerSetNotModified)
        assert emoji_sets.sets[0].access_hash != (await budi(F.GetEmojiStickersRequest(0))).sets[0].access_hash

    async with check("telethon finds what moves in place of an emoji, groups of emoji, words for them and stickers by words"):
        moving = await ayu(F.GetStickerSetRequest(types.InputStickerSetAnimatedEmoji(), 0))
        assert {d.mime_type for d in moving.documents} == {"application/x-tgsticker"} and len(moving.documents) >= 12
        packs = {pack.emoticon: pack.documents for pack in moving.packs}
        heart = next(d for d in moving.documents if d.id in packs["\u2764\ufe0f"])
        assert len(await ayu.download_media(heart, bytes)) == heart.size
        assert moving.set.short_name not in [s.short_name for s in (await ayu(F.GetAllStickersRequest(0))).sets]
        icons = set()
        for request in (
            F.GetEmojiGroupsRequest,
            F.GetEmojiStickerGroupsRequest,
            F.GetEmojiStatusGroupsRequest,
            F.GetEmojiProfilePhotoGroupsRequest,
        ):
            groups = await ayu(request(0))
            assert len(groups.groups) >= 4 and all(group.emoticons and group.title for group in groups.groups)
            assert isinstance(await ayu(request(groups.hash)), types.messages.EmojiGroupsNotModified)
            icons |= {group.icon_emoji_id for group in groups.groups}
        assert {d.id for d in await ayu(F.GetCustomEmojiDocumentsRequest(list(icons)))} == icons
        greetings = (await ayu(F.GetEmojiStickerGroupsRequest(0))).groups[0]
        assert isinstance(greetings, types.EmojiGroupGreeting) and "\U0001f44b" in greetings.emoticons
        spoken = [one.lang_code for one in await ayu(F.GetEmojiKeywordsLanguagesRequest(["id-ID", "de"]))]
        assert spoken == ["en", "id"]
        for language, word in (("en", "pigeon"), ("id", "merpati")):
            words = await ayu(F.GetEmojiKeywordsRequest(language))
            assert words.lang_code == language and words.from_version == 0 and words.version >= 1
            led = {one.keyword: one.emoticons for one in words.keywords}
            assert "\U0001f54a\ufe0f" in led[word]
            fresh = await ayu(F.GetEmojiKeywordsDifferenceRequest(language, words.version))
            assert fresh.version == words.version and not fresh.keywords
        assert not (await ayu(F.GetEmojiKeywordsRequest("de"))).keywords

        def search(q="", emoticon="", offset=0, limit=50, hash=0, emojis=False):
            return F.SearchStickersRequest(q, emoticon, ["id"], offset, limit, hash, emojis)

        found = await ayu(search(q="merpa"))
        assert "\U0001f54a" in says(found.stickers[0], types.DocumentAttributeSticker).alt
        assert len(await ayu.download_media(found.stickers[0], bytes)) == found.stickers[0].size
        assert isinstance(await ayu(search(q="merpa", hash=found.hash)), types.messages.FoundStickersNotModified)
        two = await ayu(search(emoticon="\U0001f44b \U0001f602"))
        assert len(two.stickers) == 2 and two.next_offset is None
        page = await ayu(search(emoticon="\U0001f44b \U0001f602", limit=1))
        rest = await ayu(search(emoticon="\U0001f44b \U0001f602", limit=1, offset=page.next_offset))
        assert [d.id for d in (*page.stickers, *rest.stickers)] == [d.id for d in two.stickers]
        drawn = await ayu(search(q="kopi", emojis=True))
        assert says(drawn.stickers[0], types.DocumentAttributeCustomEmoji).alt == "\u2615"
        assert not (await ayu(search())).stickers and not (await ayu(search(q="xyzzy"))).stickers
        await fails(ayu(search(q="kopi", offset=-1)), "OFFSET_INVALID")

    async with check("telethon sends a sticker that ships, and the other side opens it and finds its set"):
        pigeons = await ayu(F.GetStickerSetRequest(SHORT("Merpati"), 0))
        sent = await ayu.send_file(to_budi, pigeons.documents[0])
        assert sent.sticker and sent.sticker.id == pigeons.documents[0].id
        got = (await budi.get_messages(to_ayu, limit=1))[0]
        assert digest(await budi.download_media(got, bytes)) == digest(await ayu.download_media(sent, bytes))
        named = says(got.sticker, types.DocumentAttributeSticker)
        assert named.alt == "👋"
        assert (await budi(F.GetStickerSetRequest(named.stickerset, 0))).set.short_name == "Merpati"
        recent = await ayu(F.GetRecentStickersRequest(0))
        assert [d.id for d in recent.stickers] == [sent.sticker.id] and len(recent.dates) == 1
        await told(types.UpdateRecentStickers)
        await sent.delete()

    async with check("telethon sends custom emoji in a text; what is none stays plain"):
        emoji = (await ayu(F.GetStickerSetRequest(SHORT("MerpatiEmoji"), 0))).documents[0]
        named = says(emoji, types.DocumentAttributeCustomEmoji)
        assert named.free and named.alt == "🙂"
        entities = [types.MessageEntityCustomEmoji(0, 2, emoji.id), types.MessageEntityCustomEmoji(3, 2, 12345)]
        sent = await ayu.send_message(to_budi, "🙂 🙂", formatting_entities=entities)
        assert [e.document_id for e in sent.entities] == [emoji.id]
        got = (await budi.get_messages(to_ayu, limit=1))[0]
        assert [e.document_id for e in got.entities] == [emoji.id]
        ids = [emoji.id, pigeons.documents[0].id, 12345]
        documents = await budi(F.GetCustomEmojiDocumentsRequest(ids))
        assert [document.id for document in documents] == [emoji.id], "an id alone opens custom emoji only"
        assert await budi.download_media(documents[0], bytes)

    async with check("telethon makes a set out of pictures and an animation, which others find by its name"):
        assert (await ayu(S.SuggestShortNameRequest("Burung Dara"))).short_name == "burung_dara"
        assert await ayu(S.CheckShortNameRequest("burung_dara"))
        picture, movie = png(512, 300, 2), tgs()
        stickers = [
            await item(ayu, picture, "🕊❤️", keywords="Pos, surat"),
            await item(ayu, movie, "🎉", "application/x-tgsticker"),
        ]
        made = await ayu(S.CreateStickerSetRequest("me", "Burung Dara", "burung_dara", stickers))
        assert made.set.creator and made.set.count == 2 and not made.set.installed_date
        assert {pack.emoticon for pack in made.packs} == {"🕊", "❤️", "🎉"}
        assert [(k.document_id, k.keyword) for k in made.keywords] == [(made.documents[0].id, ["pos", "surat"])]
        seen = await budi(F.GetStickerSetRequest(SHORT("Burung_Dara"), 0))
        assert not seen.set.creator and [d.id for d in seen.documents] == [d.id for d in made.documents]
        assert [d.mime_type for d in seen.documents] == ["image/webp", "application/x-tgsticker"]
        data = await budi.download_media(seen.documents[0], bytes)
        assert data[:4] == b"RIFF" and len(data) == seen.documents[0].size
        assert await budi.download_media(seen.documents[1], bytes) == movie
        assert says(seen.documents[0], types.DocumentAttributeImageSize).h == 300
        mine = await ayu(functions.messages.GetMyStickersRequest(0, 10))
        assert mine.count == 1 and mine.sets[0].set.short_name == "burung_dara"
        assert not (await budi(functions.messages.GetMyStickersRequest(0, 10))).sets

    async with check("telethon sees a small picture of a sticker before the sticker itself"):
        still, moving = seen.documents
        [thumb] = still.thumbs
        assert (thumb.type, thumb.w, thumb.h) == ("m", 128, 75) and not moving.thumbs
        small = await budi.download_media(still, bytes, thumb=0)
        assert small[:4] == b"RIFF" and small[8:12] == b"WEBP" and len(small) == thumb.size < still.size

    async with check("telethon changes a set of one's own, and nobody else's"):
        theirs = proof(seen.documents[0])
        await fails(budi(S.RemoveStickerFromSetRequest(theirs)), "STICKERSET_INVALID")
        await fails(budi(S.RenameStickerSetRequest(SHORT("burung_dara"), "Mine")), "STICKERSET_INVALID")
        await fails(budi(S.DeleteStickerSetRequest(SHORT("burung_dara"))), "STICKERSET_INVALID")
        await fails(ayu(S.DeleteStickerSetRequest(SHORT("Merpati"))), "STICKERSET_INVALID")
        third = await item(ayu, png(100, 512, 3), "😎")
        now = await ayu(S.AddStickerToSetRequest(SHORT("burung_dara"), third))
        assert now.set.count == 3 and now.set.hash != made.set.hash
        await told(types.UpdateStickerSets, emojis=False)
        first, last = now.documents[0], now.documents[2]
        now = await ayu(S.ChangeStickerPositionRequest(proof(last), 0))
        assert [d.id for d in now.documents][:2] == [last.id, first.id]
        now = await ayu(S.ChangeStickerRequest(proof(last), emoji="🐦", keywords="burung"))
        assert says(now.documents[0], types.DocumentAttributeSticker).alt == "🐦"
        now = await ayu(S.ReplaceStickerRequest(proof(last), await item(ayu, png(512, 512, 4), "🐤")))
        assert now.documents[0].id != last.id and now.set.count == 3
        now = await ayu(S.RenameStickerSetRequest(SHORT("burung_dara"), "Dara"))
        assert now.set.title == "Dara"
        now = await ayu(S.RemoveStickerFromSetRequest(proof(now.documents[0])))
        assert now.set.count == 2 and [d.id for d in now.documents][0] == first.id
        thumb = await bring(ayu, png(100, 100, 5), "image/png")
        now = await ayu(S.SetStickerSetThumbRequest(SHORT("burung_dara"), thumb=proof(thumb)))
        assert now.set.thumbs[0].w == 100 and now.set.thumb_version
        place = types.InputStickerSetThumb(SHORT("burung_dara"), now.set.thumb_version)
        got = await budi(functions.upload.GetFileRequest(place, 0, 4096))
        assert got.bytes[:4] == b"RIFF" and len(got.bytes) == now.set.thumbs[0].size

    async with check("telethon keeps a set, puts it in order, puts it away, and lets it go; other devices hear of it"):
        heard.clear()
        done = await ayu(F.InstallStickerSetRequest(SHORT("burung_dara"), False))
        assert isinstance(done, types.messages.StickerSetInstallResultSuccess)
        assert (await told(types.UpdateNewStickerSet)).stickerset.set.short_name == "burung_dara"
        sets = (await ayu(F.GetAllStickersRequest(0))).sets
        assert [s.short_name for s in sets] == ["burung_dara", "Merpati"]
        await ayu(F.ReorderStickerSetsRequest([sets[1].id, sets[0].id]))
        assert (await told(types.UpdateStickerSetsOrder)).order == [sets[1].id, sets[0].id]
        await ayu(F.InstallStickerSetRequest(SHORT("burung_dara"), True))
        await told(types.UpdateStickerSets)
        away = await ayu(F.GetArchivedStickersRequest(0, 10))
        assert away.count == 1 and away.sets[0].set.archived
        await ayu(F.ToggleStickerSetsRequest([SHORT("burung_dara")], unarchive=True))
        assert (await ayu(F.GetArchivedStickersRequest(0, 10))).count == 0
        await ayu(F.ToggleStickerSetsRequest([SHORT("burung_dara"), SHORT("Merpati")], uninstall=True))
        assert not (await ayu(F.GetAllStickersRequest(0))).sets
        assert (await budi(F.GetAllStickersRequest(0))).sets, "another person's sets went"
        shown = await ayu(F.GetFeaturedStickersRequest(0))
        assert [s.set.short_name for s in shown.sets] == ["Merpati"] and shown.hash == folded([shown.sets[0].set.id])
        again = await ayu(F.GetFeaturedStickersRequest(shown.hash))
        assert isinstance(again, types.messages.FeaturedStickersNotModified)
        assert await ayu(F.ReadFeaturedStickersRequest([shown.sets[0].set.id]))
        found = await ayu(F.SearchStickerSetsRequest("merp", 0))
        assert [s.set.short_name for s in found.sets] == ["Merpati"]
        await ayu(F.InstallStickerSetRequest(SHORT("Merpati"), False))

    async with check("telethon finds stickers and custom emoji by an emoji"):
        found = await ayu(F.GetStickersRequest("🎉", 0))
        assert len(found.stickers) == 1 and says(found.stickers[0], types.DocumentAttributeSticker).alt == "🎉"
        assert found.hash == folded(d.id for d in found.stickers)
        found = await ayu(functions.messages.SearchCustomEmojiRequest("❤", 0))
        assert len(found.document_id) == 1
        await fails(ayu(F.GetStickersRequest("", 0)), "EMOTICON_EMPTY")
        attached = await ayu(F.GetAttachedStickersRequest(types.InputStickeredMediaDocument(proof(pigeons.documents[3]))))
        assert [s.set.short_name for s in attached] == ["Merpati"]

    async with check("telethon likes stickers and keeps those used lately; lists have the hashes that clients compute"):
        heard.clear()
        for document in pigeons.documents[:3]:
            await ayu(F.FaveStickerRequest(proof(document), False))
        await told(types.UpdateFavedStickers)
        faved = await ayu(F.GetFavedStickersRequest(0))
        assert [d.id for d in faved.stickers] == [d.id for d in reversed(pigeons.documents[:3])]
        assert faved.hash == folded(d.id for d in faved.stickers) and faved.packs
        await ayu(F.FaveStickerRequest(proof(pigeons.documents[1]), True))
        assert len((await ayu(F.GetFavedStickersRequest(faved.hash))).stickers) == 2
        await ayu(F.SaveRecentStickerRequest(proof(pigeons.documents[5]), False))
        recent = await ayu(F.GetRecentStickersRequest(0))
        assert [d.id for d in recent.stickers] == [pigeons.documents[5].id, pigeons.documents[0].id]
        assert isinstance(await ayu(F.GetRecentStickersRequest(recent.hash)), types.messages.RecentStickersNotModified)
        await ayu(F.ClearRecentStickersRequest())
        assert not (await ayu(F.GetRecentStickersRequest(0))).stickers
        await fails(ayu(F.FaveStickerRequest(proof(emoji), False)), "STICKER_ID_INVALID")
        wrong = types.InputDocument(pigeons.documents[0].id, 5, pigeons.documents[0].file_reference)
        await fails(ayu(F.FaveStickerRequest(wrong, False)), "STICKER_ID_INVALID")

    async with check("telethon keeps an animation that it was sent, also when the message is gone"):
        heard.clear()
        movie = noise(30_000, 9)
        attributes = [types.DocumentAttributeVideo(2, 64, 64, nosound=True), types.DocumentAttributeAnimated()]
        file = await budi.upload_file(io.BytesIO(movie), file_name="a.mp4")
        media = types.InputMediaUploadedDocument(file, "video/mp4", attributes, nosound_video=True)
        await budi.send_file(to_ayu, media)
        got = (await ayu.get_messages(to_budi, limit=1))[0]
        await ayu(F.SaveGifRequest(proof(got.document), False))
        await told(types.UpdateSavedGifs)
        await got.delete(revoke=True)
        gifs = await ayu(F.GetSavedGifsRequest(0))
        assert [d.id for d in gifs.gifs] == [got.document.id] and gifs.hash == folded([got.document.id])
        assert await ayu.download_media(gifs.gifs[0], bytes) == movie
        await fails(ayu(F.SaveGifRequest(proof(pigeons.documents[0]), False)), "GIF_ID_INVALID")
        await ayu(F.SaveGifRequest(proof(gifs.gifs[0]), True))
        assert not (await ayu(F.GetSavedGifsRequest(0))).gifs

    async with check("telethon keeps sounds for notifications, and the other device hears it"):
        A = functions.account
        mp3 = lambda frames: (b"\xff\xfb\x90\x00" + bytes(413)) * frames
        async def uploaded(data, mime="audio/mpeg", name="bel.mp3"):
            file = await ayu.upload_file(io.BytesIO(data), file_name=name)
            return await ayu(A.UploadRingtoneRequest(file, name, mime))
        assert (await ayu(A.GetSavedRingtonesRequest(0))).ringtones == []
        bell = await uploaded(mp3(100))
        said = says(bell, types.DocumentAttributeAudio)
        assert said.duration == 3 and said.title == "bel" and not said.voice
        heard.clear()
        assert isinstance(await ayu(A.SaveRingtoneRequest(proof(bell), False)), types.account.SavedRingtone)
        await told(types.UpdateSavedRingtones)
        kept = await second(A.GetSavedRingtonesRequest(0))
        assert [one.id for one in kept.ringtones] == [bell.id] and kept.hash == folded([bell.id])
        assert await second.download_media(kept.ringtones[0], bytes) == mp3(100)
        again = await ayu(A.GetSavedRingtonesRequest(kept.hash))
        assert isinstance(again, types.account.SavedRingtonesNotModified)
        sound = types.NotificationSoundRingtone(bell.id)
        about = types.InputNotifyPeer(await ayu.get_input_entity(to_budi))
        await ayu(A.UpdateNotifySettingsRequest(about, types.InputPeerNotifySettings(sound=sound)))
        settings = await second(A.GetNotifySettingsRequest(types.InputNotifyPeer(await second.get_input_entity(BUDI))))
        assert sound in (settings.ios_sound, settings.android_sound, settings.other_sound)
        pages = [(0, b"OpusHead\x01\x01\x00\x00" + bytes(7)), (48_000, b"sound")]
        page = lambda samples, body: b"OggS" + bytes(2) + samples.to_bytes(8, "little") + bytes(12) + bytes([1, len(body)]) + body
        voice = await bring(ayu, b"".join(page(*one) for one in pages), "audio/ogg", types.DocumentAttributeAudio(1, voice=True))
        made = await ayu(A.SaveRingtoneRequest(proof(voice), False))
        assert isinstance(made, types.account.SavedRingtoneConverted) and made.document.id != voice.id
        assert not says(made.document, types.DocumentAttributeAudio).voice
        kept = await second(A.GetSavedRingtonesRequest(0))
        assert [one.id for one in kept.ringtones] == [made.document.id, bell.id]
        for data, mime, name in (
            (mp3(200), "audio/mpeg", "RINGTONE_DURATION_TOO_LONG"),
            (bytes(300 * 1024 + 1), "audio/mpeg", "RINGTONE_SIZE_TOO_BIG"),
            (b"words", "audio/mpeg", "RINGTONE_MIME_INVALID"),
            (mp3(100), "audio/wav", "RINGTONE_MIME_INVALID"),
        ):
            await fails(uploaded(data, mime), name)
        await fails(ayu(A.SaveRingtoneRequest(types.InputDocument(5, 5, b""), False)), "RINGTONE_INVALID")
        await fails(budi(A.SaveRingtoneRequest(proof(bell), False)), "RINGTONE_INVALID")
        await second.disconnect()
        await ayu(A.SaveRingtoneRequest(proof(made.document), True))
        heard.clear()
        await second.connect()
        await second.catch_up()
        await told(types.UpdateSavedRingtones)
        assert [one.id for one in (await second(A.GetSavedRingtonesRequest(0))).ringtones] == [bell.id]

    async with check("telethon makes a set of custom emoji, which the other side sees in a text"):
        stickers = [await item(ayu, png(100, 100, 6), "🐧"), await item(ayu, tgs(), "🐥", "application/x-tgsticker")]
        made = await ayu(S.CreateStickerSetRequest("me", "Mini", "mini_birds", stickers, emojis=True))
        assert made.set.emojis and says(made.documents[0], types.DocumentAttributeCustomEmoji).alt == "🐧"
        await ayu(F.InstallStickerSetRequest(SHORT("mini_birds"), False))
        sets = (await ayu(F.GetEmojiStickersRequest(0))).sets
        assert [s.short_name for s in sets] == ["mini_birds", "MerpatiEmoji"]
        own = types.MessageEntityCustomEmoji(0, 2, made.documents[0].id)
        await ayu.send_message(to_budi, "🐧", formatting_entities=[own])
        got = (await budi.get_messages(to_ayu, limit=1))[0]
        documents = await budi(F.GetCustomEmojiDocumentsRequest([got.entities[0].document_id]))
        assert (await budi.download_media(documents[0], bytes))[:4] == b"RIFF"
        now = await ayu(S.SetStickerSetThumbRequest(SHORT("mini_birds"), thumb_document_id=made.documents[1].id))
        assert now.set.thumb_document_id == made.documents[1].id

    async with check("telethon learns why something is no sticker or no set"):
        good = await item(ayu, png(512, 512, 7))
        create = lambda *stickers, title="T", name="t_name", **more: ayu(
            S.CreateStickerSetRequest("me", title, name, list(stickers), **more)
        )
        await fails(create(), "STICKERS_EMPTY")
        await fails(create(await item(ayu, png(511, 511, 7))), "STICKER_PNG_DIMENSIONS")
        await fails(create(await item(ayu, png(512, 512, 7)), emojis=True), "STICKER_PNG_DIMENSIONS")
        await fails(create(await item(ayu, noise(999, 3))), "STICKER_PNG_NOPNG")
        await fails(create(await item(ayu, noise(999, 4), mime="application/x-tgsticker")), "STICKER_TGS_NOTGS")
        await fails(create(await item(ayu, tgs(100), mime="application/x-tgsticker")), "STICKER_TGS_NOTGS")
        await fails(create(await item(ayu, noise(999, 5), mime="video/webm")), "STICKER_VIDEO_NOWEBM")
        await fails(create(await item(ayu, noise(999, 6), mime="text/plain")), "STICKER_FILE_INVALID")
        await fails(create(types.InputStickerSetItem(good.document, "x")), "STICKER_EMOJI_INVALID")
        await fails(create(good, title=" "), "PACK_TITLE_INVALID")
        await fails(create(good, name="a__b"), "PACK_SHORT_NAME_INVALID")
        await fails(create(good, name="BURUNG_dara"), "PACK_SHORT_NAME_OCCUPIED")
        await fails(create(*[good] * 121), "STICKERS_TOO_MUCH")
        await fails(ayu(S.CheckShortNameRequest("merpati")), "SHORT_NAME_OCCUPIED")
        await fails(ayu(S.CheckShortNameRequest("2a")), "SHORT_NAME_INVALID")
        await fails(ayu(S.SuggestShortNameRequest(" ")), "TITLE_INVALID")
        await fails(ayu(F.GetStickerSetRequest(SHORT("t_name"), 0)), "STICKERSET_INVALID")
        await fails(ayu(F.GetStickerSetRequest(ID(pigeons.set.id, 7), 0)), "STICKERSET_INVALID")
        for special in (types.InputStickerSetDice("x"), types.InputStickerSetEmpty()):
            await fails(ayu(F.GetStickerSetRequest(special, 0)), "STICKERSET_INVALID")
        icons = await ayu(F.GetStickerSetRequest(types.InputStickerSetEmojiDefaultTopicIcons(), 0))
        assert icons.set.emojis and icons.documents

    async with check("a set that is taken away frees its name, and who was sent a sticker of it keeps that"):
        old = await ayu(F.GetStickerSetRequest(SHORT("burung_dara"), 0))
        await ayu.send_file(to_budi, old.documents[0])
        await ayu(F.FaveStickerRequest(proof(old.documents[1]), False))
        await budi(F.InstallStickerSetRequest(SHORT("burung_dara"), False))
        await ayu(S.DeleteStickerSetRequest(SHORT("burung_dara")))
        await fails(budi(F.GetStickerSetRequest(SHORT("burung_dara"), 0)), "STICKERSET_INVALID")
        assert [s.short_name for s in (await budi(F.GetAllStickersRequest(0))).sets] == ["Merpati"]
        got = (await budi.get_messages(to_ayu, limit=1))[0]
        assert len(await budi.download_media(got, bytes)) == old.documents[0].size
        faved = (await ayu(F.GetFavedStickersRequest(0))).stickers[0]
        assert faved.id == old.documents[1].id and await ayu.download_media(faved, bytes)
        gone = seen.documents[1]
        place = types.InputDocumentFileLocation(gone.id, gone.access_hash, gone.file_reference, "")
        # What nobody shows any more goes a moment later.
        for _ in range(200):
            try:
                await budi(functions.upload.GetFileRequest(place, 0, 4096))
            except errors.FileReferenceInvalidError:
                break
            await asyncio.sleep(0.1)
        else:
            raise AssertionError("a file of a set that is gone still opens")
        assert await ayu(S.CheckShortNameRequest("burung_dara"))

    for client in (ayu, second, budi):
        await client.disconnect()


asyncio.run(main())
finish()
