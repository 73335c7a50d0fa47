import { accounts } from './accounts'
import { switchAccount } from './switchAccount'

/** Shows a place where nobody is signed in, for one account more. */
export function addAccount(): void {
  const taken = new Set(accounts().map((one) => one.slot))
  let free = 1
  while (taken.has(String(free))) free++
  switchAccount(taken.has('') ? String(free) : '')
}
