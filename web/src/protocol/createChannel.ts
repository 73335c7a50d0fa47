import type { PeerId } from '../model/model'
import { call } from './call'
import { made } from './made'

/** Makes a channel, or a supergroup. */
export async function createChannel(title: string, about: string, megagroup: boolean): Promise<PeerId> {
  return made(await call({ _: 'channels.createChannel', title, about, ...(megagroup ? { megagroup: true } : { broadcast: true }) }))
}
