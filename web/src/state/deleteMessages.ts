import type { PeerId } from '../model/model'
import { link } from './link'

export async function deleteMessages(chat: PeerId, ids: number[], forAll: boolean): Promise<void> {
  await (await link()).deleteMessages(chat, ids, forAll)
}
