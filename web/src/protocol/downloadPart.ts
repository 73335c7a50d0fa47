import type { tl } from '@mtcute/core'
import type { FileRef } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'

/** What the server gives of a file at once; parts begin at its multiples. */
export const PART_BYTES = 512 * 1024

/** The bytes of a file from `from` on, to the end of the part that it lies in. */
export async function downloadPart(file: FileRef, from: number): Promise<Uint8Array> {
  const offset = from - (from % PART_BYTES)
  const answer = await call({
    _: 'upload.getFile', location: file.location as tl.TypeInputFileLocation, offset, limit: PART_BYTES,
  } as unknown as tl.upload.RawGetFileRequest)
  if (answer._ !== 'upload.file') throw new Trouble('notServed')
  return answer.bytes.subarray(from - offset)
}
