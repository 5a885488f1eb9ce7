/** Waits for a database that another connection has locked. */

/** Whether a statement did nothing because another connection had the database locked. */
export const isLocked = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = "errcode" in error ? Number(error.errcode) : 0
  // The low byte of SQLite's extended codes. Deno has no code for some errors, only SQLite's text.
  return (code & 0xff) === SQLITE_BUSY || error.message.includes("database is locked")
}

const SQLITE_BUSY = 5

/** How long a statement waits for others, in milliseconds: far longer than any write takes. */
const patience = 10_000

/** The longest pause between two attempts, in milliseconds. */
const longest = 20

/**
 * Runs a statement again while the database is locked. It waits on a timer: a wait inside SQLite would stop this
 * process's event loop, and with it whoever holds the lock in this very process.
 */
export const patiently = <A>(statement: () => A, until = performance.now() + patience): Promise<A> =>
  attempt(statement).catch((error) => {
    if (!isLocked(error) || performance.now() > until) throw error
    return pause().then(() => patiently(statement, until))
  })

/** A statement that throws rejects. */
const attempt = <A>(statement: () => A): Promise<A> => new Promise((resolve) => resolve(statement()))

/** Of a random length, so that two processes do not meet again. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * longest))
