import type { PeerId, Sticker } from '../model/model'
import { explain } from './explain'
import { happened } from './happened'
import { link } from './link'
import { localMessage } from './localMessage'
import { dropUnsent } from './dropUnsent'
import { show } from './show'
import { toast } from './toast'

/** Sends a sticker; it shows at once, and goes again if the server refuses. */
export async function sendSticker(chat: PeerId, sticker: Sticker, { reply, thread }: { reply?: number | undefined; thread?: number | undefined } = {}): Promise<void> {
  const message = localMessage(chat, { media: sticker.media, ...(reply ? { reply: { id: reply } } : {}), ...(thread ? { thread } : {}) })
  show(message)
  try {
    const sent = await (await link()).sendSticker(message, sticker)
    happened({ kind: 'sent', chat, local: message.id, message: sent })
  } catch (error) {
    toast(explain(error))
    dropUnsent(message)
  }
}
