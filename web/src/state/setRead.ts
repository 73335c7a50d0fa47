import type { PeerId } from '../model/model'
import { apply } from './apply'
import { link } from './link'
import { state } from './store'
import { orBack } from './orBack'

export async function setRead(chat: PeerId, read: boolean): Promise<void> {
  const protocol = await link()
  await orBack(chat, async () => {
    const dialog = state.dialogs[chat]
    if (read) {
      const top = state.tops[chat]?.id ?? 0
      if (dialog?.marked) await protocol.markUnread(chat, false)
      if (dialog?.unread) await protocol.readHistory(chat, top)
      apply({ kind: 'readInbox', chat, upTo: top, unread: 0 })
      apply({ kind: 'marked', chat, marked: false })
    } else {
      apply({ kind: 'marked', chat, marked: true })
      await protocol.markUnread(chat, true)
    }
  })
}
