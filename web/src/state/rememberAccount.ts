import { accounts } from './accounts'
import { keepAccounts } from './keepAccounts'
import { slot } from './slot'

/** Somebody is signed in at the place that this tab shows. */
export function rememberAccount(id: number, name: string): void {
  const here = slot()
  keepAccounts([...accounts().filter((one) => one.slot !== here), { slot: here, id, name }].sort((one, two) => one.slot.localeCompare(two.slot)))
}
