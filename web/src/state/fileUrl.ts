import type { FileRef } from '../model/model'
import { link } from './link'

/** Small files, such as photos of people, that are shown again and again. */
const KEPT_MAX = 400
const urls = new Map<string, Promise<string>>()

/** An address within the page for a small file; it is fetched once. */
export function fileUrl(file: FileRef): Promise<string> {
  const known = urls.get(file.key)
  if (known) return known
  const made = link()
    .then((protocol) => protocol.download(file))
    .then((blob) => URL.createObjectURL(blob))
  urls.set(file.key, made)
  made.catch(() => urls.delete(file.key))
  if (urls.size > KEPT_MAX) {
    const [oldest] = urls.keys()
    if (oldest !== undefined) {
      void urls.get(oldest)?.then((url) => URL.revokeObjectURL(url), () => {})
      urls.delete(oldest)
    }
  }
  return made
}
