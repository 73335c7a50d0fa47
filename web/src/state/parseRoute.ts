import type { PeerId } from '../model/model'

export interface Route {
  chat?: PeerId
  /** Of a link by username, which is not resolved yet. */
  username?: string
  /** What an invite link ends with. */
  join?: string
  /** The name of a sticker set that a link leads to. */
  stickers?: string
  /** A message to go to. */
  message?: number
  /** The first message of the topic, or of the comments, that are open. */
  thread?: number
  /** The channel from which its comments were opened. */
  from?: PeerId
  /** What stands beside or over the list: `settings`, `settings/privacy`, `new`, `archive`, … */
  panel?: string
  /** Whether the profile is open beside the chat. */
  info?: boolean
}

export function parseRoute(hash: string): Route {
  const route: Route = {}
  for (const part of hash.replace(/^#\/?/, '').split('&')) {
    const [name, value = ''] = part.split('=')
    if (name === 'chat' && /^-?\d+$/.test(value)) route.chat = Number(value)
    else if (name === 'at' && /^[\w]+$/.test(value)) route.username = value
    else if (name === 'join' && /^[\w-]+$/.test(value)) route.join = value
    else if (name === 'stickers' && /^\w+$/.test(value)) route.stickers = value
    else if (name === 'message' && /^\d+$/.test(value)) route.message = Number(value)
    else if (name === 'thread' && /^\d+$/.test(value)) route.thread = Number(value)
    else if (name === 'from' && /^-\d+$/.test(value)) route.from = Number(value)
    else if (name === 'panel' && value) route.panel = decodeURIComponent(value)
    else if (name === 'info') route.info = true
  }
  return route
}
