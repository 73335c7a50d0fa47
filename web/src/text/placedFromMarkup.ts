import type { Placed } from '../model/model'

/** Takes the marks of custom emoji and people out of a text, and says where they stood. */
export function placedFromMarkup(source: string): { text: string; placed: Placed[] } {
  const placed: Placed[] = []
  let text = ''
  let at = 0
  for (const found of source.matchAll(/\[([^\][\n]{1,130})\]\(tg:\/\/((?:emoji|user)\?id=-?\d{1,20})\)/g)) {
    const [whole, shown, of] = found as unknown as [string, string, Placed['of']]
    text += source.slice(at, found.index)
    placed.push({ offset: text.length, text: shown, of })
    text += shown
    at = found.index + whole.length
  }
  return { text: text + source.slice(at), placed }
}
