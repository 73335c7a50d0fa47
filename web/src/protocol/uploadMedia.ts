import { encodeWaveform } from '@mtcute/core/utils.js'
import { uploadFile } from '@mtcute/core/methods.js'
import type { tl } from '@mtcute/core'
import { Trouble } from '../model/trouble'
import { clientSoon } from './clientSoon'
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

/** Brings a file to the server; gives what a message says of it. */
export async function uploadMedia(upload: Upload): Promise<tl.TypeInputMedia> {
  const client = await clientSoon()
  try {
    const sent = await uploadFile(client, {
      file: new File([upload.file], upload.name, { type: upload.mime }), fileName: upload.name, fileMime: upload.mime, abortSignal: upload.signal,
      progressCallback: (done, total) => upload.progress(total ? done / total : 0),
    })
    // Stopped after its last part was on its way: it goes no further.
    if (upload.signal.aborted) throw new Trouble('cancelled')
    if (upload.as === 'photo') return { _: 'inputMediaUploadedPhoto', file: sent.inputFile }
    return {
      _: 'inputMediaUploadedDocument', file: sent.inputFile, mimeType: upload.mime || 'application/octet-stream', attributes: attributes(upload),
      ...(upload.as === 'file' ? { forceFile: true } : {}),
      ...(upload.thumb ? { thumb: (await uploadFile(client, { file: new File([upload.thumb], 'thumb.jpg', { type: 'image/jpeg' }) })).inputFile } : {}),
    }
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
