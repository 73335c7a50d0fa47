import type { PeerId } from '../model/model'
import { link } from './link'

export async function forward(from: PeerId, ids: number[], to: PeerId): Promise<void> {
  await (await link()).forwardMessages(from, ids, to)
}
