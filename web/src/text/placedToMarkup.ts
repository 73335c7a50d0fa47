import type { Placed } from '../model/model'

/** A text with the marks that make custom emoji and people of what stands at their places. */
export function placedToMarkup(text: string, all: readonly Placed[]): string {
  let result = ''
  let at = 0
  for (const one of [...all].sort((one, two) => one.offset - two.offset)) {
    result += `${text.slice(at, one.offset)}[${one.text}](tg://${one.of})`
    at = one.offset + one.text.length
  }
  return result + text.slice(at)
}
