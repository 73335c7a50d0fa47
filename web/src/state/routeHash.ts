import type { Route } from './parseRoute'

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
