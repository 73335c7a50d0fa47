import { type Key, language } from './language'
import { t } from './text'

/** The names of keys that come in forms for one and for more. */
export type CountKey = { [K in Key]: K extends `${infer Base}_other` ? Base : never }[Key]

/** The form for `count`, which is written as the language writes numbers. */
export function tCount(key: CountKey, count: number): string {
  const one = new Intl.PluralRules(language()).select(count) === 'one'
  return t(`${key}_${one ? 'one' : 'other'}` as Key, { count: count.toLocaleString(language()) })
}
