/** Ids of messages that only this device has begin here; every id of a server is smaller. */
export const LOCAL_IDS = 2 ** 40

export const isLocal = (id: number) => id >= LOCAL_IDS
