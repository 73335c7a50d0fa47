import { uploadFile } from '@mtcute/core/methods.js'
import type { Peer } from '../model/model'
import { call } from './call'
import { clientSoon } from './clientSoon'
import { whoAmI } from './whoAmI'
import { toTrouble } from './toTrouble'

/** Gives the account a photo; without one takes the present one away. */
export async function setProfilePhoto(picture: Blob | undefined): Promise<Peer> {
  if (!picture) {
    await call({ _: 'photos.updateProfilePhoto', id: { _: 'inputPhotoEmpty' } })
    return whoAmI()
  }
  const client = await clientSoon()
  const { inputFile } = await uploadFile(client, { file: new File([picture], 'photo.jpg', { type: 'image/jpeg' }) }).catch((error: unknown) => {
    throw toTrouble(error)
  })
  await call({ _: 'photos.uploadProfilePhoto', file: inputFile })
  return whoAmI()
}
