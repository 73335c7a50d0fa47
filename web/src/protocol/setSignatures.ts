import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Whether posts of a channel say which admin wrote them. */
export async function setSignatures(chat: PeerId, on: boolean): Promise<void> {
  takeUpdates(await call({ _: 'channels.toggleSignatures', channel: await inputChannel(chat), ...(on ? { signaturesEnabled: true } : {}) }))
}
