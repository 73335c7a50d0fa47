import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Whether new members see only what is written after they came. */
export async function setHistoryHidden(chat: PeerId, enabled: boolean): Promise<void> {
  takeUpdates(await call({ _: 'channels.togglePreHistoryHidden', channel: await inputChannel(chat), enabled }))
}
