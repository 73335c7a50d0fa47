/** The one or two letters that stand for somebody without a picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = (word: string | undefined) => [...new Intl.Segmenter().segment(word ?? '')][0]?.segment ?? ''
  const two = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0])
  return two.toLocaleUpperCase() || '?'
}
