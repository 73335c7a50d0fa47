/** Where a link leads that the page follows by itself. */
export type OwnLink = { join: string } | { stickers: string } | { username: string; message?: number }

/** What follows no name but the host, and is none. */
const PLACES = new Set(['joinchat', 'addstickers', 'share', 'proxy', 'connect', 'invite', 'assets', 'apiws', 'c'])

/** A link to a group, channel or person on this server, as other apps write it or as this page does. */
export function ownLink(url: string, origin: string): OwnLink | undefined {
  const invite = /^tg:\/*join\?invite=([\w-]+)/i.exec(url)?.[1]
  if (invite) return { join: invite }
  const named = /^tg:\/*resolve\?domain=(\w+)/i.exec(url)?.[1]
  if (named) return { username: named }
  const own = url.startsWith(`${origin}/`)
  const path = own ? url.slice(origin.length) : /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me(\/.*)$/i.exec(url)?.[1]
  if (path === undefined) return undefined
  const hash = /^\/(?:\+|%2B|joinchat\/|#join=)([\w-]{6,})\/?$/i.exec(path)?.[1]
  if (hash) return { join: hash }
  const stickers = /^\/add(?:stickers|emoji)\/(\w+)\/?$/i.exec(path)?.[1]
  if (stickers) return { stickers }
  const found = own ? /^\/#at=(\w+)(?:&message=(\d+))?$/.exec(path) : /^\/([a-z]\w{3,31})(?:\/(\d+))?\/?(?:\?.*)?$/i.exec(path)
  if (!found?.[1] || PLACES.has(found[1].toLowerCase())) return undefined
  return { username: found[1], ...(found[2] ? { message: Number(found[2]) } : {}) }
}
