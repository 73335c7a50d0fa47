/** The emoji that a text consists of, where it is one alone; stickers are offered for it. */
export function loneEmoji(text: string): string | undefined {
  return /^\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}\uFE0F?)*$/u.test(text.trim()) ? text.trim() : undefined
}
