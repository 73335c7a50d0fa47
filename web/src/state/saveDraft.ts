import type { PeerId } from '../model/model'
import { apply } from './apply'
import { link } from './link'
import { state } from './store'

/** Keeps what was begun to be written, on all devices; an empty text takes the draft away. */
export async function saveDraft(chat: PeerId, text: string, reply?: number): Promise<void> {
  const known = state.dialogs[chat]?.draft
  if ((known?.text ?? '') === text.trim() && known?.reply === reply) return
  const draft = text.trim() || reply ? { text: text.trim(), date: Math.floor(Date.now() / 1000), ...(reply ? { reply } : {}) } : undefined
  apply({ kind: 'draft', chat, ...(draft ? { draft } : {}) })
  try {
    await (await link()).saveDraft(chat, text.trim(), reply)
  } catch {
    // The text still stands in the field; the next change tries again.
  }
}
