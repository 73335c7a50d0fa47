import type { Dialog } from '../model/model'
import { state } from './store'

export function dateOf(dialog: Dialog): number {
  return Math.max(state.tops[dialog.chat]?.date ?? 0, dialog.draft?.date ?? 0)
}
