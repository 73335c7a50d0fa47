/** How many letters before the first place are shown; a place further on would not be seen in one line. */
const BEFORE = 24

/** A text cut at the words that begin as those of the query: plain and found pieces in turn, plain ones first. */
export function markedPieces(text: string, query: string): string[] {
  const words = query.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (!words.length) return [text]
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${words.join('|')})`, 'giu'))
  const [first = ''] = pieces
  if (pieces.length > 1 && first.length > BEFORE + 6) pieces[0] = `…${first.slice(first.length - BEFORE)}`
  return pieces
}
