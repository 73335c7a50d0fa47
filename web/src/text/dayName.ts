import { t } from './text'
import { dayOf } from './dayOf'
import { nowSeconds } from './nowSeconds'
import { timeFormat } from './timeFormat'

const longDay = timeFormat({ day: 'numeric', month: 'long' })
const longDate = timeFormat({ day: 'numeric', month: 'long', year: 'numeric' })

/** For the lines between days. */
export function dayName(seconds: number): string {
  const days = dayOf(nowSeconds()) - dayOf(seconds)
  if (days === 0) return t('chat.today')
  if (days === 1) return t('chat.yesterday')
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear()
  return (sameYear ? longDay : longDate)(seconds)
}
