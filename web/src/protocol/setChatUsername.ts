import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'

/** Makes a supergroup or channel public under a name; an empty one makes it private. */
export async function setChatUsername(chat: PeerId, username: string): Promise<void> {
  const channel = await inputChannel(chat)
  await call({ _: 'channels.updateUsername', channel, username })
  await call({ _: 'channels.getChannels', id: [channel] })
}
