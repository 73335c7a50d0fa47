import type { Entity } from '../model/model'

/** A piece of a text: plain, or of an entity with pieces inside. */
export type Piece = string | { entity: Entity; inside: Piece[] }

/** Cuts a text along its entities, which may stand in each other. One that overlaps the end of another is cut. */
export function pieces(text: string, entities: readonly Entity[], from = 0, to = text.length): Piece[] {
  const sorted = [...entities].sort((one, two) => one.offset - two.offset || two.length - one.length)
  const all: Piece[] = []
  let at = from
  let index = 0
  while (index < sorted.length) {
    const entity = sorted[index++] as Entity
    const start = Math.max(entity.offset, at)
    const end = Math.min(entity.offset + entity.length, to)
    if (end <= start) continue
    if (start > at) all.push(text.slice(at, start))
    const inside: Entity[] = []
    while (index < sorted.length && (sorted[index] as Entity).offset < end) inside.push(sorted[index++] as Entity)
    all.push({ entity, inside: pieces(text, inside, start, end) })
    at = end
  }
  if (at < to) all.push(text.slice(at, to))
  return all
}
