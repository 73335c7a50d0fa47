import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Enters a public group or channel. */
export async function joinChannel(chat: PeerId): Promise<void> {
  takeUpdates(await call({ _: 'channels.joinChannel', channel: await inputChannel(chat) }))
}
