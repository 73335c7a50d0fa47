import { language } from './language'

type Format = (seconds: number) => string

/** A way to write times, made once for each language: making one costs a hundred times what using it does. */
export function timeFormat(options: Intl.DateTimeFormatOptions): Format {
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
