import type { Entity, EntityKind } from '../model/model'
import { placedFromMarkup } from './placedFromMarkup'

/** What is written around text to style it, longest first. */
export const MARKS: readonly (readonly [string, EntityKind])[] = [
  ['```', 'pre'], ['**', 'bold'], ['__', 'italic'], ['~~', 'strike'], ['||', 'spoiler'], ['`', 'code'],
]

/**
 * Turns `**bold**`, `__italic__`, `~~strike~~`, `||spoiler||`, `` `code` ``, fenced blocks and `[text](https://…)`
 * into entities. A mark without its partner stays as it was written.
 */
export function parseMarkup(source: string): { text: string; entities: Entity[] } {
  const entities: Entity[] = []
  let text = ''
  const open: { kind: EntityKind; mark: string; offset: number }[] = []
  let at = 0
  while (at < source.length) {
    const mark = MARKS.find(([mark]) => source.startsWith(mark, at))
    const placed = source[at] === '[' ? /^\[([^\][\n]{1,130})\]\(tg:\/\/(emoji|user)\?id=(-?\d{1,20})\)/.exec(source.slice(at)) : null
    if (placed?.[1] && placed[3]) {
      const [whole, shown, what, id] = placed
      entities.push({ offset: text.length, length: shown.length, ...(what === 'emoji' ? { kind: 'emoji', emoji: id } : { kind: 'mention', user: Number(id) }) })
      text += shown
      at += whole.length
      continue
    }
    const link = source[at] === '[' ? /^\[([^\][\n]+)\]\((https?:\/\/[^\s)]+)\)/.exec(source.slice(at)) : null
    if (link?.[1] && link[2]) {
      entities.push({ kind: 'link', offset: text.length, length: link[1].length, url: link[2] })
      text += link[1]
      at += link[0].length
      continue
    }
    if (!mark) {
      text += source[at]
      at++
      continue
    }
    const [word, kind] = mark
    const partner = open.findIndex((one) => one.mark === word)
    if (partner >= 0) {
      const [opened] = open.splice(partner)
      if (opened && text.length > opened.offset) {
        entities.push({ kind, offset: opened.offset, length: text.length - opened.offset })
      }
      at += word.length
      continue
    }
    const end = source.indexOf(word, at + word.length)
    if (end < 0 || end === at + word.length) {
      text += word
      at += word.length
      continue
    }
    if (kind === 'code' || kind === 'pre') {
      let inner = placedFromMarkup(source.slice(at + word.length, end)).text
      let language: string | undefined
      if (kind === 'pre') {
        const first = /^([\w+#-]*)\n/.exec(inner)
        if (first) {
          language = first[1] || undefined
          inner = inner.slice(first[0].length)
        }
        inner = inner.replace(/\n$/, '')
      }
      entities.push({ kind, offset: text.length, length: inner.length, ...(language ? { language } : {}) })
      text += inner
      at = end + word.length
      continue
    }
    open.push({ kind, mark: word, offset: text.length })
    at += word.length
  }
  return trimmed(text, entities)
}

/** Without the white space around; the server counts from the first letter. */
function trimmed(text: string, entities: Entity[]): { text: string; entities: Entity[] } {
  const before = text.length - text.trimStart().length
  const inside = text.trim()
  return {
    text: inside,
    entities: entities
      .map((entity) => {
        const start = Math.max(0, entity.offset - before)
        const end = Math.min(inside.length, entity.offset + entity.length - before)
        return { ...entity, offset: start, length: end - start }
      })
      .filter((entity) => entity.length > 0)
      .sort((one, two) => one.offset - two.offset || two.length - one.length),
  }
}
