/** A bot that is asked in the field: `@name words`; none where the text begins otherwise. */
export function inlineQuery(text: string): { bot: string; query: string } | undefined {
  const found = /^@([a-z]\w{2,31})\s([\s\S]*)$/i.exec(text)
  return found ? { bot: found[1] as string, query: (found[2] as string).trim() } : undefined
}
