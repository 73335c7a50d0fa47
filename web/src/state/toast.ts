import { setState, state } from './store'

let last = 0

/** Says something for a few seconds, at the edge of the page. */
export function toast(text: string): void {
  const id = ++last
  setState('toasts', [...state.toasts.slice(-2), { id, text }])
  setTimeout(() => setState('toasts', (all) => all.filter((one) => one.id !== id)), 5000)
}
