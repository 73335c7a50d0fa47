import { en } from './en'
import { type Language, setLanguageSignal, setWords } from './language'

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
