/** An invite link as a browser opens it at this server. */
export const inviteUrl = (hash: string) => `${location.origin}/#join=${hash}`
