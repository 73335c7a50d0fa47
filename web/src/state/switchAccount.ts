import { showSlot } from './showSlot'

/** Shows another account; the page begins anew. */
export function switchAccount(next: string): void {
  showSlot(next)
  location.replace('/')
}
