import { produce } from 'solid-js/store'
import type { Dialog, PeerId } from '../model/model'
import { isLocal } from './isLocal'
import { link } from './link'
import { setState, state } from './store'
import { takeDialogs } from './takeDialogs'

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
