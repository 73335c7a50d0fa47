"""What Telethon sees of files: photos and documents up and down, and what the server refuses."""

import asyncio
import collections
import hashlib
import http.server
import io
import os
import ssl
import threading
import time

from harness import Server, certificates, check, finish, soon
from pictures import digest, jpeg_size, noise, png, png_that_claims
from telethon import errors, events, functions, types, utils
from telethon_people import arrivals, befriend, fails, sign_in, sign_up

AYU, BUDI, CITRA = "+15550051001", "+15550051002", "+15550051003"
MIB = 1 << 20


def named(data, name):
    file = io.BytesIO(data)
    file.name = name
    return file


class Web:
    """A small web on this machine: what stands at which path, and how often each was asked for. With a folder of
    certificates it is behind TLS."""

    def __init__(self, folder=None):
        self.folder = folder

    def __enter__(self):
        self.asked, self.go_on = collections.Counter(), threading.Event()
        web = self

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked[self.path] += 1
                status, kind, body = web.answer(self.path)
                self.send_response(status)
                self.send_header("Location" if status == 302 else "Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("0.0.0.0" if self.folder else "127.0.0.1", 0), Pages)
        self.at = f"http://127.0.0.1:{self.server.server_port}"
        if self.folder:
            own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            own.load_cert_chain(os.path.join(self.folder, "own.pem"), os.path.join(self.folder, "own.key"))
            self.server.socket = own.wrap_socket(self.server.socket, server_side=True)
            self.at = f"https://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def answer(self, path):
        if path == "/slow":
            self.go_on.wait(15)
        if path in ("/page", "/slow"):
            head = f"""<title>plain</title><meta property="og:title" content="Pasar {path[1:]} &amp; kopi">
                <meta property="og:description" content="Buka\n tiap pagi"><meta property="og:site_name" content="Kabar">
                <meta property="og:image" content="/picture.png">"""
            return 200, "text/html; charset=utf-8", f"<html><head>{head}</head></html>".encode()
        if path == "/old":
            return 200, "text/html", "<meta charset=koi8-r><title>Утренний рынок</title>".encode("koi8-r")
        if path == "/picture.png":
            return 200, "image/png", png(640, 480, 70)
        if path == "/inside":
            return 302, "http://10.0.0.1/", b""
        if path == "/round":
            return 302, "/round", b""
        return 404, "text/html", b"<title>nothing</title>"

    def __exit__(self, *_):
        self.go_on.set()
        self.server.shutdown()


async def previews(web, server):
    """Pages to which texts link, on a server that looks at those of this machine."""
    ayu, budi = await sign_up(AYU, "Ayu", server=server), await sign_up(BUDI, "Budi", server=server)
    to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
    F = functions.messages
    newest = lambda client, chat: client.get_messages(chat, limit=1)

    def hear(client, kind):
        heard = []

        async def update(update):
            heard.append(update)

        client.add_event_handler(update, events.Raw(kind))
        return heard

    async with check("a link shows the page behind it before and after it is sent, to both sides, with its picture"):
        looked = (await ayu(F.GetWebPagePreviewRequest(f"look: {web.at}/page"))).media
        page = looked.webpage
        assert (page.title, page.description, page.site_name) == ("Pasar page & kopi", "Buka tiap pagi", "Kabar"), page
        sent = await ayu.send_message(to_budi, f"look: {web.at}/page")
        got = (await newest(budi, to_ayu))[0]
        assert sent.media.webpage.id == got.media.webpage.id == page.id and got.message == sent.message
        assert jpeg_size(await budi.download_media(got.media.webpage.photo, bytes)) == (640, 480)
        assert web.asked["/page"] == web.asked["/picture.png"] == 1, web.asked
        whole = await budi(F.GetWebPageRequest(f"{web.at}/page", 0))
        assert whole.webpage.id == page.id and web.asked["/page"] == 1
        again = await budi(F.GetWebPageRequest(f"{web.at}/page", whole.webpage.hash))
        assert isinstance(again.webpage, types.WebPageNotModified)
        assert (await ayu.send_message(to_budi, f"{web.at}/page", link_preview=False)).media is None
        await ayu.edit_message(to_budi, sent, "no link any more")
        assert (await budi.get_messages(to_ayu, ids=got.id)).media is None
        await ayu.edit_message(to_budi, sent, f"again {web.at}/page")
        assert (await budi.get_messages(to_ayu, ids=got.id)).media.webpage.title == page.title

    async with check("a page that takes its time is told of when it is there, in private, groups and supergroups"):
        made = await ayu(F.CreateChatRequest([to_budi], "Grup"))
        group = types.InputPeerChat(getattr(made, "updates", made).chats[0].id)
        made = await ayu(functions.channels.CreateChannelRequest("Besar", "", megagroup=True))
        channel = await ayu.get_input_entity(made.chats[0])
        await ayu(functions.channels.InviteToChannelRequest(channel, [to_budi]))
        heard = {client: (hear(client, types.UpdateWebPage), hear(client, types.UpdateChannelWebPage)) for client in (ayu, budi)}
        for chat in (to_budi, group, channel):
            sent = await ayu.send_message(chat, f"{web.at}/slow")
            assert isinstance(sent.media.webpage, types.WebPagePending), sent.media
        assert isinstance((await newest(budi, to_ayu))[0].media.webpage, types.WebPagePending)
        web.go_on.set()
        for own, in_channel in heard.values():
            await soon(lambda: [u for u in own if getattr(u.webpage, "title", "") == "Pasar slow & kopi"], "the page")
            await soon(lambda: [u for u in in_channel if u.channel_id == channel.channel_id], "the page in the supergroup")
        away = await sign_in(BUDI, server=server)
        found = (await newest(away, await befriend(away, AYU, "Ayu")))[0]
        assert found.media.webpage.title == "Pasar slow & kopi" and web.asked["/slow"] == 1
        await away.disconnect()

    async with check("where links may show no pages, those of members show none, and those of admins do"):
        for chat in (group, channel):
            await ayu(F.EditChatDefaultBannedRightsRequest(chat, types.ChatBannedRights(None, embed_links=True)))
            theirs = await budi.get_input_entity(types.PeerChannel(chat.channel_id) if chat is channel else types.PeerChat(chat.chat_id))
            assert (await budi.send_message(theirs, f"{web.at}/page")).media is None
            chosen = types.InputMediaWebPage(f"{web.at}/page")
            await fails(budi(F.SendMediaRequest(theirs, chosen, "")), "CHAT_SEND_WEBPAGE_FORBIDDEN")
            assert (await ayu.send_message(chat, f"{web.at}/page")).media.webpage.title

    async with check("a page in letters of long ago is read as it says"):
        page = (await ayu(F.GetWebPagePreviewRequest(f"look: {web.at}/old"))).media.webpage
        assert page.title == "Утренний рынок", page

    async with check("nothing is shown of what leads inside, goes round, is not there or is no page"):
        for address in (f"{web.at}/inside", f"{web.at}/round", f"{web.at}/none", "http://10.0.0.1/", "http://[::ffff:169.254.169.254]/"):
            whole = await ayu(F.GetWebPageRequest(address, 0))
            assert isinstance(whole.webpage, types.WebPageEmpty), (address, whole)
            sent = await ayu.send_message(to_budi, f"see {address}")
            assert sent.media is None, (address, sent.media)
        assert web.asked["/round"] <= 6, web.asked
        await fails(ayu(F.GetWebPageRequest("ftp://example.org/", 0)), "WEBPAGE_URL_INVALID")

    async with check("an author chooses the page and its size, and is told where there is none"):
        media = types.InputMediaWebPage
        send = lambda media: ayu(F.SendMediaRequest(to_budi, media, "without the address"))
        await send(media(f"{web.at}/page", force_large_media=True))
        got = (await newest(budi, to_ayu))[0]
        assert got.media.force_large_media and got.media.manual and got.media.webpage.title == "Pasar page & kopi"
        await fails(send(media(f"{web.at}/none")), "WEBPAGE_NOT_FOUND")
        await fails(send(media("file:///etc/passwd")), "WEBPAGE_URL_INVALID")
        await send(media(f"{web.at}/none", optional=True))
        assert (await newest(budi, to_ayu))[0].media is None

    await ayu.disconnect()
    await budi.disconnect()


async def safe_previews(web, folder):
    """Pages behind TLS, for a server that trusts their authority and for one that does not."""
    look = lambda client, address: client(functions.messages.GetWebPageRequest(address, 0))
    trusting = {"SSL_CERT_FILE": os.path.join(folder, "root.pem")}
    with Server("previews-tls", "--link-previews", "loopback", environment=trusting) as server:
        ayu = await sign_up(AYU, "Ayu", server=server)
        async with check("a page behind TLS is shown where its certificate holds for its name"):
            page = (await look(ayu, f"{web.at}/page")).webpage
            assert page.title == "Pasar page & kopi" and page.photo and page.url == f"{web.at}/page", page
            other_name = web.at.replace("localhost", "127.0.0.2")
            assert isinstance((await look(ayu, f"{other_name}/page")).webpage, types.WebPageEmpty)
        await ayu.disconnect()
    before = dict(web.asked)
    with Server("previews-stranger", "--link-previews", "loopback") as server:
        ayu = await sign_up(AYU, "Ayu", server=server)
        async with check("a page behind TLS that nobody trusts is not shown"):
            assert isinstance((await look(ayu, f"{web.at}/page")).webpage, types.WebPageEmpty)
            assert web.asked == before, web.asked
        await ayu.disconnect()


async def main():
    ayu, budi, citra = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi"), await sign_up(CITRA, "Citra")
    to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
    to_citra = await befriend(budi, CITRA, "Citra")
    await befriend(citra, BUDI, "Budi")
    budi_id = (await budi.get_me()).id
    arrived = arrivals(budi)

    async with check("telethon sends a document and the other side gets every byte"):
        data = noise(1_300_123, 1)
        sent = await ayu.send_file(to_budi, named(data, "letter.bin"), caption="a document", force_document=True)
        assert sent.document.size == len(data) and sent.file.name == "letter.bin", sent
        got = await arrived("a document")
        assert got.document.id == sent.document.id and got.file.name == "letter.bin"
        assert got.document.access_hash != sent.document.access_hash, "both sides got the same hash"
        assert digest(await budi.download_media(got, bytes)) == digest(data)
        assert digest(await ayu.download_media(sent, bytes)) == digest(data)

    async with check("telethon sends a photo, which comes in sizes, with a thumbnail of a few hundred bytes"):
        sent = await ayu.send_file(to_budi, named(png(1600, 900), "sea.png"), caption="a photo")
        assert isinstance(sent.media, types.MessageMediaPhoto)
        got = await arrived("a photo")
        sizes = {size.type: size for size in got.photo.sizes}
        assert list(sizes) == ["i", "m", "x", "y", "w"], list(sizes)
        for letter, side in [("m", 320), ("x", 800), ("y", 1280), ("w", 1600)]:
            size = sizes[letter]
            assert max(size.w, size.h) == side and abs(size.w / size.h - 16 / 9) < 0.02, size
            data = await budi.download_media(got, bytes, thumb=size)
            assert len(data) == size.size and jpeg_size(data) == (size.w, size.h)
        tiny = utils.stripped_photo_to_jpg(sizes["i"].bytes)
        assert len(sizes["i"].bytes) < 1200 and max(jpeg_size(tiny)) == 40, len(tiny)

    async with check("telethon sends a photo that it got, and a JPEG stays as it is"):
        largest = await budi.download_media(await arrived("a photo"), bytes)
        assert largest == await ayu.download_media((await ayu.get_messages(to_budi, limit=1))[0], bytes)
        again = await budi.send_file(to_ayu, named(largest, "again.jpg"))
        assert digest(await budi.download_media(again, bytes)) == digest(largest)

    async with check("telethon sends a file in big parts, and goes on with a download where it broke off"):
        data = noise(11 * MIB + 77, 2)
        await ayu.send_file(to_budi, named(data, "big.bin"), caption="big", force_document=True, part_size_kb=512)
        got = await arrived("big")
        loaded = bytearray()
        async for part in budi.iter_download(got.document, request_size=512 * 1024):
            loaded += part
            if len(loaded) >= 3 * MIB:
                break
        await budi.disconnect()
        await budi.connect()
        async for part in budi.iter_download(got.document, offset=len(loaded), request_size=512 * 1024):
            loaded += part
        assert digest(bytes(loaded)) == digest(data)
        odd = b"".join([part async for part in budi.iter_download(got.document, offset=1234, limit=1, request_size=4096)])
        assert odd[:100] == data[1234:1334]

    async with check("telethon checks a file part by part"):
        location = utils.get_input_location(got.document)[1]
        hashes = []
        while part := await budi(functions.upload.GetFileHashesRequest(location, hashes[-1].offset + 131072 if hashes else 0)):
            hashes += part
        assert sum(part.limit for part in hashes) == len(data)
        for part in hashes:
            assert hashlib.sha256(data[part.offset : part.offset + part.limit]).digest() == part.hash
        await fails(budi(functions.upload.GetFileHashesRequest(location, 5)), "OFFSET_INVALID")

    async with check("telethon sends an album, which arrives as one"):
        album = [named(png(400, 300, seed), f"{seed}.png") for seed in (4, 5, 6)]
        sent = await ayu.send_file(to_budi, album, caption=["one", "two", "three"])
        assert len({message.grouped_id for message in sent}) == 1 and sent[0].grouped_id
        got = [await arrived(text) for text in ("one", "two", "three")]
        assert len({message.grouped_id for message in got}) == 1 and all(message.photo for message in got)

    async with check("telethon changes a caption, and puts another photo in the place of one"):
        sent = await ayu.send_file(to_budi, named(png(300, 300, 7), "a.png"), caption="before")
        await arrived("before")
        edited = await ayu.edit_message(to_budi, sent, "after")
        assert edited.message == "after" and edited.photo.id == sent.photo.id
        edited = await ayu.edit_message(to_budi, sent, "other", file=named(png(320, 200, 8), "b.png"))
        theirs = (await budi.get_messages(to_ayu, limit=1))[0]
        assert theirs.message == "other" and theirs.photo.id == edited.photo.id != sent.photo.id
        assert jpeg_size(await budi.download_media(theirs, bytes)) == (320, 200)

    async with check("telethon sends voice, video, music and animations, each found by its kind"):
        audio, video = types.DocumentAttributeAudio, types.DocumentAttributeVideo
        kinds = {
            "voice": ("a.ogg", [audio(3, voice=True, waveform=b"\x01\x02")], types.InputMessagesFilterVoice()),
            "round": ("b.mp4", [video(2, 240, 240, round_message=True)], types.InputMessagesFilterRoundVideo()),
            "video": ("c.mp4", [video(2, 640, 360)], types.InputMessagesFilterVideo()),
            "music": ("d.mp3", [audio(180, title="Lagu", performer="Ayu")], types.InputMessagesFilterMusic()),
            "gif": ("e.mp4", [video(2, 320, 200), types.DocumentAttributeAnimated()], types.InputMessagesFilterGif()),
        }
        for seed, (text, (name, attributes, _)) in enumerate(kinds.items()):
            data = noise(50_000 + seed, 10 + seed)
            file = await ayu.upload_file(data, file_name=name)
            media = types.InputMediaUploadedDocument(file, "video/mp4" if "mp4" in name else "audio/ogg", attributes)
            await ayu(functions.messages.SendMediaRequest(to_budi, media, text))
            got = await arrived(text)
            assert digest(await budi.download_media(got, bytes)) == digest(data), text
        for text in ("voice", "round"):
            got = await arrived(text)
            mine = [m for m in await ayu.get_messages(to_budi, limit=10) if m.message == text][0]
            assert got.media_unread and mine.media_unread, text
            opened = []

            async def read(update):
                opened.extend(update.messages)

            ayu.add_event_handler(read, events.Raw(types.UpdateReadMessagesContents))
            affected = await budi(functions.messages.ReadMessageContentsRequest([got.id]))
            assert affected.pts_count == 1, affected
            await soon(lambda: mine.id in opened, f"{text} is opened on the author's side")
            ayu.remove_event_handler(read)
            theirs = await budi.get_messages(to_ayu, ids=got.id)
            assert not theirs.media_unread and not (await ayu.get_messages(to_budi, ids=mine.id)).media_unread
            again = await budi(functions.messages.ReadMessageContentsRequest([got.id]))
            assert again.pts_count == 0, again
        assert not (await arrived("video")).media_unread
        for text, (_, _, kind) in kinds.items():
            found = [m.message async for m in budi.iter_messages(to_ayu, filter=kind)]
            assert found == [text], (text, found)
        assert (await arrived("voice")).media.voice and (await arrived("round")).media.round
        found = [m.message async for m in budi.iter_messages(to_ayu, filter=types.InputMessagesFilterPhotos())]
        assert "one" in found and "a photo" in found and "voice" not in found, found
        counters = await budi(
            functions.messages.GetSearchCountersRequest(to_ayu, [kind for *_, kind in kinds.values()])
        )
        assert [counter.count for counter in counters] == [1] * len(kinds), counters

    async with check("telethon finds what it has sent, reads a message whole, and is not told what the server has"):
        F = functions.messages
        sent = lambda filter, words="", limit=20: ayu(F.SearchSentMediaRequest(words, filter, limit))
        found = (await sent(types.InputMessagesFilterMusic())).messages
        assert [m.message for m in found] == ["music"] and all(m.out for m in found)
        assert [m.message for m in (await sent(types.InputMessagesFilterGif(), "gif")).messages] == ["gif"]
        assert not (await budi(F.SearchSentMediaRequest("", types.InputMessagesFilterMusic(), 20))).messages
        await fails(sent(types.InputMessagesFilterEmpty()), "FILTER_NOT_SUPPORTED")
        whole = await ayu(F.GetRichMessageRequest(to_budi, found[0].id))
        assert whole.messages[0].id == found[0].id and whole.messages[0].message == "music"
        await fails(ayu(F.GetRichMessageRequest("me", found[0].id)), "MESSAGE_ID_INVALID")
        music = found[0].media.document
        proof = types.InputDocument(music.id, music.access_hash, music.file_reference)
        assert await ayu(F.ReportMusicListenRequest(proof, 42))
        await fails(ayu(F.ReportMusicListenRequest(proof, -1)), "DOCUMENT_INVALID")
        data = await ayu.download_media(found[0], bytes)
        hashed = F.GetDocumentByHashRequest(hashlib.sha256(data).digest(), len(data), music.mime_type)
        assert isinstance(await budi(hashed), types.DocumentEmpty) and isinstance(await ayu(hashed), types.DocumentEmpty)
        await fails(ayu(F.GetDocumentByHashRequest(b"short", 5, "")), "SHA256_HASH_INVALID")
        await fails(ayu(F.GetEmojiURLRequest("en")), "METHOD_INVALID")

    async with check("who takes no voice messages gets none, neither new nor forwarded, also for later"):
        rules = functions.account.SetPrivacyRequest
        key = types.InputPrivacyKeyVoiceMessages()
        await budi(rules(key, [types.InputPrivacyValueDisallowAll()]))
        full = await ayu(functions.users.GetFullUserRequest(to_budi))
        assert full.full_user.voice_messages_forbidden

        async def spoken(attributes, to=to_budi, **more):
            file = await ayu.upload_file(noise(5_000, 77), file_name="v.ogg")
            media = types.InputMediaUploadedDocument(file, "audio/ogg", attributes)
            await ayu(functions.messages.SendMediaRequest(to, media, "spoken", **more))

        voice, around = audio(3, voice=True), video(2, 240, 240, round_message=True)
        for refused in (
            spoken([voice]),
            spoken([around]),
            spoken([voice], schedule_date=int(time.time()) + 3_600),
        ):
            try:
                await refused
            except errors.VoiceMessagesForbiddenError:
                pass
            else:
                raise AssertionError("a voice message was taken")
        await spoken([voice], to="me")
        (note,) = await ayu.get_messages("me", limit=1)
        try:
            await note.forward_to(to_budi)
        except errors.VoiceMessagesForbiddenError:
            pass
        else:
            raise AssertionError("a voice message was forwarded")
        await spoken([audio(180, title="Lagu")])
        await arrived("spoken")
        await budi(rules(key, [types.InputPrivacyValueAllowAll()]))
        await spoken([voice])

    async with check("who is blocked is not told that voice messages are not taken"):
        await budi(rules(key, [types.InputPrivacyValueDisallowAll()]))
        await budi(functions.contacts.BlockRequest(to_ayu))
        await spoken([voice])
        await budi(functions.contacts.UnblockRequest(to_ayu))
        await budi(rules(key, [types.InputPrivacyValueAllowAll()]))

    async with check("what goes after being seen goes from both sides, is told to whoever was away, and nobody keeps it"):
        state = await budi(functions.updates.GetStateRequest())
        sent = await ayu.send_file(to_budi, named(png(300, 200, 60), "s.png"), caption="fleeting", ttl=2)
        got = await arrived("fleeting")
        assert got.media.ttl_seconds == sent.media.ttl_seconds == 2 and got.media_unread and sent.media_unread
        place = lambda photo: types.InputPhotoFileLocation(photo.id, photo.access_hash, photo.file_reference, "m")
        load = lambda client, photo: client(functions.upload.GetFileRequest(place(photo), 0, 4096))
        assert (await load(budi, got.photo)).bytes
        kept = utils.get_input_photo(got.photo)
        for keeps in (
            budi.forward_messages(to_citra, got),
            budi.forward_messages("me", got),
            budi(functions.messages.SendMediaRequest(to_citra, types.InputMediaPhoto(kept), "kept")),
            budi(functions.photos.UpdateProfilePhotoRequest(kept)),
        ):
            await fails(keeps, "CHAT_FORWARDS_RESTRICTED")
        listed = [m.id async for m in budi.iter_messages(to_ayu, filter=types.InputMessagesFilterPhotos())]
        assert got.id not in listed, "it stands among the photos"
        changed = {"ayu": [], "budi": []}

        def hears(name):
            async def edited(update):
                changed[name].append(update.message)

            return edited

        handlers = {name: hears(name) for name in changed}
        for client, name in ((ayu, "ayu"), (budi, "budi")):
            client.add_event_handler(handlers[name], events.Raw(types.UpdateEditMessage))
        assert (await budi(functions.messages.ReadMessageContentsRequest([got.id]))).pts_count == 1
        for name, id in (("ayu", sent.id), ("budi", got.id)):
            await soon(lambda: [m for m in changed[name] if m.id == id], f"{name} is told that it went")
            [gone] = [m for m in changed[name] if m.id == id]
            assert gone.media.photo is None and gone.media.ttl_seconds == 2 and gone.message == "fleeting", gone
        for client, name in ((ayu, "ayu"), (budi, "budi")):
            client.remove_event_handler(handlers[name])
        assert (await budi.get_messages(to_ayu, ids=got.id)).media.photo is None

        async def lost(client, photo):
            for _ in range(100):
                try:
                    await load(client, photo)
                except Exception as error:
                    assert "FILE_REFERENCE_INVALID" in str(error) or "reference" in str(error).lower(), error
                    return
                await asyncio.sleep(0.1)
            raise AssertionError("the bytes are still there")

        await lost(budi, got.photo)
        await lost(ayu, sent.photo)
        missed = await budi(functions.updates.GetDifferenceRequest(state.pts, state.date, state.qts))
        away = [m for m in missed.new_messages if m.id == got.id]
        away += [u.message for u in missed.other_updates if isinstance(u, types.UpdateEditMessage)]
        assert away and all(m.media.photo is None for m in away if m.id == got.id), missed
        await fails(ayu.edit_message(to_budi, sent, file=named(png(300, 200, 61), "s.png")), "MEDIA_PREV_INVALID")

    async with check("voice is heard once, and what goes is for one other person, for so long, and no mere document"):
        file = await ayu.upload_file(noise(20_000, 62), file_name="once.ogg")
        media = lambda **more: types.InputMediaUploadedDocument(file, "audio/ogg", [audio(3, voice=True)], **more)
        await ayu(functions.messages.SendMediaRequest(to_budi, media(ttl_seconds=0x7FFFFFFF), "once"))
        got = await arrived("once")
        assert got.media.ttl_seconds == 0x7FFFFFFF and got.media.voice and got.media_unread
        await fails(budi.forward_messages(to_citra, got), "CHAT_FORWARDS_RESTRICTED")
        assert (await budi(functions.messages.ReadMessageContentsRequest([got.id]))).pts_count == 1
        assert (await budi(functions.messages.ReadMessageContentsRequest([got.id]))).pts_count == 0
        made = await ayu(functions.messages.CreateChatRequest([to_budi], "Sekali"))
        group = types.InputPeerChat(getattr(made, "updates", made).chats[0].id)
        made = await ayu(functions.channels.CreateChannelRequest("Sekali", "", megagroup=True))
        channel = await ayu.get_input_entity(made.chats[0])
        photo = types.InputMediaUploadedPhoto(await ayu.upload_file(png(90, 90, 63), file_name="o.png"), ttl_seconds=5)
        for to in (group, channel, types.InputPeerSelf()):
            await fails(ayu(functions.messages.SendMediaRequest(to, photo, "to many")), "TTL_MEDIA_INVALID")
        plain = types.InputMediaUploadedDocument(file, "text/plain", [], ttl_seconds=5)
        for wrong in (media(ttl_seconds=61), media(ttl_seconds=-1), plain):
            await fails(ayu(functions.messages.SendMediaRequest(to_budi, wrong, "wrong")), "TTL_MEDIA_INVALID")

    async with check("a spoiler stays one, and uploadMedia keeps a file for later"):
        file = await ayu.upload_file(png(200, 200, 9), file_name="a.png")
        kept = await ayu(
            functions.messages.UploadMediaRequest(to_budi, types.InputMediaUploadedPhoto(file, spoiler=True))
        )
        assert kept.spoiler and kept.photo.sizes
        media = types.InputMediaPhoto(utils.get_input_photo(kept.photo), spoiler=True)
        await ayu(functions.messages.SendMediaRequest(to_budi, media, "covered"))
        got = await arrived("covered")
        assert got.media.spoiler and got.photo.id == kept.photo.id

    async with check("a forwarded file opens for the one who got it, and for nobody by another's reference"):
        await budi.forward_messages(to_citra, await arrived("a document"))
        got = (await citra.get_messages(await citra.get_input_entity(budi_id), limit=1))[0]
        assert digest(await citra.download_media(got, bytes)) == digest(noise(1_300_123, 1))
        theirs = (await arrived("a document")).document
        stolen = types.InputDocumentFileLocation(theirs.id, theirs.access_hash, theirs.file_reference, "")
        await fails(citra(functions.upload.GetFileRequest(stolen, 0, 4096)), "FILE_ID_INVALID")
        own = got.document
        swapped = types.InputDocumentFileLocation(own.id, own.access_hash, theirs.file_reference, "")
        await fails(citra(functions.upload.GetFileRequest(swapped, 0, 4096)), "FILE_REFERENCE_INVALID")
        bare = types.InputDocumentFileLocation(own.id, own.access_hash, b"", "")
        await fails(citra(functions.upload.GetFileRequest(bare, 0, 4096)), "FILE_REFERENCE_EMPTY")

    async with check("a deleted message takes its file along, whatever reference somebody has kept"):
        sent = await ayu.send_file(to_budi, named(noise(70_000, 40), "gone.bin"), caption="gone", force_document=True)
        got = await arrived("gone")
        kept = [(ayu, sent.document), (budi, got.document)]
        await budi.delete_messages(to_ayu, got, revoke=False)

        def load(client, document):
            location = types.InputDocumentFileLocation(document.id, document.access_hash, document.file_reference, "")
            return client(functions.upload.GetFileRequest(location, 0, 4096))

        async def gone(client, document):
            try:
                await load(client, document)
            except Exception as error:
                return "FILE_REFERENCE_INVALID" in str(error) or "reference" in str(error).lower()
            return False

        async def eventually(client, document):
            for _ in range(100):
                if await gone(client, document):
                    return
                await asyncio.sleep(0.1)
            raise AssertionError("the file is still there")

        await eventually(*kept[1])
        assert (await load(*kept[0])).bytes == noise(70_000, 40)[:4096], "the author has lost it too"
        await ayu.delete_messages(to_budi, sent, revoke=True)
        await eventually(*kept[0])

    async with check("files of a group and a channel open for members alone"):
        dadi = await sign_up("+15550051004", "Dadi")

        async def location_of(client, chat, text):
            found = [m for m in await client.get_messages(chat, limit=20) if m.message == text][0]
            document = found.document
            return types.InputDocumentFileLocation(document.id, document.access_hash, document.file_reference, "")

        data = noise(20_000, 50)
        made = await budi(functions.messages.CreateChatRequest([to_ayu, to_citra], "Keluarga"))
        made = getattr(made, "updates", made)
        group = types.InputPeerChat(made.chats[0].id)
        await budi.send_file(group, named(data, "g.bin"), caption="in a group", force_document=True)
        location = await location_of(citra, group, "in a group")
        assert (await citra(functions.upload.GetFileRequest(location, 0, 1 << 20))).bytes == data
        await fails(dadi(functions.upload.GetFileRequest(location, 0, 4096)), "FILE_ID_INVALID")
        await budi(functions.messages.DeleteChatUserRequest(group.chat_id, to_citra))
        await fails(citra(functions.upload.GetFileRequest(location, 0, 4096)), "FILE_REFERENCE_INVALID")

        made = await budi(functions.channels.CreateChannelRequest("Warga", "", megagroup=True))
        channel = await budi.get_input_entity(made.chats[0])
        await budi(functions.channels.InviteToChannelRequest(channel, [to_ayu, to_citra]))
        await budi.send_file(channel, named(data, "c.bin"), caption="in a channel", force_document=True)
        await citra.get_dialogs()
        theirs = await citra.get_input_entity(types.PeerChannel(channel.channel_id))
        location = await location_of(citra, theirs, "in a channel")
        assert (await citra(functions.upload.GetFileRequest(location, 0, 1 << 20))).bytes == data
        await fails(dadi(functions.upload.GetFileRequest(location, 0, 4096)), "FILE_ID_INVALID")
        await budi.edit_permissions(channel, to_citra, view_messages=False)
        await fails(citra(functions.upload.GetFileRequest(location, 0, 4096)), "FILE_REFERENCE_INVALID")
        await dadi.disconnect()

    async with check("what is no picture, or claims to be a vast one, is refused"):
        for data, name in [
            (png_that_claims(1 << 30, 1 << 30), "PHOTO_INVALID_DIMENSIONS"),
            (png_that_claims(9000, 9000), "PHOTO_INVALID_DIMENSIONS"),
            (b"not a picture at all", "IMAGE_PROCESS_FAILED"),
        ]:
            file = await ayu.upload_file(data, file_name="a.png")
            media = types.InputMediaUploadedPhoto(file)
            await fails(ayu(functions.messages.SendMediaRequest(to_budi, media, "bomb")), name)

    async with check("a photo of one's page is seen by others, with those before it"):
        first = await ayu(functions.photos.UploadProfilePhotoRequest(file=await ayu.upload_file(png(500, 400, 1), file_name="a.png")))
        second = await ayu(functions.photos.UploadProfilePhotoRequest(file=await ayu.upload_file(png(400, 500, 2), file_name="b.png")))
        seen = await budi.get_entity(to_ayu.id)
        assert seen.photo and seen.photo.photo_id == second.photo.id and seen.photo.stripped_thumb
        assert jpeg_size(await budi.download_profile_photo(seen, bytes)) == (640, 640)
        assert jpeg_size(await budi.download_profile_photo(seen, bytes, download_big=False)) == (160, 160)
        photos = await budi.get_profile_photos(seen)
        assert [photo.id for photo in photos] == [second.photo.id, first.photo.id] and photos.total == 2
        assert jpeg_size(await budi.download_media(photos[1], bytes)) == (640, 640)
        full = await budi(functions.users.GetFullUserRequest(to_ayu))
        assert full.full_user.profile_photo.id == second.photo.id
        await ayu(functions.photos.UpdateProfilePhotoRequest(utils.get_input_photo(first.photo)))
        assert (await budi.get_entity(to_ayu.id)).photo.photo_id == first.photo.id
        gone = await ayu(functions.photos.DeletePhotosRequest([utils.get_input_photo(first.photo)]))
        assert gone == [first.photo.id]
        assert [photo.id for photo in await budi.get_profile_photos(seen)] == [second.photo.id]
        await fails(budi.download_media(photos[1], bytes), "FILE_REFERENCE_INVALID")
        rule = [types.InputPrivacyValueDisallowAll()]
        await ayu(functions.account.SetPrivacyRequest(types.InputPrivacyKeyProfilePhoto(), rule))
        hidden = (await budi(functions.users.GetUsersRequest([to_ayu])))[0]
        assert not hidden.photo and not await budi.get_profile_photos(hidden)
        await fails(budi.download_profile_photo(seen, bytes), "FILE_REFERENCE_INVALID")

    async with check("a group's picture is seen by its members, and no other file of the group by its number"):
        made = await ayu(functions.messages.CreateChatRequest([to_budi], "Foto"))
        chat_id = made.updates.chats[0].id
        group, peer = types.PeerChat(chat_id), types.InputPeerChat(chat_id)
        edit, picture = functions.messages.EditChatPhotoRequest, types.InputChatUploadedPhoto
        changed = await ayu(edit(chat_id, picture(file=await ayu.upload_file(png(500, 400, 3), file_name="a.png"))))
        [told] = [u.message.action for u in changed.updates if isinstance(u, types.UpdateNewMessage)]
        assert isinstance(told, types.MessageActionChatEditPhoto)
        await budi.get_dialogs()
        seen = await budi.get_entity(group)
        assert seen.photo.photo_id == told.photo.id and seen.photo.stripped_thumb
        assert jpeg_size(await budi.download_profile_photo(seen, bytes)) == (640, 640)
        assert jpeg_size(await budi.download_profile_photo(seen, bytes, download_big=False)) == (160, 160)
        full = (await budi(functions.messages.GetFullChatRequest(chat_id))).full_chat
        assert jpeg_size(await budi.download_media(full.chat_photo, bytes)) == (640, 640)
        look = lambda id: functions.upload.GetFileRequest(types.InputPeerPhotoFileLocation(peer, id, big=True), 0, 4096)
        await fails(citra(look(told.photo.id)), "PEER_ID_INVALID")
        sent = await ayu.send_file(group, named(png(900, 700, 4), "b.png"))
        await fails(budi(look(sent.photo.id)), "LOCATION_INVALID")
        await ayu(edit(chat_id, types.InputChatPhoto(utils.get_input_photo(sent.photo))))
        assert (await budi.get_entity(group)).photo.photo_id == sent.photo.id
        assert jpeg_size(await budi.download_profile_photo(await budi.get_entity(group), bytes)) == (800, 622)
        await fails(budi(look(told.photo.id)), "LOCATION_INVALID")
        await fails(ayu(edit(chat_id, types.InputChatPhoto(utils.get_input_photo(sent.photo)))), "CHAT_NOT_MODIFIED")
        await ayu(edit(chat_id, types.InputChatPhotoEmpty()))
        assert isinstance((await budi.get_entity(group)).photo, types.ChatPhotoEmpty)
        assert [type(m.action).__name__ for m in await budi.get_messages(group, limit=4) if m.action] == [
            "MessageActionChatDeletePhoto", "MessageActionChatEditPhoto", "MessageActionChatEditPhoto"
        ]
    async with check("a channel's picture is seen by its members and by nobody else"):
        made = await ayu(functions.channels.CreateChannelRequest("Berita", "", broadcast=True))
        channel = made.chats[0]
        await ayu(functions.channels.InviteToChannelRequest(channel, [to_budi]))
        edit = functions.channels.EditPhotoRequest
        await fails(citra(edit(channel, types.InputChatPhotoEmpty())), "CHANNEL_INVALID")
        file = await ayu.upload_file(png(500, 400, 5), file_name="a.png")
        changed = await ayu(edit(channel, picture(file=file)))
        [told] = [u.message.action for u in changed.updates if isinstance(u, types.UpdateNewChannelMessage)]
        [seen] = [d.entity for d in await budi.get_dialogs() if d.name == "Berita"]
        assert seen.photo.photo_id == told.photo.id and seen.photo.stripped_thumb
        assert jpeg_size(await budi.download_profile_photo(seen, bytes)) == (640, 640)
        await fails(budi(edit(seen, types.InputChatPhotoEmpty())), "CHAT_ADMIN_REQUIRED")
        full = (await budi(functions.channels.GetFullChannelRequest(seen))).full_chat
        assert jpeg_size(await budi.download_media(full.chat_photo, bytes)) == (640, 640)
        await budi.delete_dialog(seen)
        hidden = types.InputPeerPhotoFileLocation(utils.get_input_peer(seen), told.photo.id, big=True)
        await fails(budi(functions.upload.GetFileRequest(hidden, 0, 4096)), "FILE_REFERENCE_INVALID")
        await ayu(edit(channel, types.InputChatPhotoEmpty()))
        assert isinstance((await ayu.get_entity(channel)).photo, types.ChatPhotoEmpty)

    async with check("nobody looks at a page unless the operator wants it"):
        link = "look at http://127.0.0.1:9/page"
        looked = await ayu(functions.messages.GetWebPagePreviewRequest(link))
        assert isinstance(looked.media, types.MessageMediaEmpty), looked
        assert (await ayu.send_message(to_budi, link)).media is None
    await ayu.disconnect()
    await budi.disconnect()
    await citra.disconnect()
    with Web() as web, Server("previews", "--link-previews", "loopback") as server:
        await previews(web, server)
    folder = certificates("previews-authority")
    with Web(folder) as web:
        await safe_previews(web, folder)


asyncio.run(main())
finish()
