import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Sets how many seconds members wait between messages; 0 for none. */
export async function setSlowMode(chat: PeerId, seconds: number): Promise<void> {
  takeUpdates(await call({ _: 'channels.toggleSlowMode', channel: await inputChannel(chat), seconds }))
}
