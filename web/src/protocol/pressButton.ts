import type { PeerId } from '../model/model'
import { call } from './call'
import { clientSoon } from './clientSoon'
import { inputPeer } from './inputPeer'

/** What a bot says to a button that was pressed. */
export interface Pressed {
  message: string
  /** Whether it is to be read before anything else. */
  alert: boolean
  url?: string
}

/** Presses a button below a message; with the two-step password where the bot wants to be sure who it is. */
export async function pressButton(chat: PeerId, id: number, data: string, password = ''): Promise<Pressed> {
  const bytes = Uint8Array.from(data.match(/../g) ?? [], (one) => Number.parseInt(one, 16))
  const proof = password ? await (await clientSoon()).computeSrpParams(await call({ _: 'account.getPassword' }), password) : undefined
  const answer = await call({ _: 'messages.getBotCallbackAnswer', peer: await inputPeer(chat), msgId: id, data: bytes, ...(proof ? { password: proof } : {}) })
  return { message: answer.message ?? '', alert: answer.alert ?? false, ...(answer.url ? { url: answer.url } : {}) }
}
