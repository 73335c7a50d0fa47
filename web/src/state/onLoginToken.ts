/** Who waits for another device to accept this one's code. */
export let waiting: (() => void) | undefined

export function onLoginToken(accepted: (() => void) | undefined): void {
  waiting = accepted
}
