/** Days and times as people say them, in the page's language. Times are seconds since 1970. */
import { language, t, tCount } from './text'

type Format = (seconds: number) => string

/** A way to write times, made once for each language: making one costs a hundred times what using it does. */
function format(options: Intl.DateTimeFormatOptions): Format {
  let made: Intl.DateTimeFormat | undefined
  let of: string | undefined
  return (seconds) => {
    const wanted = language()
    if (!made || wanted !== of) {
      // Of the languages that the person reads, the one that the page speaks: it says whether a day has 12 or 24 hours.
      made = new Intl.DateTimeFormat(navigator.languages.find((one) => one.startsWith(wanted)) ?? wanted, options)
      of = wanted
    }
    return made.format(seconds * 1000)
  }
}

/** The day as a number that grows by one at each midnight here. */
export function dayOf(seconds: number): number {
  const date = new Date(seconds * 1000)
  return Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / 86_400_000)
}

const now = () => Date.now() / 1000

export const clock = format({ hour: '2-digit', minute: '2-digit' })
const weekday = format({ weekday: 'short' })
const shortDay = format({ day: 'numeric', month: 'short' })
const shortDate = format({ day: '2-digit', month: '2-digit', year: '2-digit' })
const longDay = format({ day: 'numeric', month: 'long' })
const longDate = format({ day: 'numeric', month: 'long', year: 'numeric' })

/** For the list of chats: the time of today, the weekday of this week, else the date. */
export function shortWhen(seconds: number): string {
  const days = dayOf(now()) - dayOf(seconds)
  if (days <= 0) return clock(seconds)
  if (days < 7) return weekday(seconds)
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear()
  return (sameYear ? shortDay : shortDate)(seconds)
}

/** For the lines between days. */
export function dayName(seconds: number): string {
  const days = dayOf(now()) - dayOf(seconds)
  if (days === 0) return t('chat.today')
  if (days === 1) return t('chat.yesterday')
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear()
  return (sameYear ? longDay : longDate)(seconds)
}

export const fullWhen = format({ dateStyle: 'medium', timeStyle: 'short' })

/** A day and a time as one says it: only the time if it is today. */
export function dayAndTime(seconds: number): string {
  return dayOf(seconds) === dayOf(now()) ? clock(seconds) : fullWhen(seconds)
}

/** A duration in the largest unit that fits. */
export function span(seconds: number): string {
  if (seconds < 60) return tCount('time.seconds', Math.max(1, Math.ceil(seconds)))
  if (seconds < 3600) return tCount('time.minutes', Math.ceil(seconds / 60))
  if (seconds < 86_400) return tCount('time.hours', Math.round(seconds / 3600))
  return tCount('time.days', Math.round(seconds / 86_400))
}

/** Minutes and seconds of something that plays. */
export function playTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let at = 0
  let value = bytes
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024
    at++
  }
  return `${value.toLocaleString(language(), { maximumFractionDigits: at && value < 100 ? 1 : 0 })} ${units[at]}`
}
