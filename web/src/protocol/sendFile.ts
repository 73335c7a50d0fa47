import type { tl } from '@mtcute/core'
import { encodeWaveform } from '@mtcute/core/utils.js'
import { uploadFile } from '@mtcute/core/methods.js'
import type { Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { fromEntities } from './entities'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { sendOptions } from './sendText'
import { session } from './session'
import { takeSent } from './taken'
import { toTrouble } from './toTrouble'

export interface Upload {
  file: Blob
  name: string
  mime: string
  as: 'photo' | 'video' | 'voice' | 'file'
  width?: number
  height?: number
  duration?: number
  /** Loudness, 0 to 31. */
  waveform?: number[]
  /** A small JPEG to show before the rest is there. */
  thumb?: Blob
  progress: (share: number) => void
  signal: AbortSignal
}

/** Uploads a file and sends it as the message that the page has shown already. */
export async function sendFile(message: Message, upload: Upload, options: { reply?: number; silent?: boolean }): Promise<Message> {
  const { client } = session
  if (!client) throw new Trouble('noConnection')
  try {
    const sent = await uploadFile(client, {
      file: new File([upload.file], upload.name, { type: upload.mime }), fileName: upload.name, fileMime: upload.mime, abortSignal: upload.signal,
      progressCallback: (done, total) => upload.progress(total ? done / total : 0),
    })
    const media: tl.TypeInputMedia =
      upload.as === 'photo'
        ? { _: 'inputMediaUploadedPhoto', file: sent.inputFile }
        : {
            _: 'inputMediaUploadedDocument', file: sent.inputFile, mimeType: upload.mime || 'application/octet-stream', attributes: attributes(upload),
            ...(upload.as === 'file' ? { forceFile: true } : {}),
            ...(upload.thumb ? { thumb: (await uploadFile(client, { file: new File([upload.thumb], 'thumb.jpg', { type: 'image/jpeg' }) })).inputFile } : {}),
          }
    const random = randomId(message.id)
    const answer = await call({
      _: 'messages.sendMedia', peer: await inputPeer(message.chat), media, message: message.text, randomId: random, entities: await fromEntities(message.entities),
      ...sendOptions(options),
    })
    const { sending: _, progress: __, failure: ___, ...kept } = message
    return takeSent(answer, random) ?? kept
  } catch (error) {
    throw toTrouble(error)
  }
}

function attributes(upload: Upload): tl.TypeDocumentAttribute[] {
  const all: tl.TypeDocumentAttribute[] = []
  if (upload.as !== 'voice') all.push({ _: 'documentAttributeFilename', fileName: upload.name })
  if (upload.as === 'video') {
    all.push({ _: 'documentAttributeVideo', duration: upload.duration ?? 0, w: upload.width ?? 0, h: upload.height ?? 0, supportsStreaming: true })
  }
  if (upload.as === 'voice') {
    all.push({ _: 'documentAttributeAudio', voice: true, duration: Math.round(upload.duration ?? 0), waveform: encodeWaveform(upload.waveform ?? []) })
  }
  return all
}
