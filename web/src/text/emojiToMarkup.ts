import type { PlacedEmoji } from '../model/model'

/** A text with the marks that make custom emoji of what stands at their places. */
export function emojiToMarkup(text: string, all: readonly PlacedEmoji[]): string {
  let result = ''
  let at = 0
  for (const one of [...all].sort((one, two) => one.offset - two.offset)) {
    result += `${text.slice(at, one.offset)}[${one.text}](tg://emoji?id=${one.id})`
    at = one.offset + one.text.length
  }
  return result + text.slice(at)
}
