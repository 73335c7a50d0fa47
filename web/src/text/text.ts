/** The words of the page in the language that was chosen: `t('key', { name })`. */
import { createSignal } from 'solid-js'
import { en } from './en'

export type Key = keyof typeof en
type Words = Partial<Record<Key, string>>
export type Language = 'en' | 'id'

const kept = () => {
  try {
    return localStorage.getItem('merpati.language')
  } catch {
    return null
  }
}

function first(): Language {
  const chosen = kept()
  if (chosen === 'en' || chosen === 'id') return chosen
  const wanted = (navigator.languages ?? [navigator.language]).map((one) => one.slice(0, 2).toLowerCase())
  return wanted.find((one) => one === 'id' || one === 'in' || one === 'en')?.startsWith('i') ? 'id' : 'en'
}

const [language, setLanguageSignal] = createSignal<Language>('en')
const [words, setWords] = createSignal<Words>(en)
export { language }

export async function setLanguage(next: Language, keep = true): Promise<void> {
  const chosen = next === 'id' ? (await import('./id')).id : en
  setWords(() => chosen)
  setLanguageSignal(next)
  document.documentElement.lang = next
  try {
    if (keep) localStorage.setItem('merpati.language', next)
  } catch {
    // It holds until the page is left.
  }
}

export const languageReady: Promise<void> = first() === 'en' ? Promise.resolve() : setLanguage('id', false)

/** The names of keys that come in forms for one and for more. */
export type CountKey = { [K in Key]: K extends `${infer Base}_other` ? Base : never }[Key]

function filled(text: string, values?: Record<string, string | number>): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text
}

export function t(key: Key, values?: Record<string, string | number>): string {
  return filled(words()[key] ?? en[key], values)
}

/** The form for `count`, which is written as the language writes numbers. */
export function tCount(key: CountKey, count: number): string {
  const one = new Intl.PluralRules(language()).select(count) === 'one'
  return t(`${key}_${one ? 'one' : 'other'}` as Key, { count: count.toLocaleString(language()) })
}
