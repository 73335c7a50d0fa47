import { tCount } from './tCount'

/** A duration in the largest unit that fits. */
export function span(seconds: number): string {
  if (seconds < 60) return tCount('time.seconds', Math.max(1, Math.ceil(seconds)))
  if (seconds < 3600) return tCount('time.minutes', Math.ceil(seconds / 60))
  if (seconds < 86_400) return tCount('time.hours', Math.round(seconds / 3600))
  return tCount('time.days', Math.round(seconds / 86_400))
}
