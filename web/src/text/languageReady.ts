import type { Language } from './language'
import { setLanguage } from './setLanguage'

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

export const languageReady: Promise<void> = first() === 'en' ? Promise.resolve() : setLanguage('id', false)
