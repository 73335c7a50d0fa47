import { batch } from 'solid-js'
import { produce, reconcile } from 'solid-js/store'
import type { Dialog, Message, PeerId } from '../model/model'
import { isLocal } from './isLocal'
import { link } from './link'
import { setTop } from './setTop'
import { setState, state } from './store'

/** Fetches all chats, page by page, those of the archive last. */
export async function loadDialogs(): Promise<void> {
  const protocol = await link()
  const seen = new Set<PeerId>()
  for (const archived of [false, true]) {
    let after: { date: number; id: number; chat: PeerId } | undefined
    for (;;) {
      const page = await protocol.getDialogs({ archived, limit: after ? 100 : 40, ...(after ? { after } : {}) })
      takeDialogs(page.dialogs, page.tops)
      for (const dialog of page.dialogs) seen.add(dialog.chat)
      after = page.next
      if (!after) break
    }
  }
  const gone = Object.values(state.dialogs).filter((known) => !seen.has(known.chat) && !isLocal(known.top))
  if (gone.length) {
    setState('dialogs', produce((dialogs: Record<PeerId, Dialog>) => {
      for (const { chat } of gone) delete dialogs[chat]
    }))
  }
}

/** Takes chats and their newest messages into the store. */
export function takeDialogs(dialogs: readonly Dialog[], tops: readonly Message[]): void {
  batch(() => {
    for (const message of tops) {
      const known = state.tops[message.chat]
      if (!known || !isLocal(known.id)) setTop(message.chat, message)
    }
    for (const dialog of dialogs) setState('dialogs', dialog.chat, reconcile(dialog))
  })
}
