import type { PeerId } from '../model/model'
import { apply } from './apply'
import { link } from './link'
import { orBack } from './orBack'

export async function archive(chat: PeerId, archived: boolean): Promise<void> {
  const protocol = await link()
  await orBack(chat, () => {
    apply({ kind: 'archived', chats: [{ chat, archived }] })
    return protocol.archiveChat(chat, archived)
  })
}
