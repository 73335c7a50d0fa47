import { clock } from './clock'
import { dayOf } from './dayOf'
import { fullWhen } from './fullWhen'
import { nowSeconds } from './nowSeconds'

/** A day and a time as one says it: only the time if it is today. */
export function dayAndTime(seconds: number): string {
  return dayOf(seconds) === dayOf(nowSeconds()) ? clock(seconds) : fullWhen(seconds)
}
