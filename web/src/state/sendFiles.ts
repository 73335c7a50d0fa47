import type { Media, Message, PeerId, Uploaded } from '../model/model'
import { Trouble } from '../model/trouble'
import { parseMarkup } from '../text/parseMarkup'
import { happened } from './happened'
import { link } from './link'
import { localMessage } from './localMessage'
import { show } from './show'
import { setMessage } from './setMessage'
import { type LocalFile, uploads } from './uploads'
import { deliverFile } from './deliverFile'
import { goesTo } from './goesTo'
import { uploadFailed } from './uploadFailed'

/** The most pictures of one album. */
const ALBUM_MAX = 10

let albums = 0

/** Sends files: photos and videos together as albums, others one after the other; the words stand under the first. */
export function sendFiles(chat: PeerId, files: LocalFile[], caption: string, { reply, thread }: { reply?: number | undefined; thread?: number | undefined } = {}): void {
  const { text, entities } = parseMarkup(caption)
  const pictures = files.filter((local) => local.as === 'photo' || local.as === 'video')
  const together = pictures.length === files.length && files.length > 1
  const messages = files.map((local, index) => {
    const message = localMessage(chat, {
      ...(index === 0 ? { text, entities } : {}), media: localMedia(local), progress: 0, ...(reply && index === 0 ? { reply: { id: reply } } : {}),
      ...(thread ? { thread } : {}),
      ...(together ? { album: `local ${albums + Math.floor(index / ALBUM_MAX)}` } : {}),
    })
    uploads.set(message.id, { local, abort: new AbortController() })
    show(message)
    return message
  })
  if (!together) {
    for (const message of messages) void deliverFile(message)
    return
  }
  for (let at = 0; at < messages.length; at += ALBUM_MAX) {
    albums++
    void deliverAlbum(messages.slice(at, at + ALBUM_MAX))
  }
}

/** Uploads the pictures of an album and sends those that came through together. */
async function deliverAlbum(messages: readonly Message[]): Promise<void> {
  const ready: { message: Message; uploaded: Uploaded }[] = []
  for (const message of messages) {
    const upload = uploads.get(message.id)
    if (!upload) continue
    try {
      const { local, abort } = upload
      const uploaded = await (await link()).uploadForAlbum(message.chat, {
        ...local, signal: abort.signal, progress: (share) => setMessage(message, { progress: share }),
      })
      if (abort.signal.aborted) throw new Trouble('cancelled')
      ready.push({ message, uploaded })
    } catch (error) {
      uploadFailed(message, error)
    }
  }
  try {
    const sent = await (await link()).sendAlbum(ready, goesTo(messages[0]))
    ready.forEach(({ message }, index) => {
      uploads.delete(message.id)
      happened({ kind: 'sent', chat: message.chat, local: message.id, message: sent[index] as Message })
    })
  } catch (error) {
    for (const { message } of ready) uploadFailed(message, error)
  }
}

function localMedia(local: LocalFile): Media {
  const full = { key: `local ${local.url ?? local.name} ${local.file.size}`, location: undefined, size: local.file.size }
  if (local.as === 'photo') return { kind: 'photo', width: local.width ?? 4, height: local.height ?? 3, full, ...(local.url ? { thumb: local.url } : {}) }
  if (local.as === 'video') return { kind: 'video', width: local.width ?? 16, height: local.height ?? 9, duration: local.duration ?? 0, full, mime: local.mime }
  if (local.as === 'voice') return { kind: 'voice', duration: local.duration ?? 0, waveform: local.waveform ?? [], full, mime: local.mime }
  return { kind: 'file', name: local.name, size: local.file.size, mime: local.mime, full }
}
