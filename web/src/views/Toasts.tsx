/** What is said for a few seconds. */
import { For } from 'solid-js'
import { state } from '../state/store'

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      <For each={state.toasts}>{(toast) => <div class="toast">{toast.text}</div>}</For>
    </div>
  )
}
