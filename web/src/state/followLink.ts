import { ownLink } from '../text/ownLink'
import { go } from './go'
import { route } from './route'

/** Follows a link that leads to somewhere on this server; gives whether it does. */
export function followLink(url: string): boolean {
  const found = ownLink(url, location.origin)
  if (!found) return false
  go('join' in found || 'stickers' in found ? { ...route(), ...found } : found)
  return true
}
