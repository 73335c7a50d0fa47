/** Which messages of a history are wanted. */
export interface Page {
  limit: number
  before?: number
  after?: number
  around?: number
  date?: number
}

/** The place of a page as the protocol says it: the newest, those before or after one, around one, or from a day on. */
export function pageAt({ limit, before, after, around, date }: Page): { limit: number; offsetId: number; addOffset: number; offsetDate: number } {
  const half = -Math.floor(limit / 2)
  if (before !== undefined) return { limit, offsetId: before, addOffset: 0, offsetDate: 0 }
  if (after !== undefined) return { limit, offsetId: after + 1, addOffset: -limit, offsetDate: 0 }
  if (around !== undefined) return { limit, offsetId: around + 1, addOffset: half, offsetDate: 0 }
  if (date !== undefined) return { limit, offsetId: 0, addOffset: half, offsetDate: date }
  return { limit, offsetId: 0, addOffset: 0, offsetDate: 0 }
}
