import { createSignal } from 'solid-js'
import { en } from './en'

export type Key = keyof typeof en
type Words = Partial<Record<Key, string>>
export type Language = 'en' | 'id'

const [language, setLanguageSignal] = createSignal<Language>('en')
const [words, setWords] = createSignal<Words>(en)
export { language, setLanguageSignal, words, setWords }
