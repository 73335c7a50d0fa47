import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'

/** Whether a public name is free; a `Trouble` says why it cannot be. */
export async function checkChatUsername(chat: PeerId, username: string): Promise<boolean> {
  return call({ _: 'channels.checkUsername', channel: await inputChannel(chat), username })
}
