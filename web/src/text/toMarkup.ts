import type { Entity } from '../model/model'
import { MARKS } from './parseMarkup'

/** The text with its marks, as one would have written it: what editing a message begins with. */
export function toMarkup(text: string, entities: readonly Entity[]): string {
  const inserts: { at: number; order: number; text: string }[] = []
  for (const entity of entities) {
    const { offset, length } = entity
    const end = offset + length
    const person = entity.kind === 'mention' && entity.user
    if (entity.kind === 'link' || entity.kind === 'emoji' || person) {
      const leads = entity.kind === 'link' ? (entity.url ?? '') : person ? `tg://user?id=${person}` : `tg://emoji?id=${entity.emoji}`
      inserts.push({ at: offset, order: -length, text: '[' }, { at: end, order: length - 1e9, text: `](${leads})` })
      continue
    }
    const mark = MARKS.find(([, kind]) => kind === entity.kind)?.[0]
    if (!mark) continue
    const fence = entity.kind === 'pre'
    inserts.push(
      { at: offset, order: -length, text: fence ? `${mark}${entity.language ?? ''}\n` : mark },
      { at: end, order: length - 1e9, text: fence ? `\n${mark}` : mark },
    )
  }
  // At one place what ends comes before what begins, and the longer begins first.
  inserts.sort((one, two) => one.at - two.at || one.order - two.order)
  let result = ''
  let at = 0
  for (const insert of inserts) {
    result += text.slice(at, insert.at) + insert.text
    at = insert.at
  }
  return result + text.slice(at)
}
