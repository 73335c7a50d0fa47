import type { tl } from '@mtcute/core'
import { uploadFile } from '@mtcute/core/methods.js'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { session } from './session'
import { takeUpdates } from './takeUpdates'
import { toTrouble } from './toTrouble'

/** Gives a group or channel a photo; without one takes it away. */
export async function setChatPhoto(chat: PeerId, picture: Blob | undefined): Promise<void> {
  const { client } = session
  if (!client) throw new Trouble('noConnection')
  let photo: tl.TypeInputChatPhoto = { _: 'inputChatPhotoEmpty' }
  if (picture) {
    try {
      photo = { _: 'inputChatUploadedPhoto', file: (await uploadFile(client, { file: new File([picture], 'photo.jpg', { type: 'image/jpeg' }) })).inputFile }
    } catch (error) {
      throw toTrouble(error)
    }
  }
  takeUpdates(isChannel(chat)
    ? await call({ _: 'channels.editPhoto', channel: await inputChannel(chat), photo })
    : await call({ _: 'messages.editChatPhoto', chatId: -chat, photo }))
}
