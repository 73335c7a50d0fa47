import { accounts } from './accounts'
import { keepAccounts } from './keepAccounts'
import { showSlot } from './showSlot'
import { slot } from './slot'

/** Nobody is any more; the tab shows another account, if there is one. */
export function forgetAccount(): void {
  const left = accounts().filter((one) => one.slot !== slot())
  keepAccounts(left)
  showSlot(left[0]?.slot ?? '')
}
