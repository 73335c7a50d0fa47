/** The accounts that are signed in here. Each has a place of its own, with its own session and what was kept of it. */
export const LIST = 'merpati.accounts'

export interface Account {
  /** Empty for the first place. */
  slot: string
  id: number
  name: string
}

export function accounts(): Account[] {
  try {
    return JSON.parse(localStorage.getItem(LIST) ?? '[]') as Account[]
  } catch {
    return []
  }
}
