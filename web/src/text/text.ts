/** The words of the page in the language that was chosen: `t('key', { name })`. */
import { en } from './en'
import { type Key, words } from './language'

function filled(text: string, values?: Record<string, string | number>): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text
}

export function t(key: Key, values?: Record<string, string | number>): string {
  return filled(words()[key] ?? en[key], values)
}
