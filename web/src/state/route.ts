/** Which chat and which panel are open: the part of the address behind `#`, so that links and the back key work. */
import { createSignal } from 'solid-js'
import type { PeerId } from '../model/model'
import { ownLink } from '../text/ownLink'

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

export function routeHash(route: Route): string {
  const parts: string[] = []
  if (route.chat) parts.push(`chat=${route.chat}`)
  if (route.username) parts.push(`at=${route.username}`)
  if (route.join) parts.push(`join=${route.join}`)
  if (route.thread) parts.push(`thread=${route.thread}`)
  if (route.from) parts.push(`from=${route.from}`)
  if (route.stickers) parts.push(`stickers=${route.stickers}`)
  if (route.message) parts.push(`message=${route.message}`)
  if (route.panel) parts.push(`panel=${encodeURIComponent(route.panel).replaceAll('%2F', '/')}`)
  if (route.info) parts.push('info')
  return parts.length ? `#${parts.join('&')}` : '#'
}

// An address that is an invite link, such as `/+HASH`, is one of the page from here on.
const invited = ownLink(location.href, location.origin)
if (invited && 'join' in invited) history.replaceState(null, '', `/#join=${invited.join}`)

const [route, setRoute] = createSignal<Route>(parseRoute(location.hash))
export { route }

addEventListener('hashchange', () => setRoute(parseRoute(location.hash)))

/** Goes there; the back key comes back. */
export function go(next: Route): void {
  const hash = routeHash(next)
  if (hash === routeHash(route())) return
  history.pushState(null, '', hash)
  setRoute(next)
}

/** Goes there in place of where one is. */
export function replaceRoute(next: Route): void {
  history.replaceState(null, '', routeHash(next))
  setRoute(next)
}

addEventListener('popstate', () => setRoute(parseRoute(location.hash)))
