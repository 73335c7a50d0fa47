import type { tl } from '@mtcute/core'
import { downloadAsIterable } from '@mtcute/core/methods.js'
import type { FileRef } from '../model/model'
import { Trouble } from '../model/trouble'
import { session } from './session'
import { toTrouble } from './toTrouble'

/** A file's bytes, as they come. */
export async function download(file: FileRef, options: { mime?: string; progress?: (share: number) => void; signal?: AbortSignal } = {}): Promise<Blob> {
  if (!session.client) throw new Trouble('noConnection')
  const parts: BlobPart[] = []
  let got = 0
  try {
    const pieces = downloadAsIterable(session.client, file.location as tl.TypeInputFileLocation, {
      ...(file.size ? { fileSize: file.size } : {}), ...(options.signal ? { abortSignal: options.signal } : {}),
    })
    for await (const piece of pieces) {
      parts.push(piece as BlobPart)
      got += piece.length
      if (file.size) options.progress?.(got / file.size)
    }
  } catch (error) {
    throw toTrouble(error)
  }
  return new Blob(parts, { type: options.mime ?? '' })
}
