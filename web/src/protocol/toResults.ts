import type { tl } from '@mtcute/core'
import { hex } from './hex'

export function toResults(results: tl.TypePollResults) {
  return (results.results ?? []).map((one) => ({
    key: hex(one.option), voters: one.voters ?? 0, chosen: one.chosen ?? false, correct: one.correct ?? false,
  }))
}
