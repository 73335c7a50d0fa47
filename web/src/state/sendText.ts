import type { Entity, PeerId } from '../model/model'
import { parseMarkup } from '../text/parseMarkup'
import { deliver } from './deliver'
import { localMessage } from './localMessage'
import { show } from './show'

/** The longest text of one message. */
const TEXT_CHARS_MAX = 4096

export interface SendOptions {
  reply?: number
  /** The first message of the thread that it goes to. */
  thread?: number
  silent?: boolean
  /** Seconds since 1970; the message waits at the server until then. */
  at?: number
  /** Whether the marks of styles are letters as all others. */
  plain?: boolean
}

/** Sends what was written; a text that is too long for one message becomes several. */
export function sendText(chat: PeerId, source: string, options: SendOptions = {}): void {
  const { text, entities } = options.plain ? { text: source.trim(), entities: [] } : parseMarkup(source)
  if (!text) return
  let at = 0
  while (at < text.length) {
    const end = cutAt(text, at)
    const part = text.slice(at, end)
    const own = within(entities, at, end)
    const message = localMessage(chat, { text: part, entities: own, ...(options.reply ? { reply: { id: options.reply } } : {}), ...(options.thread ? { thread: options.thread } : {}) })
    if (!options.at) show(message)
    void deliver(message, options)
    at = end
  }
}

/** Where a long text is cut: at the end of a line or a word, if there is one near. */
function cutAt(text: string, from: number): number {
  if (text.length - from <= TEXT_CHARS_MAX) return text.length
  const most = from + TEXT_CHARS_MAX
  const line = text.lastIndexOf('\n', most - 1)
  const word = text.lastIndexOf(' ', most - 1)
  if (line > from + TEXT_CHARS_MAX / 2) return line + 1
  return word > from + TEXT_CHARS_MAX / 2 ? word + 1 : most
}

function within(entities: readonly Entity[], from: number, to: number): Entity[] {
  return entities
    .filter((entity) => entity.offset < to && entity.offset + entity.length > from)
    .map((entity) => {
      const start = Math.max(entity.offset, from)
      return { ...entity, offset: start - from, length: Math.min(entity.offset + entity.length, to) - start }
    })
}
