import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputPeer'
import { takeUpdates } from './taken'

/** Whether new members see only what is written after they came. */
export async function setHistoryHidden(chat: PeerId, enabled: boolean): Promise<void> {
  takeUpdates(await call({ _: 'channels.togglePreHistoryHidden', channel: await inputChannel(chat), enabled }))
}
