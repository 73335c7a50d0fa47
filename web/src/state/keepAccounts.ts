import { type Account, LIST } from './accounts'

export function keepAccounts(all: Account[]): void {
  localStorage.setItem(LIST, JSON.stringify(all))
}
