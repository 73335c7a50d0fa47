import type { Placed } from '../model/model'

/** Where custom emoji and people of a text stand after it was changed; what the change touched is plain from then on. */
export function placedMoved(all: readonly Placed[], before: string, after: string): Placed[] {
  if (!all.length || before === after) return [...all]
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return all.flatMap((one) => {
    if (one.offset + one.text.length <= start) return [one]
    return one.offset >= before.length - end ? [{ ...one, offset: one.offset + after.length - before.length }] : []
  })
}
