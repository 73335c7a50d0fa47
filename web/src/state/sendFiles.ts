import { produce } from 'solid-js/store'
import type { Media, Message, PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { parseMarkup } from '../text/parseMarkup'
import { explain } from './explain'
import { happened } from './happened'
import { link } from './link'
import { localMessage } from './localMessage'
import { dropUnsent } from './retrySend'
import { show } from './show'
import { setState, state } from './store'
import { type LocalFile, uploads } from './uploads'

/** Sends files one after the other; the words stand under the first. */
export function sendFiles(chat: PeerId, files: LocalFile[], caption: string, reply?: number): void {
  const { text, entities } = parseMarkup(caption)
  files.forEach((local, index) => {
    const message = localMessage(chat, {
      ...(index === 0 ? { text, entities } : {}), media: localMedia(local), progress: 0, ...(reply && index === 0 ? { reply: { id: reply } } : {}),
    })
    uploads.set(message.id, { local, abort: new AbortController() })
    show(message)
    void deliverFile(message)
  })
}

/** Uploads what a message waits for; also once more, after it failed. */
export async function deliverFile(message: Message): Promise<void> {
  const upload = uploads.get(message.id)
  if (!upload) return
  const there = () => state.histories[message.chat]?.messages[message.id]
  try {
    const protocol = await link()
    const { local, abort } = upload
    const sent = await protocol.sendFile(message, {
      ...local, signal: abort.signal,
      progress: (share) => there() && setState('histories', message.chat, 'messages', message.id, { progress: share }),
    }, message.reply ? { reply: message.reply.id } : {})
    // The picture stays as it is here; the server's own need not be fetched.
    uploads.delete(message.id)
    happened({ kind: 'sent', chat: message.chat, local: message.id, message: sent })
  } catch (error) {
    if (error instanceof Trouble && error.reason === 'cancelled') {
      uploads.delete(message.id)
      dropUnsent(message)
      return
    }
    if (there()) {
      setState('histories', message.chat, 'messages', message.id, produce((known: Message) => {
        known.sending = 'failed'
        known.failure = explain(error)
        delete known.progress
      }))
    }
  }
}

export function cancelUpload(message: Message): void {
  uploads.get(message.id)?.abort.abort()
}

function localMedia(local: LocalFile): Media {
  const full = { key: `local ${local.url ?? local.name} ${local.file.size}`, location: undefined, size: local.file.size }
  if (local.as === 'photo') return { kind: 'photo', width: local.width ?? 4, height: local.height ?? 3, full, ...(local.url ? { thumb: local.url } : {}) }
  if (local.as === 'video') return { kind: 'video', width: local.width ?? 16, height: local.height ?? 9, duration: local.duration ?? 0, full, mime: local.mime }
  if (local.as === 'voice') return { kind: 'voice', duration: local.duration ?? 0, waveform: local.waveform ?? [], full, mime: local.mime }
  return { kind: 'file', name: local.name, size: local.file.size, mime: local.mime, full }
}
