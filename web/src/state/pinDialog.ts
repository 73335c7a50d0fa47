import type { PeerId } from '../model/model'
import { apply } from './apply'
import { link } from './link'
import { orBack } from './orBack'

export async function pinDialog(chat: PeerId, pinned: boolean): Promise<void> {
  const protocol = await link()
  await orBack(chat, () => {
    apply({ kind: 'pinnedDialog', chat, pinned })
    return protocol.pinDialog(chat, pinned)
  })
}
