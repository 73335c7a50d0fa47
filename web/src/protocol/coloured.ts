/** Servers leave out the sign that makes ❤ a picture; without it browsers draw a letter. */
export const coloured = (emoji: string) => (/^\p{Emoji}$/u.test(emoji) && !/\p{Emoji_Presentation}/u.test(emoji) ? `${emoji}\uFE0F` : emoji)
