import type { tl } from '@mtcute/core'
import type { PeerId, Uploaded } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { type Upload, uploadMedia } from './uploadMedia'

/** Uploads one picture of an album. */
export async function uploadForAlbum(chat: PeerId, upload: Upload): Promise<Uploaded> {
  const media = await uploadMedia(upload)
  const kept = await call({ _: 'messages.uploadMedia', peer: await inputPeer(chat), media })
  if (kept._ === 'messageMediaPhoto' && kept.photo?._ === 'photo') {
    const { id, accessHash, fileReference } = kept.photo
    return { media: { _: 'inputMediaPhoto', id: { _: 'inputPhoto', id, accessHash, fileReference } } satisfies tl.TypeInputMedia }
  }
  if (kept._ === 'messageMediaDocument' && kept.document?._ === 'document') {
    const { id, accessHash, fileReference } = kept.document
    return { media: { _: 'inputMediaDocument', id: { _: 'inputDocument', id, accessHash, fileReference } } satisfies tl.TypeInputMedia }
  }
  throw new Trouble('server')
}
