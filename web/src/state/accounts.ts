/** The accounts that are signed in here. Each has a place of its own, with its own session and what was kept of it. */
const SLOT = 'merpati.slot'
const LIST = 'merpati.accounts'

export interface Account {
  /** Empty for the first place. */
  slot: string
  id: number
  name: string
}

/** The place that this tab shows; a new tab shows what was shown last. */
export function slot(): string {
  try {
    return sessionStorage.getItem(SLOT) ?? localStorage.getItem(SLOT) ?? ''
  } catch {
    return ''
  }
}

/** What a value is called in the place that this tab shows. */
export const slotKey = (name: string): string => (slot() ? `${name}.${slot()}` : name)

export function accounts(): Account[] {
  try {
    return JSON.parse(localStorage.getItem(LIST) ?? '[]') as Account[]
  } catch {
    return []
  }
}

function keep(all: Account[]): void {
  localStorage.setItem(LIST, JSON.stringify(all))
}

/** Somebody is signed in at the place that this tab shows. */
export function rememberAccount(id: number, name: string): void {
  const here = slot()
  keep([...accounts().filter((one) => one.slot !== here), { slot: here, id, name }].sort((one, two) => one.slot.localeCompare(two.slot)))
}

/** Nobody is any more; the tab shows another account, if there is one. */
export function forgetAccount(): void {
  const left = accounts().filter((one) => one.slot !== slot())
  keep(left)
  show(left[0]?.slot ?? '')
}

function show(next: string): void {
  sessionStorage.setItem(SLOT, next)
  localStorage.setItem(SLOT, next)
}

/** Shows another account; the page begins anew. */
export function switchAccount(next: string): void {
  show(next)
  location.replace('/')
}

/** Shows a place where nobody is signed in, for one account more. */
export function addAccount(): void {
  const taken = new Set(accounts().map((one) => one.slot))
  let free = 1
  while (taken.has(String(free))) free++
  switchAccount(taken.has('') ? String(free) : '')
}
