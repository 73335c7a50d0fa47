import type { PlacedEmoji } from '../model/model'

/** Takes the marks of custom emoji out of a text, and says where they stood. */
export function emojiFromMarkup(source: string): { text: string; emoji: PlacedEmoji[] } {
  const emoji: PlacedEmoji[] = []
  let text = ''
  let at = 0
  for (const found of source.matchAll(/\[([^\][\n]{1,16})\]\(tg:\/\/emoji\?id=(\d{1,20})\)/g)) {
    const [whole, shown, id] = found as unknown as [string, string, string]
    text += source.slice(at, found.index)
    emoji.push({ offset: text.length, text: shown, id })
    text += shown
    at = found.index + whole.length
  }
  return { text: text + source.slice(at), emoji }
}
