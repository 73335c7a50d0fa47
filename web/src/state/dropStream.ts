import { PATH, streams } from './streamUrl'

/** Forgets an address that is no longer shown. */
export function dropStream(url: string): void {
  streams.delete(url.slice(PATH.length).replace(/\?.*$/, ''))
}
