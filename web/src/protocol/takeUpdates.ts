import type { tl } from '@mtcute/core'
import { session } from './session'

/** Takes the updates that a call was answered with, as if they had come by themselves. */
export function takeUpdates(updates: tl.TypeUpdates): void {
  session.client?.handleClientUpdate(updates, false)
}
