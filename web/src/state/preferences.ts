/** What a person chose for this browser alone. */
import { createEffect, createRoot, createSignal } from 'solid-js'

export interface Preferences {
  theme: 'system' | 'light' | 'dark'
  textSize: number
  enterSends: boolean
  notifications: boolean
  sound: boolean
  /** Whether the page has asked if it may tell of messages. */
  asked: boolean
}

const KEY = 'merpati.preferences'

function read(): Preferences {
  const usual: Preferences = { theme: 'system', textSize: 16, enterSends: true, notifications: true, sound: true, asked: false }
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) }
  } catch {
    return usual
  }
}

const [preferences, setPreferences] = createSignal<Preferences>(read())
export { preferences }

export function prefer(change: Partial<Preferences>): void {
  setPreferences({ ...preferences(), ...change })
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences()))
  } catch {
    // It holds until the page is left.
  }
}

createRoot(() => {
  createEffect(() => {
    const root = document.documentElement
    const { theme, textSize } = preferences()
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
    root.style.setProperty('--text', `${textSize}px`)
  })
})
