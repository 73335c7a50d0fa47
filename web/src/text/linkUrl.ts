/** The address behind a link in a message, or none if it is of a kind that could do harm. */
export function linkUrl(written: string): string | undefined {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(written) ? written : `https://${written}`
  try {
    const url = new URL(full)
    return ['https:', 'http:', 'mailto:', 'tel:', 'tg:', 'ftp:'].includes(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}
