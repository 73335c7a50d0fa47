import { clock } from './clock'
import { dayOf } from './dayOf'
import { nowSeconds } from './nowSeconds'
import { timeFormat } from './timeFormat'

const weekday = timeFormat({ weekday: 'short' })
const shortDay = timeFormat({ day: 'numeric', month: 'short' })
const shortDate = timeFormat({ day: '2-digit', month: '2-digit', year: '2-digit' })

/** For the list of chats: the time of today, the weekday of this week, else the date. */
export function shortWhen(seconds: number): string {
  const days = dayOf(nowSeconds()) - dayOf(seconds)
  if (days <= 0) return clock(seconds)
  if (days < 7) return weekday(seconds)
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear()
  return (sameYear ? shortDay : shortDate)(seconds)
}
